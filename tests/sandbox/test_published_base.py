"""``mesh check --base published`` judges against the contracts in the sandbox's catalog, without git."""

from pathlib import Path

import pytest

from meshwright import names
from meshwright.account.reaching import account_of
from meshwright.cli import accounts
from meshwright.cli.ending import Status, run
from meshwright.contracts.standards.documents import CONTRACT, documents
from meshwright.loader import load
from meshwright.sandbox.account import ACCOUNT, REGION
from meshwright.sandbox.server import Server
from tests.generated import write_mesh

Captured = pytest.CaptureFixture[str]
CHECK = ["check", "--base", "published", "--today", "2026-11-23"]
BUCKET = names.bucket("sandbox", names.PLATFORM, "catalog", "0a1b2c3d")


@pytest.fixture
def project(tmp_path: Path, server: Server, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A mesh in no repository, whose contracts are published."""
    write_mesh(tmp_path, domains=1, products=1, tables=1, columns=4)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(accounts, "running_sandbox", lambda root: server)
    server.client("s3").create_bucket(
        Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": server.client("s3").meta.region_name}
    )
    found = load(tmp_path).mesh
    for ref in found.products():
        text = next(d.text for d in documents(ref, found.environments[0], []) if d.name == CONTRACT)
        put(
            server,
            names.contract_folder(ref.domain.name, ref.product.name, ref.product.major) + CONTRACT,
            text.encode(),
        )
    return tmp_path


def put(server: Server, key: str, content: bytes) -> None:
    server.client("s3").put_object(Bucket=BUCKET, Key=key, Body=content)


def test_what_is_as_published_is_status_0(project: Path, capsys: Captured) -> None:
    assert run(CHECK) == Status.DONE
    assert capsys.readouterr().out == ""


def test_a_change_since_it_was_published_names_the_version_to_write(project: Path, capsys: Captured) -> None:
    path = project / "domains" / "d0000" / "domain.py"
    before = path.read_text()
    path.write_text(before.replace('purpose="', 'purpose="other: ', 1))
    assert run(CHECK) == Status.REFUSED
    told = capsys.readouterr().out
    assert "version-raised" in told
    assert 'write version="' in told


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"\xff\xfe", "the published contract is not UTF-8; run `mesh up` to publish it again"),
        (b"kind: [", "the document is not valid YAML"),
    ],
    ids=["bytes", "malformed"],
)
def test_a_published_contract_that_cant_be_read_is_named(
    project: Path, server: Server, capsys: Captured, content: bytes, told: str
) -> None:
    key = f"contracts/other/orders/v1/{CONTRACT}"
    put(server, key, content)
    assert run(CHECK) == Status.REFUSED
    error = capsys.readouterr().err
    assert error.startswith(f"mesh: s3://{BUCKET}/{key}:")
    assert told in error


def test_before_anything_was_built_the_cure_is_named(project: Path, server: Server, capsys: Captured) -> None:
    s3 = server.client("s3")
    for found in s3.list_objects_v2(Bucket=BUCKET).get("Contents", ()):
        s3.delete_object(Bucket=BUCKET, Key=found["Key"])
    s3.delete_bucket(Bucket=BUCKET)
    assert run(CHECK) == Status.REFUSED
    assert "one is needed; run `mesh up`" in capsys.readouterr().err


def test_an_environment_s_catalog_is_read_as_well(
    project: Path, server: Server, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(accounts, "live_account", account_of)
    path = project / "stacks" / "environments.py"
    environment = f'    Environment("stage", account="{ACCOUNT}", region="{REGION}", endpoint="{server.endpoint}"),\n]'
    before = path.read_text().rstrip().removesuffix("]").rstrip().removesuffix(",")
    path.write_text(f"{before},\n{environment}\n")
    s3, elsewhere = server.client("s3"), names.bucket("stage", names.PLATFORM, "catalog", "0a1b2c3d")
    assert run([*CHECK, "--env", "stage"]) == Status.REFUSED
    assert "one is needed; run `mesh up --env stage`" in capsys.readouterr().err
    s3.create_bucket(Bucket=elsewhere, CreateBucketConfiguration={"LocationConstraint": REGION})
    for found in s3.list_objects_v2(Bucket=BUCKET)["Contents"]:
        s3.copy_object(Bucket=elsewhere, Key=found["Key"], CopySource={"Bucket": BUCKET, "Key": found["Key"]})
    assert run([*CHECK, "--env", "stage"]) == Status.DONE
