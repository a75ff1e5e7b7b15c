"""``mesh contract``: its commands and their options."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(name="contract", help="Contracts of products in open standards.", no_args_is_help=True)


class ContractFormat(StrEnum):
    """In which words a product is exported."""

    ODCS = "odcs"
    ODPS = "odps"
    JSONSCHEMA = "jsonschema"
    AVRO = "avro"
    DBT_SOURCES = "dbt-sources"
    MARKDOWN = "markdown"


Output = Annotated[
    Path | None, typer.Option("--output", "-o", metavar="PATH", help="Write there instead; nothing is overwritten.")
]


@app.command("export")
def export_contract(
    product: Annotated[str, typer.Argument(help="<domain>.<product>, perhaps with :<major>.")],
    format: Annotated[
        ContractFormat,
        typer.Option(help="Contract (odcs), product (odps), tables (jsonschema, avro), dbt sources, or a page."),
    ] = ContractFormat.ODCS,
    table: Annotated[str | None, typer.Option(help="The table, for jsonschema and avro of several.")] = None,
    output: Output = None,
) -> None:
    """Print a product's contract in an open standard."""
    from meshwright.cli import contracting

    raise typer.Exit(contracting.export(product, format.value, table, output))


@app.command("import")
def import_contract(
    file: Annotated[Path, typer.Argument(help="A contract of the Open Data Contract Standard 3.x, as YAML or JSON.")],
    domain: Annotated[str | None, typer.Option(help="The domain, where the contract names none or another.")] = None,
    output: Output = None,
) -> None:
    """Print the definition that a contract describes, as a person would have written it."""
    from meshwright.cli import contracting

    raise typer.Exit(contracting.import_(file, domain, output))
