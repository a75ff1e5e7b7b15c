"""What was there before the mesh is taken over by the real engine as it is, and stays when its domain goes."""

import json

import pytest

from meshwright.sandbox.server import Server

from .engine import Engine
from .projects import ENVIRONMENT, write_project
from .test_changes import Mesh

pytestmark = [pytest.mark.engine, pytest.mark.sandbox]

DOMAIN = '''"""What was there before."""
from meshwright import Adopted, Domain, Product, Table, text

domain = Domain("legacy", owner="legacy@example.org", cost_center="CC-1",
    products=[Product("orders", version="1.0.0", purpose="old orders", classification="internal", adopts="old_lake",
        tables=[Table("orders", columns=[text(1, "order_id", optional=True)])])],
    adopts=Adopted(buckets=["old-bucket"], roles=["Analyst"]),
)
'''
TRUST = json.dumps({"Version": "2012-10-17", "Statement": []})


def test_existing_things_are_taken_over_unchanged_and_left_when_the_domain_goes(
    aws: Server, tmp_path_factory: pytest.TempPathFactory
) -> None:
    s3, glue, iam = (aws.client(name) for name in ("s3", "glue", "iam"))
    s3.create_bucket(Bucket="old-bucket", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    glue.create_database(DatabaseInput={"Name": "old_lake", "Description": "as it was"})
    columns = {"Columns": [{"Name": "order_id", "Type": "string"}], "Location": "s3://old-bucket/orders/"}
    glue.create_table(DatabaseName="old_lake", TableInput={"Name": "orders", "StorageDescriptor": columns})
    iam.create_role(RoleName="Analyst", AssumeRolePolicyDocument=TRUST)

    def facts() -> list[object]:
        role = iam.get_role(RoleName="Analyst")["Role"]
        table = glue.get_table(DatabaseName="old_lake", Name="orders")["Table"]
        return [
            glue.get_database(Name="old_lake")["Database"],
            table,
            role,
            s3.head_bucket(Bucket="old-bucket")["BucketRegion"],
        ]

    before, place = facts(), tmp_path_factory.mktemp("adopting")
    files = {"domains/legacy/domain.py": DOMAIN}
    mesh = Mesh(Engine(write_project(place / "project", aws, files), place / "home"))
    said = mesh.mesh("up", "--env", ENVIRONMENT, status=1)  # since the old lake is open to all of IAM, which is told
    assert "3 import" in said
    assert "V05 database old_lake" in said
    assert facts() == before
    mesh.engine.forget_calls()
    mesh.mesh("up", "--env", ENVIRONMENT, "legacy", status=1)
    assert mesh.engine.writes() == []
    assert "protect" in mesh.mesh("destroy", "--env", ENVIRONMENT, "legacy", "--yes", status=1)
    assert facts() == before
