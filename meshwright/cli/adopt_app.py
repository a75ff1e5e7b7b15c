"""``mesh adopt``: the commands and their options. Each body imports what it needs."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from meshwright.cli.options import Today

app = typer.Typer(
    name="adopt",
    help="Take what the account holds already into the mesh: as it is, and without writing to the account.",
    no_args_is_help=True,
    add_completion=False,
)

Env = Annotated[str | None, typer.Option("--env", metavar="ENV", help="The environment; else the sandbox that runs.")]
Owner = Annotated[str | None, typer.Option(metavar="MAIL", help="The mailbox of a domain that is new.")]
Show = Annotated[bool, typer.Option("--show", help="Only show what would be written; write nothing.")]
Domain = Annotated[str, typer.Option(help="The domain that answers for it from now on.")]


class PlanFormat(StrEnum):
    """How a plan is printed."""

    text = "text"
    md = "md"
    json = "json"
    assign = "assign"


@app.command()
def plan(
    assign: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME=DOMAIN", help="Who answers for a bucket, database or role; as often as needed."),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Write definitions and import lists into this new folder.")
    ] = None,
    assign_from: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Assignments in a file, one a line; --format assign makes one.")
    ] = None,
    format: Annotated[
        PlanFormat, typer.Option(help="text; md or json, whole; or assign, a list of what nobody answers for.")
    ] = PlanFormat.text,
    env: Env = None,
    owner: Owner = None,
    today: Today = None,
) -> None:
    """Show what would become of a whole account: definitions, shares, imports, and what stays outside."""
    from meshwright.cli import adopting

    raise typer.Exit(adopting.plan(assign or [], env, owner, today, out, assign_from=assign_from, format=format.value))


@app.command()
def bucket(
    name: str, domain: Domain, env: Env = None, owner: Owner = None, show: Show = False, today: Today = None
) -> None:
    """Put a bucket under a domain: writes its definition and the import list."""
    from meshwright.cli import adopting

    raise typer.Exit(adopting.adopt([f"bucket:{name}={domain}"], env, owner, today, show=show))


@app.command()
def database(
    name: str, domain: Domain, env: Env = None, owner: Owner = None, show: Show = False, today: Today = None
) -> None:
    """Make a database of the Glue catalog a domain's product: writes its definition and the import list."""
    from meshwright.cli import adopting

    raise typer.Exit(adopting.adopt([f"database:{name}={domain}"], env, owner, today, show=show))


@app.command()
def role(
    name: str, domain: Domain, env: Env = None, owner: Owner = None, show: Show = False, today: Today = None
) -> None:
    """Let a role read what a domain subscribes to: writes its definition and the import list."""
    from meshwright.cli import adopting

    raise typer.Exit(adopting.adopt([f"role:{name}={domain}"], env, owner, today, show=show))
