"""What a planned column is in Iceberg and in Arrow."""

from collections.abc import Iterable

import pyarrow as pa
from pyiceberg.io.pyarrow import schema_to_pyarrow
from pyiceberg.schema import Schema

from ..plan import PlannedColumn


def iceberg_schema(columns: Iterable[PlannedColumn]) -> Schema:
    """The columns as pyiceberg's schema, with their numbers as ids."""
    fields = [{"id": c.number, "name": c.name, "required": c.required, "type": c.type} for c in columns]
    return Schema.model_validate({"type": "struct", "schema-id": 0, "fields": fields})


def arrow_schema(columns: Iterable[PlannedColumn]) -> pa.Schema:
    """The columns as Arrow's schema; what is required is not nullable."""
    return schema_to_pyarrow(iceberg_schema(columns), include_field_ids=False)
