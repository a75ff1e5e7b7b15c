"""Where state is kept and what encrypts its secrets: a bucket with a KMS key, as a folder with a passphrase."""

import json
import os

import pytest

from meshwright.loader import load
from meshwright.sandbox.account import ACCOUNT
from meshwright.sandbox.server import Server
from tests.generated import PROJECT

from .engine import Engine
from .plugins.prepared import SOCKET
from .projects import ENVIRONMENT, domain_files, write_environment, write_project
from .shell import Shell

pytestmark = [pytest.mark.engine, pytest.mark.sandbox]

BUCKET, ALIAS = "mesh-state", "alias/mesh-state"
PLANTED = "s3kr1t-that-this-test-planted"


@pytest.fixture(scope="module")
def shell(aws: Server, tmp_path_factory: pytest.TempPathFactory) -> Shell:
    """An environment whose state is in S3, with a key of KMS."""
    place = tmp_path_factory.mktemp("backend")
    aws.client("s3").create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    key = aws.client("kms").create_key()["KeyMetadata"]["KeyId"]
    aws.client("kms").create_alias(AliasName=ALIAS, TargetKeyId=key)
    root = write_project(place / "project", aws, domain_files("alpha"))
    host = aws.endpoint.removeprefix("http://")
    write_environment(
        root, aws,
        backend=f'"s3://{BUCKET}?region=eu-west-1&endpoint={host}&disableSSL=true&s3ForcePathStyle=true"',
        secrets=f'"awskms://{ALIAS}?region=eu-west-1&endpoint={aws.endpoint}"',
    )  # fmt: skip
    return Shell(Engine(root, place / "home", {"AWS_ACCESS_KEY_ID": "sandbox", "AWS_SECRET_ACCESS_KEY": "sandbox"}))


def kept(aws: Server, under: str) -> dict[str, str]:
    """What is in the bucket."""
    s3 = aws.client("s3")
    entries = s3.list_objects_v2(Bucket=BUCKET, Prefix=under).get("Contents", ())
    return {e["Key"]: s3.get_object(Bucket=BUCKET, Key=e["Key"])["Body"].read().decode() for e in entries}


def test_a_bucket_and_a_key_hold_the_state_and_no_passphrase_is_needed(shell: Shell, aws: Server) -> None:
    said = shell.mesh("up", "--env", ENVIRONMENT, without="PULUMI_CONFIG_PASSPHRASE")
    assert f"alpha.{ENVIRONMENT}: done" in said
    states = kept(aws, ".pulumi/stacks/")
    assert f".pulumi/stacks/meshwright/alpha.{ENVIRONMENT}.json" in states
    assert not list((shell.engine.home / "backend").rglob("*.json"))
    said = shell.mesh("up", "--env", ENVIRONMENT, without="PULUMI_CONFIG_PASSPHRASE")
    assert "unaffected" in said


def test_another_checkout_needs_no_more_than_the_definitions(shell: Shell) -> None:
    for path in shell.engine.root.glob("Pulumi.*.yaml"):
        path.unlink()
    said = shell.mesh("preview", "--live", "--env", ENVIRONMENT, "--all", without="PULUMI_CONFIG_PASSPHRASE")
    assert said.count("nothing to do") >= 2


def test_somebody_elses_lock_in_the_bucket_is_seen(shell: Shell, aws: Server) -> None:
    lock = f".pulumi/locks/organization/meshwright/alpha.{ENVIRONMENT}/other.json"
    body = '{"pid": 4711, "username": "ada", "hostname": "elsewhere", "timestamp": "2026-11-27T10:00:00Z"}'
    aws.client("s3").put_object(Bucket=BUCKET, Key=lock, Body=body.encode())
    shell.engine.forget_calls()
    said = shell.mesh("up", "--env", ENVIRONMENT, "--all", status=1)
    assert f"alpha.{ENVIRONMENT}: locked by ada on elsewhere (pid 4711) since 2026-11-27T10:00:00Z" in said
    assert shell.engine.calls() == []
    aws.client("s3").delete_object(Bucket=BUCKET, Key=lock)


def test_a_secret_is_nowhere_in_plain(shell: Shell, aws: Server) -> None:
    program = shell.engine.root / "stacks" / "provider.py"
    before, given = program.read_text(), 'secret_key="sandbox"'
    assert given in before
    program.write_text(before.replace(given, f'secret_key="{PLANTED}"'))
    # in a Python of its own, which reads the program as it is here
    path = os.pathsep.join(map(str, (shell.engine.root, PROJECT)))
    own = Shell(Engine(shell.engine.root, shell.engine.home, {**shell.engine.settings, "PYTHONPATH": path, SOCKET: ""}))
    previewed = own.mesh("preview", "--live", "--env", ENVIRONMENT, "alpha", without="PULUMI_CONFIG_PASSPHRASE")
    shown = own.mesh("up", "--env", ENVIRONMENT, "alpha", without="PULUMI_CONFIG_PASSPHRASE")
    logs = [path.read_text() for path in (shell.engine.root / ".mesh" / "live").iterdir()]
    states = kept(aws, ".pulumi/")
    assert logs
    assert not [text for text in (previewed, shown, *logs, *states.values()) if PLANTED in text]
    backend = load(shell.engine.root).mesh.environments[0].backend or ""
    there = own.engine.run(
        "stack", "export", "--show-secrets", "-s", f"alpha.{ENVIRONMENT}", PULUMI_BACKEND_URL=backend
    )
    assert PLANTED in there.out
    program.write_text(before)


def test_the_provider_speaks_to_the_environments_endpoint_alone(shell: Shell, aws: Server) -> None:
    state = json.loads(kept(aws, f".pulumi/stacks/meshwright/alpha.{ENVIRONMENT}.json").popitem()[1])
    resources = state["checkpoint"]["latest"]["resources"]
    (provider,) = [r for r in resources if r["type"] == "pulumi:providers:aws" and r["urn"].endswith("::aws")]
    (endpoints,) = json.loads(provider["inputs"]["endpoints"])
    assert set(endpoints.values()) == {aws.endpoint}
    services = {r["type"].split(":")[1].partition("/")[0] for r in resources if r["type"].startswith("aws:")}
    assert services <= set(endpoints)
    assert provider["inputs"]["s3UsePathStyle"] == "true"
    assert json.loads(provider["inputs"]["allowedAccountIds"]) == [ACCOUNT]
    assert all(r["provider"].startswith(provider["urn"]) for r in resources if r["type"].startswith("aws:"))
