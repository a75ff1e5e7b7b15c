"""Iceberg table metadata, version 2, made from Glue's Iceberg input and changed by it.

Source: the Iceberg table specification (schemas, partition specs, sort orders, table metadata). Field ids are kept as
they are given, nested ones too: they are how readers find a column.
"""

import re
import time
import uuid
from collections.abc import Iterator, Mapping
from typing import Any

from .iceberg_changes import check_change, parts
from .iceberg_types import Problem, check_type, hive, ids

Metadata = dict[str, Any]

FIRST_PARTITION_ID = 1000
"""Where partition field ids begin (Iceberg specification)."""
TRANSFORM = re.compile(r"identity|void|year|month|day|hour|bucket\[[1-9]\d*\]|truncate\[[1-9]\d*\]")


def new_table(wanted: Mapping[str, Any]) -> Metadata:
    """The metadata of a new, empty table from a ``CreateIcebergTableInput``.

    Raises:
        Problem: ids, types, transforms or sources that don't fit together.
    """
    schema = {**_schema(wanted["Schema"]), "schema-id": 0}
    spec = _spec(wanted.get("PartitionSpec") or {}, schema, [], FIRST_PARTITION_ID - 1)
    order = _order(wanted.get("WriteOrder") or {}, schema)
    return {
        "format-version": 2,
        "table-uuid": str(uuid.uuid4()),
        "location": wanted["Location"].rstrip("/"),
        "last-sequence-number": 0,
        "last-updated-ms": _now(),
        "last-column-id": max(ids(schema)),
        "current-schema-id": 0,
        "schemas": [schema],
        "default-spec-id": 0,
        "partition-specs": [{"spec-id": 0, "fields": spec}],
        "last-partition-id": max([FIRST_PARTITION_ID - 1, *(field["field-id"] for field in spec)]),
        "default-sort-order-id": 1 if order else 0,
        "sort-orders": [{"order-id": 0, "fields": []}, *([{"order-id": 1, "fields": order}] if order else [])],
        "properties": dict(wanted.get("Properties") or {}),
        "current-snapshot-id": None,
        "refs": {},
        "snapshots": [],
        "statistics": [],
        "snapshot-log": [],
        "metadata-log": [],
    }


def evolve(metadata: Metadata, update: Mapping[str, Any], written_at: str) -> Metadata:
    """The metadata after an ``IcebergTableUpdate``; data that was written stays readable.

    ``written_at`` is where the metadata before lies.

    Raises:
        Problem: a change that Iceberg can't make without losing data or meaning.
    """
    new = {**metadata, "last-updated-ms": max(_now(), metadata["last-updated-ms"] + 1)}
    new["metadata-log"] = [
        *metadata.get("metadata-log", []),
        {"timestamp-ms": metadata["last-updated-ms"], "metadata-file": written_at},
    ]
    if wanted := update.get("Schema"):
        _change_schema(new, _schema(wanted))
    if wanted := update.get("PartitionSpec"):
        _change_spec(new, wanted)
    if wanted := update.get("SortOrder"):
        _change_order(new, wanted)
    if location := update.get("Location"):
        new["location"] = location.rstrip("/")
    new["properties"] = {**metadata.get("properties", {}), **(update.get("Properties") or {})}
    return new


def current_schema(metadata: Metadata) -> dict[str, Any]:
    """The schema that is in force."""
    return next(s for s in metadata["schemas"] if s["schema-id"] == metadata["current-schema-id"])


def file_name(previous: str = "") -> str:
    """The name of the next metadata file, given the location of the one before."""
    found = re.match(r"(\d+)-", previous.rsplit("/", 1)[-1])
    return f"{int(found[1]) + 1 if found else 0:05d}-{uuid.uuid4()}.metadata.json"


def _now() -> int:
    return int(time.time() * 1000)


def _schema(wanted: Mapping[str, Any]) -> dict[str, Any]:
    fields = []
    for given in wanted.get("Fields") or []:
        field = {"id": given["Id"], "name": given["Name"], "required": given["Required"], "type": given["Type"]}
        check_type(field["type"], field["name"])
        fields.append({**field, "doc": given["Doc"]} if given.get("Doc") else field)
    schema: dict[str, Any] = {"type": "struct", "fields": fields}
    every = list(ids(schema))
    if not every:
        raise Problem("a schema needs at least one field")
    if doubled := sorted({i for i in every if every.count(i) > 1}):
        raise Problem(f"field ids are used twice: {doubled}")
    names = [part.path.lower() for part in parts(schema).values()]
    if repeated := sorted({n for n in names if names.count(n) > 1}):
        raise Problem(f"field names are used twice: {repeated}")
    if identifiers := wanted.get("IdentifierFieldIds"):
        required = {field["id"] for field in fields if field["required"] and isinstance(field["type"], str)}
        if unfit := sorted(set(identifiers) - required):
            raise Problem(f"identifier fields {unfit} are no required primitive fields")
        schema["identifier-field-ids"] = list(identifiers)
    return schema


