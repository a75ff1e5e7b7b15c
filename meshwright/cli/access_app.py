"""``mesh access``: the commands and their options. Each body imports what it needs."""

from typing import Annotated

import typer

from meshwright.cli.options import TableFormat, Today, Where, Yes

app = typer.Typer(
    name="access", help="Who may see what, and why, as the definitions say.", no_args_is_help=True, add_completion=False
)

Product = Annotated[
    str,
    typer.Argument(
        help="<domain>.<product>, perhaps with :<major>, .<table> and .<column>; or a table as in SQL.",
        metavar="PRODUCT",
    ),
]
Format = Annotated[TableFormat, typer.Option(help="How to print the list.")]


@app.command()
def who(product: Product, format: Format = TableFormat.TABLE, today: Today = None) -> None:
    """List who may see a product, a table or a column: PRODUCT[.table[.column]]."""
    from meshwright.cli import access

    raise typer.Exit(access.who(product, format.value, today))


@app.command()
def what(
    domain: Annotated[str, typer.Argument(help="The domain whose roles are asked about.")],
    format: Format = TableFormat.TABLE,
    today: Today = None,
) -> None:
    """List what a domain may see: what was agreed, what is open, what is its own."""
    from meshwright.cli import access

    raise typer.Exit(access.what(domain, format.value, today))


@app.command()
def why(
    domain: Annotated[str, typer.Argument(help="The domain that reads, or would like to.")],
    product: Product,
    format: Format = TableFormat.TABLE,
    today: Today = None,
) -> None:
    """Explain why a domain may see a product, or what is missing and whose file to edit. Exit 1: it may not."""
    from meshwright.cli import access

    raise typer.Exit(access.why(domain, product, format.value, today))


@app.command()
def requests(format: Format = TableFormat.TABLE, today: Today = None) -> None:
    """List subscriptions that wait for a share, and shares that nobody uses."""
    from meshwright.cli import access

    raise typer.Exit(access.requests(format.value, today))


@app.command()
def drift(
    env: Where = None,
    adopt: Annotated[bool, typer.Option("--adopt", help="Print the shares that would make grants managed.")] = False,
    revoke: Annotated[bool, typer.Option("--revoke", help="Take back what nobody declared; says first what.")] = False,
    yes: Yes = False,
    format: Format = TableFormat.TABLE,
    today: Today = None,
) -> None:
    """Compare Lake Formation's permissions, filters and tags with the compiled ones. Exit 1: they differ."""
    from meshwright.cli import drifting

    raise typer.Exit(drifting.drift(env, format.value, today, adopt=adopt, revoke=revoke, yes=yes))
