"""From definitions to the plain records of a plan."""

from collections.abc import Iterable, Mapping

from meshwright.contracts.iceberg import iceberg_type
from meshwright.language import Column, Fresh, Landing, ProductRef, Table
from meshwright.runtime.plan import Input, Plan, PlannedColumn


def plan(ref: ProductRef, table: Table, inputs: tuple[Input, ...], sql: Mapping[str, str]) -> Plan:
    """The plan of one table, from its definition and its compiled SQL."""
    fresh = next((o.within for o in ref.product.objectives if isinstance(o, Fresh)), None)
    return Plan(
        product=ref.name,
        version=ref.product.version,
        database=ref.database,
        table=table.name,
        columns=_columns(table.columns),
        inputs=inputs,
        sql=sql,
        expectations=tuple(e.model_dump(mode="json") for e in table.expects),
        partition_by=tuple((p.source, p.transform) for p in table.partitions),
        fresh_within=fresh,
    )


def landing_input(landing: Landing) -> Input:
    """A landing with every column of its files, the dropped ones too: a csv file is read by position."""
    return Input(
        view=f"landing__{landing.name}",
        kind="landing",
        name=landing.name,
        format=landing.format,
        null=landing.null,
        columns=_columns(landing.columns),
    )


def table_input(ref: ProductRef, table: Table, used: Iterable[str]) -> Input:
    """A published table with the columns that are used, in the order of its contract."""
    names = set(used)
    return Input(
        view=f"{ref.database}__{table.name}",
        kind="table",
        database=ref.database,
        name=table.name,
        columns=_columns(c for c in table.columns if c.name in names),
    )


def _columns(columns: Iterable[Column]) -> tuple[PlannedColumn, ...]:
    return tuple(
        PlannedColumn(
            number=c.number,
            name=c.name,
            type=iceberg_type(c.type),
            required=not c.optional,
            key=c.key,
            treatment=c.pii,
            description=c.description,
        )
        for c in columns
    )
