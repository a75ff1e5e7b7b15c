"""The import lists of ``mesh adopt``, given to the real engine: what they name is what the program takes."""

import json
from pathlib import Path

import pytest

from meshwright.sandbox.server import Server

from .engine import Engine
from .projects import ENVIRONMENT, write_project
from .test_changes import Mesh

pytestmark = [pytest.mark.engine, pytest.mark.sandbox]

TRUST = json.dumps({"Version": "2012-10-17", "Statement": []})
BARE = '''"""What is listed."""
from meshwright import Domain

domain = Domain("listed", owner="listed@example.org", cost_center="CC-1")
'''


@pytest.fixture(scope="module")
def listed(aws: Server, tmp_path_factory: pytest.TempPathFactory) -> Mesh:
    """A domain that is up, and things that it could adopt."""
    s3, glue, iam = (aws.client(name) for name in ("s3", "glue", "iam"))
    for bucket in ("listed-first", "listed-second"):
        s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    glue.create_database(DatabaseInput={"Name": "listed_lake"})
    storage = {
        "Columns": [{"Name": "order_id", "Type": "string"}],
        "SerdeInfo": {"SerializationLibrary": "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe"},
    }
    glue.create_table(DatabaseName="listed_lake", TableInput={"Name": "orders", "StorageDescriptor": storage})
    iam.create_role(RoleName="Clerk", Path="/team/", AssumeRolePolicyDocument=TRUST)
    place = tmp_path_factory.mktemp("listing")
    project = write_project(place / "project", aws, {"domains/listed/domain.py": BARE})
    mesh = Mesh(Engine(project, place / "home"))
    mesh.mesh("up", "--env", ENVIRONMENT)
    return mesh


STACK = f"listed.{ENVIRONMENT}"
TAKEN = {"aws:s3/bucket:Bucket", "aws:glue/catalogDatabase:CatalogDatabase", "aws:iam/role:Role"}


def adopt(mesh: Mesh, *what: str) -> Path:
    """Adopt something; the import list."""
    mesh.mesh("adopt", *what, "--domain", "listed", "--env", ENVIRONMENT)
    return mesh.engine.root / ".mesh" / "imports" / f"{STACK}.{'-'.join(what)}.json"


def test_the_engine_imports_from_the_lists_and_the_program_finds_nothing_left_to_take(listed: Mesh) -> None:
    mesh, engine = listed, listed.engine
    things = (("bucket", "listed-first"), ("bucket", "listed-second"), ("role", "Clerk"), ("database", "listed_lake"))
    lists = [adopt(mesh, *thing) for thing in things]
    engine.forget_calls()
    for path, (_, name) in zip(lists, things, strict=True):
        entries = json.loads(path.read_text())["resources"]
        assert [e["id"].rpartition(":")[2] for e in entries if "component" not in e] == [name]
        engine.run("import", "-s", STACK, "--file", str(path), "--generate-code=false", "--yes", "--skip-preview")
    assert engine.writes() == []
    assert engine.preview(STACK).changes.keys() <= {"create"}, "the mesh's own, such as tags"
    mesh.mesh("up", "--env", ENVIRONMENT, status=1)  # the old database is open to all of IAM, which is told
    guarded = {r["id"] for r in engine.resources(STACK).values() if r["type"] in TAKEN and r.get("protect")}
    assert {"listed-first", "listed-second", "Clerk"} <= guarded
    assert {name for name in guarded if name.endswith("listed_lake")}


def test_a_list_says_what_the_program_takes_by_itself(listed: Mesh, aws: Server) -> None:
    mesh, engine = listed, listed.engine
    aws.client("iam").create_role(RoleName="Later", AssumeRolePolicyDocument=TRUST)
    said = json.loads(adopt(mesh, "role", "Later").read_text())
    (entry,) = said["resources"]
    assert engine.up(STACK).changes == {"import": 1}
    (taken,) = (r for r in engine.resources(STACK).values() if r.get("id") == "Later" and r["type"] == entry["type"])
    assert taken["urn"].rpartition("::")[2] == entry["name"]
    assert taken["parent"] == said["nameTable"][entry["parent"]]
    assert taken["provider"].rpartition("::")[0] == said["nameTable"][entry["provider"]]
