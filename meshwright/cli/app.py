"""The commands and their options. Each body imports what it needs: ``mesh --help`` loads none of it."""

from enum import StrEnum
from typing import Annotated

import typer

from meshwright.cli import access_app, audit_app
from meshwright.cli.adopt_app import app as adopt_app
from meshwright.cli.contract_app import app as contract_app
from meshwright.cli.new_app import new_app
from meshwright.cli.options import TableFormat, Today
from meshwright.cli.verify_app import verify

STATUSES = (
    "Exit status: 0 as asked; 1 something is not as it should be, such as a finding, a denial or a product that could "
    "not be published; 2 wrong usage, nothing was done; 70 a bug; 130 interrupted."
)

app = typer.Typer(
    name="mesh",
    help="A self-serve data mesh on AWS: check, try on this machine, provision.",
    epilog=STATUSES,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(access_app.app)
app.add_typer(audit_app.app)
app.add_typer(adopt_app)
app.add_typer(contract_app)
app.add_typer(new_app, name="new")


class FindingsFormat(StrEnum):
    """How findings are printed."""

    TEXT = "text"
    JSON = "json"
    SARIF = "sarif"
    CODEQUALITY = "codequality"
    GITHUB = "github"


class GraphFormat(StrEnum):
    """How a desired graph is printed."""

    JSON = "json"
    DOT = "dot"
    MERMAID = "mermaid"


class PreviewFormat(StrEnum):
    """How a preview is printed."""

    TEXT = "text"
    MD = "md"
    JSON = "json"


class ReportFormat(StrEnum):
    """How a report is printed."""

    MD = "md"
    JSON = "json"


def _version(wanted: bool) -> None:
    if wanted:
        from meshwright.cli.ending import released

        print(f"meshwright {released()}")
        raise typer.Exit


@app.callback()
def mesh(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and leave.")
    ] = False,
) -> None:
    """A self-serve data mesh on AWS: check, try on this machine, provision."""


Env = Annotated[str | None, typer.Option(metavar="NAME", help="The environment; the sandbox's where left out.")]


Jobs = Annotated[int | None, typer.Option(min=1, help="How many stacks at a time; up to 4 if omitted.")]
Domains = Annotated[list[str] | None, typer.Argument(metavar="[DOMAIN]...", help="These alone; all if omitted.")]
All = Annotated[bool, typer.Option("--all", help="With --env: stacks too that nothing affected since they came up.")]
Account = Annotated[str, typer.Option("--env", help="The environment.")]


def _named(environment: str | None) -> str:
    if environment is None:
        raise typer.BadParameter("name the environment", param_hint="--env")
    return environment


@app.command()
def check(
    base: Annotated[
        str | None,
        typer.Option(metavar="REF", help='Also check what has changed since a branch, tag or commit, or "published".'),
    ] = None,
    format: Annotated[FindingsFormat, typer.Option(help="How to print findings.")] = FindingsFormat.TEXT,
    today: Today = None,
    deep: Annotated[bool, typer.Option("--deep", help="Hold every stack to the guardrails as well.")] = False,
    env: Env = None,
) -> None:
    """Check every definition and rule, offline. Exit 0: clean, 1: findings, 2: wrong usage."""
    from meshwright.cli import checking

    raise typer.Exit(checking.check(format.value, today, base=base, deep=deep, environment=env))


@app.command()
def controls(
    format: Annotated[ReportFormat, typer.Option(help="How to print the report.")] = ReportFormat.MD,
    env: Env = None,
    today: Today = None,
) -> None:
    """Report every control: where it is enforced, on what evidence, and how it stands. Exit 1: one is broken."""
    from meshwright.cli import controlling

    raise typer.Exit(controlling.controls(format.value, env, today))


@app.command()
def preview(
    domains: Annotated[
        list[str] | None, typer.Argument(metavar="[DOMAIN]...", help="Say only what concerns these domains.")
    ] = None,
    base: Annotated[str | None, typer.Option(metavar="REF", help="Compare with where this left REF.")] = None,
    env: Annotated[str | None, typer.Option(help="The environment; the last that is defined if omitted.")] = None,
    format: Annotated[PreviewFormat, typer.Option(help="How to print it; md fits a comment.")] = PreviewFormat.TEXT,
    live: Annotated[bool, typer.Option("--live", help="Ask the engine what it would do in --env.")] = False,
    refresh: Annotated[
        bool, typer.Option("--refresh", help="With --live: ask the account too; exit 1 where a stack differs from it.")
    ] = False,
    jobs: Jobs = None,
    everything: All = False,
    today: Today = None,
) -> None:
    """Show what a change does, offline: access, contracts, data at risk, resources.

    Exit 0: nothing needs attention, 1: blocked, for the reasons named, 2: wrong usage, 3: something needs an approval.
    """
    if live:
        from meshwright.cli import live as accounts

        raise typer.Exit(
            accounts.run(
                "preview", _named(env), domains or [], jobs=jobs, today=today, everything=everything, asked=refresh
            )
        )
    if refresh:
        raise typer.BadParameter("only an account can be asked, with --live", param_hint="--refresh")
    from meshwright.cli import previewing

    raise typer.Exit(previewing.preview(domains or [], base, env, format.value, today))


