"""A product as a dbt source, so that a team's models select from it by name and test what they rely on."""

from collections.abc import Iterator

from meshwright.contracts.iceberg import glue_type
from meshwright.language import Column, Expectation, OneOf, ProductRef, Table, Unique

from .odcs.words import Document, said

CATALOG = "awsdatacatalog"
"""What Athena calls the Glue catalog of the account."""


def dbt_sources(ref: ProductRef) -> Document:
    """The content of a properties file, such as ``models/sources.yml``; tests are written as dbt 1.10 asks for."""
    return {
        "version": 2,
        "sources": [
            {
                "name": ref.database,
                **said(description=ref.product.purpose),
                "database": CATALOG,
                "schema": ref.database,
                "config": {"meta": _meta(ref)},
                "tables": [_table(t) for t in ref.product.tables],
            }
        ],
    }


def _meta(ref: ProductRef) -> Document:
    return said(
        product=ref.name, version=ref.product.version, owner=ref.domain.owner, classification=ref.product.classification
    )


def _table(table: Table) -> Document:
    return said(
        name=table.name, description=table.description, columns=[_column(c, table.expects) for c in table.columns]
    )


def _column(column: Column, expects: tuple[Expectation, ...]) -> Document:
    return said(
        name=column.name,
        description=column.description,
        data_type=glue_type(column.type),
        config=said(meta=said(unit=column.unit, pii=column.pii, deprecated=column.deprecated)),
        data_tests=list(_tests(column, expects)),
    )


def _tests(column: Column, expects: tuple[Expectation, ...]) -> Iterator[str | Document]:
    """What dbt's own tests can say."""
    if not column.optional:
        yield "not_null"
    for expectation in dict.fromkeys(expects):
        match expectation:
            case Unique(columns=(name,)) if name == column.name:
                yield "unique"
            case OneOf(column=name, values=values) if name == column.name:
                quote = column.type.kind in ("text", "date", "timestamp")
                arguments = {"values": list(values), **({} if quote else {"quote": False})}
                yield {"accepted_values": {"arguments": arguments}}
