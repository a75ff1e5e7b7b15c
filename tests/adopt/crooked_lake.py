"""What a lake of many years holds beside what is easy: other formats, odd names, links, and grants of every kind."""

import json
from collections.abc import Callable
from typing import Any

from .foreign_lake import ACCOUNT, arn

Clients = Callable[..., Any]

PARQUET = "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe"
JSON = "org.openx.data.jsonserde.JsonSerDe"
CSV = "org.apache.hadoop.hive.serde2.OpenCSVSerde"
LAZY = "org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe"
ORC = "org.apache.hadoop.hive.ql.io.orc.OrcSerde"
HOODIE = "org.apache.hudi.hadoop.HoodieParquetInputFormat"
DEEP = "array<struct<id:bigint, price:decimal(10, 2), tags:map<string,array<string>>>>"
REGION = "eu-west-1"
TABLES: dict[str, dict[str, Any]] = {
    "csv_files": {"serde": CSV},
    "text_files": {"serde": LAZY},
    "json_files": {"serde": JSON, "columns": [("id", "bigint"), ("lines", DEEP)]},
    "orc_files": {"serde": ORC},
    "by_day": {"serde": PARQUET, "keys": [("year", "string"), ("month", "string")]},
    "said": {"serde": PARQUET, "comment": 'what "they" said,\n  it\'s \\ odd' + "x" * 300},
    "nowhere": {"serde": PARQUET, "location": "s3://there-is-no-such-bucket/x/"},
    "placeless": {"serde": PARQUET, "location": None},
    "zoned": {"serde": PARQUET, "columns": [("at", "timestamptz"), ("at_local", "timestamp"), ("n", "decimal(38,10)")]},
    "delta_files": {"serde": PARQUET, "parameters": {"spark.sql.sources.provider": "delta"}},
    "hudi_files": {"serde": PARQUET, "input": HOODIE},
    "a_view": {"type": "VIRTUAL_VIEW"},
    "linked": {"target": {"CatalogId": "210987654321", "DatabaseName": "theirs", "Name": "t"}},
    "no_columns": {"serde": PARQUET, "columns": []},
    "twice": {"serde": PARQUET, "columns": [("id", "int"), ("day", "date")], "keys": [("day", "date")]},
    "spaced": {"serde": CSV, "columns": [("Order Id", "string")]},
    "a-b.c": {"serde": CSV},
    "order": {"serde": CSV},
    "grouped": {"serde": CSV, "columns": [("group", "string")]},
    "of_years": {"serde": PARQUET, "columns": [("i", "interval_year_month")]},
}
PLAIN = ("by_day", "csv_files", "json_files", "nowhere", "orc_files", "placeless", "said", "text_files", "zoned")
"""Those that can be described."""


