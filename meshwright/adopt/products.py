"""Existing databases as products: their tables as contracts."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

from pydantic import ValidationError

from meshwright.drift.state import Grant
from meshwright.language import Product, Share, Table
from meshwright.language.definition import refusal

from . import types
from .estate import Estate, ExistingTable

PURPOSE = "what was in the database before the mesh; say what a row stands for"
FORMATS = frozenset({"iceberg", "parquet", "orc", "avro", "json", "csv"})


@dataclass(frozen=True)
class Left:
    """What stays outside of the mesh, and why."""

    what: str
    why: str
    grant: Grant | None = None
    """Of one."""

    def __str__(self) -> str:
        return f"{self.what}: {self.why}"


@dataclass(frozen=True)
class Contract:
    """A table's contract, and what a person should know of it."""

    table: Table
    remarks: tuple[str, ...]


def contract(existing: ExistingTable) -> Contract | Left:
    """The table as a definition, or why it can't be one."""
    what = f"table {existing.database}.{existing.name}"
    if existing.format == "view":
        return Left(what, "it is a view; write its query as a transform of a product")
    if existing.format not in FORMATS:
        return Left(what, f'its format is "{existing.format}", which nothing in the mesh reads')
    if not existing.columns:
        return Left(what, "the catalog knows no columns of it")
    numbers, columns = count(len(existing.columns) + 1), []
    for number, column in enumerate(existing.columns, 1):
        try:
            columns.append(types.column(number, column, numbers))
        except ValidationError as problem:
            return Left(what, f'column "{column.name}": {refusal(problem)}')
        except ValueError as problem:
            return Left(what, f'column "{column.name}": {problem}')
    try:
        table = Table(existing.name, columns=columns, description=_line(existing.description))
    except ValidationError as problem:
        return Left(what, refusal(problem))
    wider = [c.name for c in existing.columns if types.widened(c.type)]
    return Contract(table, (f"wider here than in the catalog: {', '.join(wider)}",) if wider else ())


def product_name(database: str, domain: str) -> str:
    """What a database is called as a product: without the domain's own name before it."""
    slug = re.sub(r"_+", "_", database.removeprefix(f"{domain}_")).strip("_")
    return slug if re.match(r"[a-z]", slug) else re.sub(r"_+", "_", database).strip("_")


def tables_of(estate: Estate, database: str) -> Iterator[Contract | Left]:
    """Every table of a database."""
    return map(contract, estate.tables_of(database))


def product(database: str, domain: str, tables: list[Table], shares: list[Share], description: str | None) -> Product:
    """The product that adopts a database."""
    return Product(
        product_name(database, domain),
        version="1.0.0",
        purpose=_line(description) or PURPOSE,
        adopts=database,
        tables=tables,
        shares=shares,
    )


def _line(text: str | None) -> str | None:
    return " ".join(text.split())[:1000] or None if text else None
