"""A lake that Spark runs on: buckets in a mocked AWS with a copy on disk for Spark to read, tables in a folder."""

import json
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import boto3
import pytest
from moto import mock_aws

from meshwright.language import Domain, Product, Table
from meshwright.runtime import records
from meshwright.runtime.plan import Arguments, Plan, PlannedColumn
from meshwright.runtime.records import RunRecord
from meshwright.runtime.spark import Services, run
from meshwright.runtime.treatments import pseudonym_key
from meshwright.transforms import compile_table
from tests import lake, spark_engine

REGION: Final = "eu-west-1"
MARKS = [
    pytest.mark.spark,
    pytest.mark.skipif(bool(spark_engine.missing(iceberg=True)), reason=spark_engine.missing(iceberg=True)),
]


@dataclass(frozen=True)
class SparkLake:
    """One domain's corner of the lake."""

    spark: Any
    services: Services
    arguments: Arguments
    files: Path

    def land(self, key: str, body: str | bytes) -> None:
        raw = body.encode() if isinstance(body, str) else body
        bucket = self.arguments.landing_bucket
        self.services.s3.put_object(Bucket=bucket, Key=key, Body=raw)
        place = self.files / bucket / key
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(raw)

    def run(self, plan: Plan) -> RunRecord:
        return run(plan, self.arguments, self.spark, self.services)

    def rows(self, plan: Plan, at: str = "") -> list[dict[str, Any]]:
        """What readers see, by the first column; times in UTC."""
        found = self.spark.sql(f"SELECT * FROM {plan.database}.{plan.table} {at}").collect()
        return sorted((plain(row) for row in found), key=lambda row: str(next(iter(row.values()))))

    def refs(self, plan: Plan) -> dict[str, int]:
        found = self.spark.sql(f"SELECT name, snapshot_id FROM {plan.database}.{plan.table}.refs").collect()
        return {row["name"]: row["snapshot_id"] for row in found}

    def metadata(self, plan: Plan) -> dict[str, Any]:
        """Iceberg's own description of the table, as it is now."""
        folder = _folder(plan) / "metadata"
        latest = (folder / "version-hint.text").read_text().strip()
        read: dict[str, Any] = json.loads((folder / f"v{latest}.metadata.json").read_text())
        return read

    def latest(self, plan: Plan) -> RunRecord:
        found = records.latest(self.services.s3, self.arguments.catalog_bucket, plan.database, plan.table)
        assert found is not None
        return found

    @property
    def key(self) -> bytes:
        return pseudonym_key(self.services.kms, self.arguments.pseudonym_key)


@contextmanager
def opened() -> Iterator[SparkLake]:
    """A lake of its own, with the process's session."""
    with mock_aws():
        s3, kms = boto3.client("s3", region_name=REGION), boto3.client("kms", region_name=REGION)
        name = f"d{uuid.uuid4().hex[:8]}"
        arguments = replace(lake.arguments(name), landing_bucket=f"landing-{name}")
        for bucket in (arguments.landing_bucket, arguments.catalog_bucket):
            s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": REGION})
        key = kms.create_key(KeyUsage="GENERATE_VERIFY_MAC", KeySpec="HMAC_256")["KeyMetadata"]["KeyId"]
        kms.create_alias(AliasName=arguments.pseudonym_key, TargetKeyId=key)
        files = spark_engine.folder() / name
        services = Services(s3, kms, boto3.client("cloudwatch", region_name=REGION), f"{files.as_uri()}/")
        yield SparkLake(spark_engine.session(), services, arguments, files)


def planned(sql: str, columns: list[Any], landings: list[Any], **options: Any) -> Plan:
    """The plan of a table in a database of its own, which exists and is empty."""
    name = f"d{uuid.uuid4().hex[:8]}"
    table = Table("trips", columns=columns, transform="trips.sql", **options)
    domain = Domain(name, landings=landings, products=[Product("trips", version="1.2.3", tables=[table])])
    mesh = lake.make_mesh(domain, transforms={name: {"trips.sql": sql}})
    compiled = compile_table(mesh, next(mesh.products()), table)
    assert compiled.plan is not None, [str(f) for f in compiled.findings]
    create(compiled.plan)
    return compiled.plan


def create(plan: Plan) -> None:
    """An empty table with the numbers of the plan's columns as ids, as AWS makes it; Spark's DDL gives its own."""
    fields = [{"id": c.number, "name": c.name, "required": c.required, "type": c.type} for c in plan.columns]
    ids = {c.name: c.number for c in plan.columns}
    partitions = [
        {"source-id": ids[source], "field-id": 1000 + n, "transform": transform, "name": f"{source}_part"}
        for n, (source, transform) in enumerate(plan.partition_by)
    ]
    metadata = {
        "format-version": 2,
        "table-uuid": str(uuid.uuid4()),
        "location": _folder(plan).as_uri(),
        "last-sequence-number": 0,
        "last-updated-ms": 1,
        "last-column-id": max(_ids(fields)),
        "current-schema-id": 0,
        "schemas": [{"type": "struct", "schema-id": 0, "fields": fields}],
        "default-spec-id": 0,
        "partition-specs": [{"spec-id": 0, "fields": partitions}],
        "last-partition-id": 999 + len(partitions),
        "default-sort-order-id": 0,
        "sort-orders": [{"order-id": 0, "fields": []}],
        "properties": {},
        "snapshots": [],
    }
    folder = _folder(plan) / "metadata"
    folder.mkdir(parents=True)
    (folder / "v1.metadata.json").write_text(json.dumps(metadata))
    (folder / "version-hint.text").write_text("1")


def column(number: int, name: str, type: Any, *, required: bool = True, **more: Any) -> PlannedColumn:
    return PlannedColumn(number=number, name=name, type=type, required=required, **more)


def plain(value: Any) -> Any:
    """What Spark hands back as Python has it."""
    if hasattr(value, "asDict"):
        return {name: plain(part) for name, part in value.asDict().items()}
    if isinstance(value, datetime):
        return value.replace(tzinfo=UTC)
    if isinstance(value, list):
        return [plain(v) for v in value]
    if isinstance(value, dict):
        return {k: plain(v) for k, v in value.items()}
    return bytes(value) if isinstance(value, bytearray) else value


def _folder(plan: Plan) -> Path:
    return spark_engine.folder() / "tables" / plan.database / plan.table


def _ids(found: Any) -> Iterator[int]:
    if isinstance(found, dict):
        yield from (v for k, v in found.items() if k in ("id", "element-id", "key-id", "value-id"))
        for part in found.values():
            yield from _ids(part)
    elif isinstance(found, list):
        for part in found:
            yield from _ids(part)
