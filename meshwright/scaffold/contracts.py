"""Drafts of products from a contract: what it promises, with a landing for each table to be made of."""

from collections.abc import Iterator
from pathlib import Path

from meshwright.contracts.standards.files import read_document
from meshwright.contracts.standards.odcs import read_contract
from meshwright.language import Column, Domain, Landing, Objective, Table, daily
from meshwright.rules.word_reserved import KEYWORDS, PLATFORM

from .draft import Draft
from .naming import in_sql, numbered
from .products import expected

CONTRACTS = (".yaml", ".yml", ".json")
"""What a contract's file ends in."""
_NESTED = frozenset({"list", "struct", "map", "binary"})


def from_contract(file: Path, name: str, domain: Domain) -> Draft:
    """The product that a contract of ODCS describes, called ``name``.

    Each table selects every column from a landing of its own, which has no sample: nothing has landed yet.

    Raises:
        MeshError: the file is no contract, or says more than a definition can; with its line.
    """
    imported = read_contract(read_document(file), str(file), domain=domain.name)
    told = imported.domain.products[0]
    scope, tables, landings, transforms = f"{told.name}_v{told.major}", list(told.tables), [], {}
    taken = {x.name for x in domain.landings} | PLATFORM | KEYWORDS
    for table in tables:
        called = next(n for n in (table.name, *numbered(table.name)) if n not in taken)
        landing = _landing(table, called)
        taken.add(landing.name)
        landings.append(landing)
        transforms[table.transform] = _sql(table, landing.name)
    if not any(t.expects for t in tables):
        tables[0] = tables[0].model_copy(update={"expects": (expected(tables[0].key),)})
    product = told.model_copy(
        update={
            "name": name,
            "tables": tuple(tables),
            "purpose": told.purpose or f"what the contract {file.name} describes",
            "objectives": told.objectives or (Objective.fresh(within="26h"),),
            "schedule": told.schedule or daily("05:00"),
            "sunset": None,
            "successor": None,
        }
    )
    notes = {k.replace(scope, f"{name}_v{told.major}", 1): v for k, v in imported.notes.items()}
    remarks = tuple(_remarks(landings, imported.left_out))
    return Draft(product, tuple(landings), transforms, notes=notes, remarks=remarks)


def _landing(table: Table, name: str) -> Landing:
    nested = any(part.type.kind in _NESTED for column in table.columns for part in column.walk())
    columns = tuple(_landed(column, table.name) for column in table.columns)
    return Landing(name=name, format="json" if nested else "csv", null="", sample=None, columns=columns)


def _landed(column: Column, table: str) -> Column:
    """The column as it arrives: nothing treated, nothing promised but that it is there."""
    bare = {"key": False, "unit": None, "deprecated": None, "description": None, "default": None}
    sensitive = {} if column.pii is None else {"pii": "keep", "why": column.why or f"treated on the way into {table}"}
    changed: dict[str, object] = {**bare, **sensitive}
    if column.parts:
        changed["type"] = _inside(column, table)
    return column.model_copy(update=changed)


def _inside(column: Column, table: str) -> object:
    parts = [_landed(part, table) for part in column.parts]
    match column.type.kind:
        case "list":
            return column.type.model_copy(update={"element": parts[0]})
        case "map":
            return column.type.model_copy(update={"key": parts[0], "value": parts[1]})
    return column.type.model_copy(update={"fields": tuple(parts)})


def _sql(table: Table, landing: str) -> str:
    selected = ",\n".join(f"  {in_sql(c.name)}" for c in table.columns)
    return f"SELECT\n{selected}\nFROM landing.{landing}\n"


def _remarks(landings: list[Landing], left_out: tuple[str, ...]) -> Iterator[str]:
    listed, waits = ", ".join(x.name for x in landings), "waits" if len(landings) == 1 else "wait"
    yield f"{listed} {waits} for data: put a file into the domain's folder and name it with sample= to try it"
    yield from (f"left out, since a definition has no word for it: {left}" for left in left_out)