@app.command()
def graph(
    stack: Annotated[str | None, typer.Argument(help="<scope>.<environment>; all of the sandbox if omitted.")] = None,
    format: Annotated[GraphFormat, typer.Option(help="How to print the graph.")] = GraphFormat.JSON,
    preview: Annotated[bool, typer.Option("--preview", help="Leave unknown what only AWS can tell.")] = False,
) -> None:
    """Print every resource that a stack would register, with inputs, options and dependencies."""
    from meshwright.cli import graphs

    raise typer.Exit(graphs.print_graph(stack, format.value, preview=preview))


@app.command()
def up(
    domains: Domains = None,
    env: Annotated[str | None, typer.Option(help="An environment; the sandbox on this machine if omitted.")] = None,
    jobs: Jobs = None,
    everything: All = False,
    today: Today = None,
) -> None:
    """Build the mesh in the sandbox on this machine, run its pipelines, and show who may read what.

    With --env it is built in that environment's account: the foundation, then the domains that
    something affected since they were last brought up, several at a time.
    """
    if env is not None:
        from meshwright.cli import live

        raise typer.Exit(live.run("up", env, domains or [], jobs=jobs, today=today, everything=everything))
    if domains:
        raise typer.BadParameter("the sandbox is built as a whole; name an environment with --env", param_hint="DOMAIN")
    from meshwright.cli import sandbox

    raise typer.Exit(sandbox.up(today))


@app.command()
def refresh(env: Account, domains: Domains = None, jobs: Jobs = None) -> None:
    """Look at what is in an environment's account, and take it into the stacks' state."""
    from meshwright.cli import live

    raise typer.Exit(live.run("refresh", env, domains or [], jobs=jobs, today=None))


@app.command()
def destroy(
    env: Account,
    domains: Domains = None,
    jobs: Jobs = None,
    yes: Annotated[bool, typer.Option("--yes", help="Don't ask.")] = False,
) -> None:
    """Remove domains from an environment, or everything; what holds data stays where it is not retired."""
    from meshwright.cli import live

    raise typer.Exit(live.run("destroy", env, domains or [], jobs=jobs, today=None, yes=yes))


@app.command()
def down() -> None:
    """Stop the sandbox and forget everything in it."""
    from meshwright.cli import sandbox

    raise typer.Exit(sandbox.down())


@app.command()
def run(
    product: Annotated[str, typer.Argument(help="<domain>.<product>, perhaps with :<major>.")],
    today: Today = None,
) -> None:
    """Run one product's pipeline again in the sandbox."""
    from meshwright.cli import sandbox

    raise typer.Exit(sandbox.run(product, today))


@app.command()
def query(
    sql: Annotated[str, typer.Argument(help="One SELECT; tables are <domain>_<product>_v<major>.<table>.")],
    as_: Annotated[str, typer.Option("--as", metavar="DOMAIN", help="The domain that asks.")],
    role: Annotated[str, typer.Option(help="Its role: reader, pipeline, engineer or owner.")] = "reader",
    format: Annotated[TableFormat, typer.Option(help="How to print the rows.")] = TableFormat.TABLE,
    limit: Annotated[int, typer.Option(min=1, help="Print at most so many rows in a table.")] = 40,
    today: Today = None,
) -> None:
    """Ask a question as a consumer, through the grants that are in force in the sandbox."""
    from meshwright.cli import reading

    raise typer.Exit(reading.query(sql, as_, role=role, format=format.value, limit=limit, today=today))


@app.command("ls")
def list_products(
    format: Annotated[TableFormat, typer.Option(help="How to print the list.")] = TableFormat.TABLE,
    today: Today = None,
) -> None:
    """List domains and products: versions, owners, readers, last run, freshness, quality."""
    from meshwright.cli import listing

    raise typer.Exit(listing.list_products(format.value, today))


@app.command()
def codeowners(
    check: Annotated[bool, typer.Option("--check", help="Fail where the file is missing or says otherwise.")] = False,
    write: Annotated[bool, typer.Option("--write", help="Write the file.")] = False,
) -> None:
    """Print CODEOWNERS: who has to approve a change of what, by the owners in the definitions."""
    from meshwright.cli import creating

    raise typer.Exit(creating.codeowners(check=check, write=write))


app.command()(verify)
