"""``mesh audit``: the commands and their options. Each body imports what it needs."""

from typing import Annotated

import typer

from meshwright.cli.access_app import Format, Product
from meshwright.cli.options import TableFormat, Where

app = typer.Typer(
    name="audit",
    help="Who read what, who was refused, which grants were changed by hand: in the sandbox, or with --env in an "
    "account, where Athena is asked; see docs/audit.md.",
    no_args_is_help=True,
    add_completion=False,
)
Since = Annotated[
    str | None,
    typer.Option(
        metavar="DATE", help="Only what happened on this day, UTC, or later; in an account seven days if omitted."
    ),
]


@app.command()
def reads(product: Product, since: Since = None, env: Where = None, format: Format = TableFormat.TABLE) -> None:
    """List who read a product, a table or a column: PRODUCT[.table[.column]]."""
    from meshwright.cli import auditing

    raise typer.Exit(auditing.reads(product, format.value, since, env))


@app.command()
def principal(
    domain: Annotated[str, typer.Argument(help="<domain>, or <domain>/<role>.")],
    since: Since = None,
    env: Where = None,
    format: Format = TableFormat.TABLE,
) -> None:
    """List what a domain, or one role of it, read."""
    from meshwright.cli import auditing

    raise typer.Exit(auditing.principal(domain, format.value, since, env))


@app.command()
def denied(since: Since = None, env: Where = None, format: Format = TableFormat.TABLE) -> None:
    """List what was asked for and refused, and why."""
    from meshwright.cli import auditing

    raise typer.Exit(auditing.refused(format.value, since, env))


@app.command()
def grants(
    everybody: Annotated[bool, typer.Option("--all", help="Also what the platform itself changed.")] = False,
    since: Since = None,
    env: Where = None,
    format: Format = TableFormat.TABLE,
) -> None:
    """List grants and data filters that were changed by hand."""
    from meshwright.cli import auditing

    raise typer.Exit(auditing.grants(format.value, since, env, everybody=everybody))
