"""``mesh new``: its commands and their options."""

from pathlib import Path
from typing import Annotated

import typer

new_app = typer.Typer(help="Start a domain or a product: a complete definition that passes the check.")


@new_app.command()
def domain(
    name: Annotated[str, typer.Argument(help="Lower-case letters and digits.")],
    owner: Annotated[str | None, typer.Option(help="The team's mailbox.")] = None,
    cost_center: Annotated[str | None, typer.Option(help="Who pays for it.")] = None,
    today: Annotated[str | None, typer.Option(metavar="DATE", help="Judge expiries as of this day.")] = None,
) -> None:
    """Write domains/NAME/domain.py and the line in CODEOWNERS that guards it. Never overwrites."""
    from meshwright.cli import creating

    raise typer.Exit(creating.domain(name, owner, cost_center, today))


@new_app.command()
def product(
    domain: Annotated[str, typer.Argument(help="The domain that publishes it.")],
    name: Annotated[str, typer.Argument(help="Lower-case letters, digits and single underscores.")],
    from_: Annotated[
        Path | None,
        typer.Option("--from", metavar="FILE", help="A sample of what lands, .csv or .parquet; or a contract, .yaml."),
    ] = None,
    today: Annotated[str | None, typer.Option(metavar="DATE", help="Judge expiries as of this day.")] = None,
) -> None:
    """Add a product to a domain: landing, table, SQL, expectation, objective, schedule. Never overwrites."""
    from meshwright.cli import creating

    raise typer.Exit(creating.product(domain, name, from_, today))
