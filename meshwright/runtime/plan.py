"""The plan of one job: all that a run needs to know, as plain data that travels to where the job runs.

A plan holds nothing that only a deployed environment knows (bucket names, keys, buses): those are the job's
arguments, so the same definition gives the same plan everywhere. The runtime package is standard library only, plus
what the engine brings: it is shipped to Glue as it stands.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

Type = str | dict[str, Any]
"""An Iceberg type as its JSON form: ``"string"``, ``"decimal(9, 2)"``, ``{"type": "struct", "fields": […]}`` …"""


@dataclass(frozen=True, kw_only=True)
class PlannedColumn:
    """A column of the target table or of a landing."""

    number: int
    name: str
    type: Type
    required: bool
    key: bool = False
    treatment: str | None = None
    """``pii=`` of the definition; on a landing's column ``drop`` means never read."""
    description: str | None = None


@dataclass(frozen=True, kw_only=True)
class Input:
    """Something the transform reads, under the view name that the SQL uses."""

    view: str
    """``landing__flights`` or ``weather_observations_v1__observations``."""
    kind: Literal["landing", "table"]
    database: str = ""
    """Of a table."""
    name: str
    """Of the table or the landing; a landing's files stand under ``<name>/`` in the landing bucket."""
    format: str = ""
    """Of a landing: csv, json or parquet."""
    null: str | None = None
    columns: tuple[PlannedColumn, ...] = ()
    """Of a landing: what its files hold. Of a table: the columns the transform uses."""


@dataclass(frozen=True, kw_only=True)
class Plan:
    """One table's transform, checks and publication."""

    product: str
    """``<domain>.<product>``."""
    version: str
    database: str
    table: str
    columns: tuple[PlannedColumn, ...]
    inputs: tuple[Input, ...]
    sql: Mapping[str, str] = field(default_factory=dict)
    """By engine (``spark``, ``duckdb``): one SELECT over the views, cast to the columns, in their order."""
    expectations: tuple[Mapping[str, Any], ...] = ()
    """Each as its definition dumps: ``{"kind": "complete", "column": …, "at_least": …}``."""
    partition_by: tuple[tuple[str, str], ...] = ()
    """(source column, Iceberg transform)."""
    fresh_within: str | None = None
    """The product's freshness objective, such as ``26h``."""

    def to_json(self) -> str:
        """The same bytes for the same plan."""
        return json.dumps(asdict(self), indent=1, sort_keys=True) + "\n"

    @classmethod
    def from_json(cls, text: str) -> "Plan":
        """Read back what ``to_json`` wrote."""
        raw = json.loads(text)
        inputs = tuple(Input(**{**i, "columns": _columns(i["columns"])}) for i in raw.pop("inputs"))
        return cls(
            **{
                **raw,
                "inputs": inputs,
                "columns": _columns(raw["columns"]),
                "expectations": tuple(raw["expectations"]),
                "partition_by": tuple((s, t) for s, t in raw["partition_by"]),
            }
        )


def _columns(raw: list[dict[str, Any]]) -> tuple[PlannedColumn, ...]:
    return tuple(PlannedColumn(**c) for c in raw)


@dataclass(frozen=True, kw_only=True)
class Arguments:
    """What a deployed environment tells a job, as Glue job arguments ``--<name>``."""

    plan: str
    """``s3://`` address of the plan."""
    environment: str
    landing_bucket: str
    """Of the domain."""
    scratch_bucket: str
    catalog_bucket: str
    """Of the mesh: run records go to ``runs/<database>/<table>/<run>.json``."""
    pseudonym_key: str
    """Alias or ARN of the domain's HMAC key in KMS."""
