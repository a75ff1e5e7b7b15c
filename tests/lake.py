"""A small lake to test against: the embedded AWS, and in it what the stacks would have deployed for a mesh."""

import http.client
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from meshwright import names
from meshwright.access import EVERYONE, Ownership, compile
from meshwright.contracts.iceberg import iceberg_field
from meshwright.language import Domain, Environment, Governance, Mesh, ProductRef, Table
from meshwright.runtime.plan import Arguments, Plan
from meshwright.runtime.records import digest
from meshwright.sandbox import querylog
from meshwright.sandbox.account import ACCOUNT, REGION
from meshwright.sandbox.server import HOST, Server, start, stop
from meshwright.transforms import compile_table

SUFFIX = "01234567"
CATALOG_BUCKET = names.bucket("sandbox", "platform", "catalog", SUFFIX)
ARTIFACTS = names.bucket("sandbox", "platform", "artifacts", SUFFIX)
SANDBOX = Environment("sandbox", account=ACCOUNT, region=REGION)
TODAY = date(2026, 11, 23)
TAGS = {"sensitivity": ["none", "sensitive"], "visibility": ["open", "shared"]}


@contextmanager
def running(root: Path) -> Iterator[Server]:
    """An account of its own, with what belongs to no domain."""
    started = start(root)
    try:
        _deploy_foundation(started)
        yield started
    finally:
        stop(root)


def emptied(server: Server) -> Server:
    """The same server as it was when it started, without a query log."""
    connection = http.client.HTTPConnection(HOST, server.port, timeout=10)
    connection.request("POST", "/moto-api/reset")
    assert connection.getresponse().status == 200
    connection.close()
    _deploy_foundation(server)
    querylog.path(Path(server.root)).unlink(missing_ok=True)
    return server


def _deploy_foundation(server: Server) -> None:
    for name in (CATALOG_BUCKET, ARTIFACTS):
        make_bucket(server, name)
    server.client("events").create_event_bus(Name=names.bus("sandbox"))
    for key, values in TAGS.items():
        server.client("lakeformation").create_lf_tag(TagKey=key, TagValues=values)


def make_mesh(*domains: Domain, transforms: dict[str, dict[str, str]] | None = None) -> Mesh:
    """A mesh of these domains, in the sandbox only. ``transforms`` by domain and file."""
    return Mesh(
        domains=tuple(sorted(domains, key=lambda d: d.name)),
        governance=Governance(owner="platform@example.org", allowed_regions=[REGION]),
        environments=(SANDBOX,),
        transforms=transforms or {},
    )


def make_bucket(server: Server, name: str) -> None:
    """An empty bucket."""
    server.client("s3").create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": REGION})


def bucket(domain: str, store: str) -> str:
    """A domain's bucket."""
    return names.bucket("sandbox", domain, store, SUFFIX)


def land(server: Server, domain: str, key: str, text: str) -> None:
    """A file in a domain's landing bucket."""
    server.client("s3").put_object(Bucket=bucket(domain, "landing"), Key=key, Body=text.encode())


def deploy(server: Server, mesh: Mesh, *, today: date = TODAY) -> None:
    """What the stacks of these domains would register, as far as runs and queries need it."""
    for domain in mesh.domains:
        _deploy_domain(server, domain)
    for ref, table in mesh.tables():
        create_table(server, ref, table)
        compiled = compile_table(mesh, ref, table)
        assert compiled.plan is not None, [str(f) for f in compiled.findings]
        put_job(server, compiled.plan)
    grant(server, mesh, today=today)


def _deploy_domain(server: Server, domain: Domain) -> None:
    for store in names.STORES:
        make_bucket(server, bucket(domain.name, store))
    kms = server.client("kms")
    key = kms.create_key(KeyUsage="GENERATE_VERIFY_MAC", KeySpec="HMAC_256")["KeyMetadata"]["KeyId"]
    kms.create_alias(AliasName=names.pseudonym_key_alias("sandbox", domain.name), TargetKeyId=key)
    for duty in names.ROLES:
        server.client("iam").create_role(
            RoleName=names.role("sandbox", domain.name, duty), Path=names.IAM_PATH, AssumeRolePolicyDocument="{}"
        )
    for product in domain.products:
        server.client("glue").create_database(DatabaseInput={"Name": ProductRef(domain, product).database})


def create_table(server: Server, ref: ProductRef, table: Table) -> None:
    """An empty Iceberg table with the numbers of its columns as ids."""
    wanted: dict[str, Any] = {
        "Location": names.data_location(bucket(ref.domain.name, "data"), ref.database, table.name),
        "Schema": {"Type": "struct", "Fields": [_capitalised(iceberg_field(c)) for c in table.columns]},
    }
    if table.partitions:
        ids = {c.name: c.number for c in table.columns}
        fields = [{"SourceId": ids[p.source], "Transform": p.transform, "Name": p.name} for p in table.partitions]
        wanted["PartitionSpec"] = {"Fields": fields}
    server.client("glue").create_table(
        DatabaseName=ref.database,
        Name=table.name,
        OpenTableFormatInput={
            "IcebergInput": {"MetadataOperation": "CREATE", "Version": "2", "CreateIcebergTableInput": wanted}
        },
    )


