"""A product's contract as the standard writes it."""

from collections.abc import Sequence

from meshwright.language import Environment, Fresh, Product, ProductRef, ServiceObjective, Table

from .columns import properties
from .expectations import written
from .parts_of_whole import is_exact, percent_missing
from .words import API_VERSION, KIND, Document, customs, said

SPELLED = {"m": "minute", "h": "hour", "d": "day"}
"""A duration's unit in full: ``m`` could be a month."""


def contract(ref: ProductRef, environments: Sequence[Environment]) -> Document:
    """The contract of one product major, with a server for each of ``environments``."""
    domain, product = ref.domain, ref.product
    return said(
        apiVersion=API_VERSION,
        kind=KIND,
        id=ref.database,
        name=product.name,
        version=product.version,
        status=status(product),
        domain=domain.name,
        description=said(purpose=product.purpose),
        servers=[_server(ref, environment) for environment in environments],
        schema=[_table(table, product.classification) for table in product.tables],
        slaProperties=[*(_objective(o) for o in product.objectives), *_end(product)],
        team=_team(ref),
        support=support(ref),
        customProperties=customs(_of_product(product)),
    )


def status(product: Product) -> str:
    """Where a product is in its life, in the words that both standards of Bitol suggest."""
    if product.sunset is not None:
        return "deprecated"
    return "draft" if product.major == 0 else "active"


def support(ref: ProductRef) -> list[Document]:
    """Whom to write to."""
    owner = ref.domain.owner
    return [] if owner is None else [{"channel": owner, "url": f"mailto:{owner}", "tool": "email"}]


def _team(ref: ProductRef) -> Document | None:
    if ref.domain.owner is None:
        return None
    return {"name": ref.domain.name, "members": [{"username": ref.domain.owner, "role": "owner"}]}


def _server(ref: ProductRef, environment: Environment) -> Document:
    return {
        "server": environment.name,
        "type": "glue",
        "environment": environment.name,
        "account": environment.account,
        "database": ref.database,
        "format": "iceberg",
        "customProperties": customs({"region": environment.region}),
    }


def _table(table: Table, classification: str) -> Document:
    expected = written(table)
    return said(
        name=table.name,
        logicalType="object",
        physicalType="table",
        description=table.description,
        properties=properties(table, classification, expected),
        quality=expected.rules,
        customProperties=customs(
            {
                "partitionBy": _partitioning(table),
                "reserved": list(table.reserved) or None,
                "transform": None if table.transform == f"{table.name}.sql" else table.transform,
                "expectsOrder": expected.order,
                "retire": table.retire,
            }
        ),
    )


def _partitioning(table: Table) -> list[str] | None:
    """Where the standard's flags and positions don't say it all: they know whole columns only, each once."""
    plain = list(dict.fromkeys(table.partition_by))
    whole = all(table.column(written) is not None for written in plain)
    return None if whole and len(plain) == len(table.partition_by) else list(table.partition_by)


def _objective(objective: ServiceObjective) -> Document:
    if isinstance(objective, Fresh):
        return {"property": "latency", "value": int(objective.within[:-1]), "unit": SPELLED[objective.within[-1]]}
    exact = customs({"atLeast": None if is_exact(objective.at_least) else objective.at_least})
    return said(
        property="errorRate",
        value=percent_missing(objective.at_least),
        unit="percent",
        description="part of the runs in a rolling month that fail an expectation",
        customProperties=exact,
    )


def _end(product: Product) -> list[Document]:
    return [] if product.sunset is None else [{"property": "endOfLife", "value": product.sunset.isoformat()}]


def _of_product(product: Product) -> Document:
    return {
        "visibility": None if product.visibility == "shared" else product.visibility,
        "schedule": None if product.schedule is None else product.schedule.model_dump(mode="json"),
        "successor": product.successor,
        "urgent": product.urgent,
        "retire": product.retire,
        "adopts": product.adopts,
    }