def _spec(
    wanted: Mapping[str, Any], schema: Mapping[str, Any], known: list[dict[str, Any]], last: int
) -> list[dict[str, Any]]:
    """Partition fields; one that an earlier spec had keeps its id."""
    fields: list[dict[str, Any]] = []
    for given in wanted.get("Fields") or []:
        _check_source(given, schema)
        partition = given["SourceId"], given["Transform"]
        same = (f["field-id"] for f in known if (f["source-id"], f["transform"]) == partition)
        number = given.get("FieldId") or next(same, None)
        if number is None:
            number = last = last + 1
        if any(f["field-id"] == number and (f["source-id"], f["transform"]) != partition for f in known):
            raise Problem(f"partition field id {number} of {given['Name']!r} was another field's; leave it out")
        fields.append(
            {
                "source-id": given["SourceId"],
                "field-id": number,
                "name": given["Name"],
                "transform": given["Transform"],
            }
        )
    if len({f["field-id"] for f in fields}) < len(fields):
        raise Problem("partition field ids are used twice")
    return fields


def _order(wanted: Mapping[str, Any], schema: Mapping[str, Any]) -> list[dict[str, Any]]:
    fields = []
    for given in wanted.get("Fields") or []:
        _check_source(given, schema)
        fields.append(
            {
                "source-id": given["SourceId"],
                "transform": given["Transform"],
                "direction": given["Direction"],
                "null-order": given["NullOrder"],
            }
        )
    return fields


def _check_source(given: Mapping[str, Any], schema: Mapping[str, Any]) -> None:
    if given["SourceId"] not in set(ids(schema)):
        raise Problem(f"no field has the source id {given['SourceId']}")
    if not TRANSFORM.fullmatch(given["Transform"]):
        raise Problem(f"{given['Transform']!r} is no Iceberg transform")


def _change_schema(metadata: Metadata, schema: dict[str, Any]) -> None:
    check_change(metadata, schema)
    for known in metadata["schemas"]:
        if {n: v for n, v in known.items() if n != "schema-id"} == schema:
            metadata["current-schema-id"] = known["schema-id"]
            return
    number = max(s["schema-id"] for s in metadata["schemas"]) + 1
    metadata["schemas"] = [*metadata["schemas"], {**schema, "schema-id": number}]
    metadata["current-schema-id"] = number
    metadata["last-column-id"] = max(metadata["last-column-id"], *ids(schema))


def _change_spec(metadata: Metadata, wanted: Mapping[str, Any]) -> None:
    known = [field for spec in metadata["partition-specs"] for field in spec["fields"]]
    fields = _spec(wanted, current_schema(metadata), known, metadata["last-partition-id"])
    for spec in metadata["partition-specs"]:
        if spec["fields"] == fields:
            metadata["default-spec-id"] = spec["spec-id"]
            return
    number = max(s["spec-id"] for s in metadata["partition-specs"]) + 1
    metadata["partition-specs"] = [*metadata["partition-specs"], {"spec-id": number, "fields": fields}]
    metadata["default-spec-id"] = number
    metadata["last-partition-id"] = max([metadata["last-partition-id"], *(f["field-id"] for f in fields)])


def _change_order(metadata: Metadata, wanted: Mapping[str, Any]) -> None:
    fields = _order(wanted, current_schema(metadata))
    for order in metadata["sort-orders"]:
        if order["fields"] == fields:
            metadata["default-sort-order-id"] = order["order-id"]
            return
    number = max(o["order-id"] for o in metadata["sort-orders"]) + 1
    metadata["sort-orders"] = [*metadata["sort-orders"], {"order-id": number, "fields": fields}]
    metadata["default-sort-order-id"] = number


def columns(metadata: Metadata) -> Iterator[dict[str, Any]]:
    """The columns that Glue shows of a table, with their Iceberg ids."""
    for field in current_schema(metadata)["fields"]:
        column = {
            "Name": field["name"],
            "Type": hive(field["type"]),
            "Parameters": {
                "iceberg.field.id": str(field["id"]),
                "iceberg.field.optional": str(not field["required"]).lower(),
                "iceberg.field.current": "true",
            },
        }
        yield {**column, "Comment": field["doc"]} if field.get("doc") else column