def arguments(domain: str, plan: str = "") -> Arguments:
    """What a domain's jobs are told."""
    return Arguments(
        plan=plan,
        environment="sandbox",
        landing_bucket=bucket(domain, "landing"),
        scratch_bucket=bucket(domain, "scratch"),
        catalog_bucket=CATALOG_BUCKET,
        pseudonym_key=names.pseudonym_key_alias("sandbox", domain),
    )


def put_job(server: Server, plan: Plan) -> None:
    """Deploy a plan and the job that names it, or change them."""
    key = f"plans/{plan.database}/{plan.table}/{digest(plan)}.json"
    server.client("s3").put_object(Bucket=ARTIFACTS, Key=key, Body=plan.to_json().encode())
    told = asdict(arguments(plan.product.partition(".")[0], f"s3://{ARTIFACTS}/{key}"))
    job = {
        "Role": "any",
        "Command": {"Name": "glueetl"},
        "DefaultArguments": {f"--{name}": value for name, value in told.items()},
    }
    glue, name = server.client("glue"), names.job(plan.database, plan.table)
    if name in glue.list_jobs()["JobNames"]:
        glue.update_job(JobName=name, JobUpdate=job)
    else:
        glue.create_job(Name=name, **job)


def grant(server: Server, mesh: Mesh, *, today: date = TODAY) -> None:
    """What was agreed, as data filters; what is open, by tag; and each domain's own, by name."""
    lake = server.client("lakeformation")
    for ref, table in mesh.tables():
        at = {"DatabaseName": ref.database, "Name": table.name}
        _tag(lake, {"Table": at}, visibility=ref.product.visibility, sensitivity="none")
        sensitive = [c.name for c in table.columns if c.sensitive]
        if sensitive:
            _tag(lake, {"TableWithColumns": {**at, "ColumnNames": sensitive}}, sensitivity="sensitive")
        for duty in ("owner", "engineer", "pipeline"):
            give(server, ref.domain.name, duty, {"Table": at})
    for found in compile(mesh, today=today):
        for duty in () if isinstance(found.because, Ownership) else found.roles:
            if found.consumer == EVERYONE:
                open_ = {"visibility": ["open"], "sensitivity": ["none"]}
                policy = [{"TagKey": k, "TagValues": v} for k, v in open_.items()]
                for domain in mesh.domains:
                    give(server, domain.name, duty, {"LFTagPolicy": {"ResourceType": "TABLE", "Expression": policy}})
                continue
            named = filter_on(server, found.ref.database, found.table.name, found.consumer, found.columns, found.rows)
            give(server, found.consumer, duty, named)


def filter_on(
    server: Server, database: str, table: str, name: str, columns: tuple[str, ...], rows: str | None
) -> dict[str, Any]:
    """A data cells filter, made unless it is there; as a resource to grant."""
    lake = server.client("lakeformation")
    key = {"TableCatalogId": ACCOUNT, "DatabaseName": database, "TableName": table, "Name": name}
    filters = lake.list_data_cells_filter(Table={"DatabaseName": database, "Name": table})["DataCellsFilters"]
    if all(f["Name"] != name for f in filters):
        limit: dict[str, Any] = {"AllRowsWildcard": {}} if rows is None else {"FilterExpression": rows}
        lake.create_data_cells_filter(TableData={**key, "ColumnNames": list(columns), "RowFilter": limit})
    return {"DataCellsFilter": key}


def give(server: Server, domain: str, duty: str, resource: dict[str, Any], *, take: bool = False) -> None:
    """SELECT for one role, or no more SELECT."""
    lake = server.client("lakeformation")
    call = lake.revoke_permissions if take else lake.grant_permissions
    principal = {"DataLakePrincipalIdentifier": names.role_arn(SANDBOX, domain, duty)}
    call(Principal=principal, Resource=resource, Permissions=["SELECT"])


def _tag(lake: Any, resource: dict[str, Any], **tags: str) -> None:
    lake.add_lf_tags_to_resource(
        Resource=resource, LFTags=[{"TagKey": key, "TagValues": [value]} for key, value in tags.items()]
    )


def _capitalised(field: dict[str, Any]) -> dict[str, Any]:
    return {key.capitalize(): value for key, value in field.items()}


def logged(server: Server) -> list[dict[str, Any]]:
    """Every line of the query log."""
    path = querylog.path(Path(server.root))
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []
