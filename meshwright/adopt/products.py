"""Existing databases as products: their tables as contracts."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import chain, count

from pydantic import ValidationError

from meshwright.drift.state import Grant
from meshwright.language import Product, Share, Table
from meshwright.language.definition import refusal
from meshwright.language.vocabulary import PRODUCT_LENGTH
from meshwright.rules.word_reserved import KEYWORDS, PLATFORM

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
    if existing.format == "link":
        return Left(what, "it is a link to a table of another account; adopt that in the mesh of that account")
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


def product_name(database: str, domain: str, taken: Collection[str] = ()) -> str:
    """What a database is called as a product: without the domain's own name before it, where that is still free."""
    slug = re.sub(r"_+", "_", database).strip("_")
    short = slug.removeprefix(f"{domain}_")
    numbered = (f"{slug[:40].rstrip('_')}_{n}" for n in count(1))
    names = chain([short if re.match(r"[a-z]", short) else slug, slug], numbered)
    return next(n for n in names if len(n) <= PRODUCT_LENGTH and n not in taken and n not in KEYWORDS | PLATFORM)


def unsayable(database: str, table: Table) -> str:
    """Why no product can adopt a database of that name; empty where one can."""
    try:
        Product("lake", version="1.0.0", purpose=PURPOSE, adopts=database, tables=[table])
    except ValidationError as problem:
        return refusal(problem)
    return ""


def tables_of(estate: Estate, database: str) -> Iterator[Contract | Left]:
    """Every table of a database."""
    return map(contract, estate.tables_of(database))


def product(database: str, name: str, tables: list[Table], shares: list[Share], description: str | None) -> Product:
    """The product that adopts a database."""
    return Product(
        name,
        version="1.0.0",
        purpose=_line(description) or PURPOSE,
        adopts=database,
        tables=tables,
        shares=shares,
    )


def _line(text: str | None) -> str | None:
    return " ".join(text.split())[:1000] or None if text else None
