"""A product in any of the standards that are known here."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from meshwright.contracts.yaml_writing import to_yaml
from meshwright.language import Environment, ProductRef, Table

from .avro import avro_schema
from .dbt_sources import dbt_sources
from .documents import to_json
from .json_schema import json_schema
from .markdown import markdown
from .odcs import contract
from .odps import product


@dataclass(frozen=True)
class Exported:
    """What is exported, and what it stands in."""

    ref: ProductRef
    environments: Sequence[Environment]
    inputs: Sequence[ProductRef]
    """The products that its transforms read."""


OF_PRODUCTS: dict[str, Callable[[Exported], str]] = {
    "odcs": lambda e: to_yaml(contract(e.ref, e.environments)),
    "odps": lambda e: to_yaml(product(e.ref, e.inputs)),
    "dbt-sources": lambda e: to_yaml(dbt_sources(e.ref)),
    "markdown": lambda e: markdown(e.ref),
}
"""Formats that describe a whole product."""
OF_TABLES: dict[str, Callable[[ProductRef, Table], dict[str, Any]]] = {"jsonschema": json_schema, "avro": avro_schema}
"""Formats that describe one table."""


def export(exported: Exported, format: str) -> str:
    """A product in a format of ``OF_PRODUCTS``; the same bytes for the same definitions."""
    return OF_PRODUCTS[format](exported)


def export_table(ref: ProductRef, table: Table, format: str) -> str:
    """A table in a format of ``OF_TABLES``; the same bytes for the same definitions."""
    return to_json(OF_TABLES[format](ref, table))