def build(clients: Clients) -> None:
    """Make it all."""
    _buckets(clients)
    glue = clients("glue")
    for name in ("crooked", "default", "sales_orders", "Odd-Name", "empty"):
        glue.create_database(DatabaseInput={"Name": name})
    target = {"CatalogId": "210987654321", "DatabaseName": "theirs"}
    glue.create_database(DatabaseInput={"Name": "link", "TargetDatabase": target})
    for name, said in TABLES.items():
        glue.create_table(DatabaseName="crooked", TableInput=_table(name, **said))
    for database in ("default", "sales_orders", "Odd-Name"):
        glue.create_table(DatabaseName=database, TableInput=_table("t", serde=PARQUET))
    iam, trust = clients("iam"), json.dumps({"Version": "2012-10-17", "Statement": []})
    boundary = f"arn:aws:iam::{ACCOUNT}:policy/limits"
    some = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::kept-and-watched/*"}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [some]})
    iam.create_policy(PolicyName="limits", PolicyDocument=policy)
    for path, name in (("/a/b/", "Deep"), ("/", "reader"), ("/aws-reserved/sso.amazonaws.com/", "AWSReservedSSO_X_1")):
        iam.create_role(Path=path, RoleName=name, AssumeRolePolicyDocument=trust, PermissionsBoundary=boundary)
    iam.put_role_policy(RoleName="Deep", PolicyName="inline", PolicyDocument=policy)
    iam.attach_role_policy(RoleName="Deep", PolicyArn=boundary)
    iam.create_role(RoleName="Gone", AssumeRolePolicyDocument=trust)
    iam.create_user(UserName="ann")
    clients("lakeformation").register_resource(ResourceArn=PLACE, RoleArn=arn("reader"))
    for principal, resource, permissions, grantable in GRANTS:
        clients("lakeformation").grant_permissions(
            Principal={"DataLakePrincipalIdentifier": principal},
            Resource=resource,
            Permissions=permissions,
            PermissionsWithGrantOption=grantable,
        )
    iam.delete_role(RoleName="Gone")


def _buckets(clients: Clients) -> None:
    s3 = clients("s3")
    here, far = ({"LocationConstraint": region} for region in (REGION, "eu-central-1"))
    for name in ("crooked.data.example", "kept-and-watched"):
        s3.create_bucket(Bucket=name, CreateBucketConfiguration=here)
    clients("s3", "eu-central-1").create_bucket(Bucket="far-away", CreateBucketConfiguration=far)
    s3.put_bucket_versioning(Bucket="kept-and-watched", VersioningConfiguration={"Status": "Suspended"})
    s3.put_bucket_lifecycle_configuration(
        Bucket="kept-and-watched",
        LifecycleConfiguration={"Rules": [
            {"ID": "old", "Status": "Enabled", "Filter": {"Prefix": ""}, "Expiration": {"Days": 30}},
        ]},
    )  # fmt: skip
    policy = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": "210987654321"},
        "Action": "s3:GetObject", "Resource": "arn:aws:s3:::kept-and-watched/*"}]}  # fmt: skip
    s3.put_bucket_policy(Bucket="kept-and-watched", Policy=json.dumps(policy))
    s3.put_bucket_encryption(
        Bucket="kept-and-watched",
        ServerSideEncryptionConfiguration={
            "Rules": [{"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}]
        },
    )
    s3.put_object(Bucket="kept-and-watched", Key="kept.txt", Body=b"kept")


def _table(
    name: str,
    *,
    serde: str = "",
    columns: Any = (("id", "string"), ("n", "int")),
    keys: Any = (),
    location: str | None = "s3://crooked.data.example/t/",
    parameters: Any = None,
    input: str = "",
    type: str = "EXTERNAL_TABLE",
    comment: str = "",
    target: Any = None,
) -> dict[str, Any]:
    if target:
        return {"Name": name, "TargetTable": target}
    storage: dict[str, Any] = {
        "Columns": [{"Name": n, "Type": t, **({"Comment": comment} if comment else {})} for n, t in columns],
        **({"SerdeInfo": {"SerializationLibrary": serde}} if serde else {}),
        **({"InputFormat": input} if input else {}),
        **({"Location": location} if location else {}),
    }
    return {
        "Name": name,
        "TableType": type,
        "Parameters": parameters or {},
        "PartitionKeys": [{"Name": n, "Type": t} for n, t in keys],
        "StorageDescriptor": storage,
        **({"Description": comment} if comment else {}),
    }


def _on(table: str) -> dict[str, Any]:
    return {"Table": {"DatabaseName": "crooked", "Name": table}}


PLACE = "arn:aws:s3:::kept-and-watched/in"
EVERY = {"Table": {"DatabaseName": "crooked", "TableWildcard": {}}}
GRANTS: list[tuple[str, dict[str, Any], list[str], list[str]]] = [
    (arn("a/b/Deep"), EVERY, ["SELECT", "DESCRIBE"], []),
    (arn("reader"), _on("by_day"), ["SELECT"], ["SELECT"]),
    (arn("Gone"), _on("by_day"), ["SELECT"], []),
    (arn("aws-reserved/sso.amazonaws.com/AWSReservedSSO_X_1"), _on("by_day"), ["SELECT"], []),
    (f"arn:aws:iam::{ACCOUNT}:user/ann", _on("by_day"), ["SELECT"], []),
    (f"arn:aws:iam::{ACCOUNT}:saml-provider/idp:group/data", _on("by_day"), ["SELECT"], []),
    ("arn:aws:organizations::111122223333:organization/o-abc", _on("by_day"), ["SELECT"], []),
    ("arn:aws:iam::210987654321:role/Theirs", _on("by_day"), ["SELECT"], []),
    (arn("a/b/Deep"), {"DataLocation": {"ResourceArn": PLACE}}, ["DATA_LOCATION_ACCESS"], []),
]  # fmt: skip
ASSIGNED = (
    "crooked=legacy", "default=legacy", "sales_orders=sales", "Odd-Name=sales", "empty=sales", "link=sales",
    "crooked.data.example=legacy", "kept-and-watched=legacy", "far-away=legacy", "Deep=analysts", "reader=analysts",
)  # fmt: skip
