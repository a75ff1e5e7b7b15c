"""A run that is killed at any moment is repaired by the next: nothing doubled, nothing lost."""

import json
import os
import pickle
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from meshwright.recording.graph import Graph
from meshwright.sandbox.api import Api
from meshwright.sandbox.realiser import realise
from meshwright.sandbox.report import Report
from meshwright.sandbox.server import Server
from meshwright.sandbox.state import State

from .conftest import empty
from .graphs import ACCOUNT, POLICY, ROLE, TRUST, graph, iceberg, resource

pytestmark = pytest.mark.sandbox

STANDIN = "11111111-2222-5333-8444-555555555555"


def first() -> Graph:
    return shop(encrypted_by="one", column=(2, "amount", '"double"'))


def second() -> Graph:
    """Something is added, changed, replaced and removed."""
    return shop(encrypted_by="two", column=(3, "note", '"string"'), extra=True)


def shop(*, encrypted_by: str, column: tuple[int, str, str], extra: bool = False) -> Graph:
    key = resource(
        "key",
        "key",
        {"description": "sales", "enableKeyRotation": True, "policy": POLICY, "tags": {"a": "b"}},
        outputs={"id": STANDIN, "keyId": STANDIN, "arn": f"arn:aws:kms:eu-west-1:{ACCOUNT}:key/{STANDIN}"},
    )
    alias = resource("alias", "alias", {"name": f"alias/{encrypted_by}", "targetKeyId": STANDIN}, after=(key,))
    data = resource("bucket", "data", {"bucket": "data", "tags": {"a": "b"}})
    scratch = resource("bucket", "scratch", {"bucket": f"scratch-{encrypted_by}"})
    versioning = resource(
        "versioning", "versioning", {"bucket": "data", "versioningConfiguration": {"status": "Enabled"}}, after=(data,)
    )
    role = resource("role", "role", {"name": "reader", "path": "/mesh/", "assumeRolePolicy": TRUST})
    duties = resource("rolePolicy", "duties", {"role": "reader", "name": "d", "policy": POLICY}, after=(role,))
    database = resource("database", "database", {"name": "sales"})
    fields = iceberg("data", (1, "id", '"long"'), (2, "amount", '"double"'), *([column] if column[0] > 2 else []))
    table = resource(
        "table",
        "table",
        {"name": "orders", "databaseName": "sales", "openTableFormatInput": fields},
        after=(data, database),
    )
    what = {"databaseName": "sales", "name": "orders", "columnNames": ["id", column[1]]}
    grant = resource(
        "grant",
        "grant",
        {"principal": ROLE, "permissions": ["SELECT"], "tableWithColumns": what},
        after=(table, role),
    )
    logs = resource("logGroup", "logs", {"name": "/mesh", "retentionInDays": 30})
    tag = resource("lfTag", "tag", {"key": "class", "values": [f"v{n}" for n in range(60)]})
    more = [resource("topic", "topic", {"name": "alerts"})] if extra else [logs, duties]
    return graph(key, alias, data, scratch, versioning, role, database, table, grant, tag, *more)


def up(server: Server, root: Path, made: Graph) -> Report:
    return realise([made], server, State.open(root, server.nonce))


def account(server: Server, real: str) -> str:
    """Everything that exists, as text, with the key's id taken out."""
    api = Api(server.client)
    keys = [
        api.call("kms", "describe_key", KeyId=k["KeyId"])["KeyMetadata"] for k in api.pages("kms", "list_keys", "Keys")
    ]
    buckets = [b["Name"] for b in api.call("s3", "list_buckets")["Buckets"]]
    tables = api.call("glue", "get_tables", DatabaseName="sales")["TableList"]
    found: dict[str, Any] = {
        "keys": [(k["Description"], k["KeyState"], k["Enabled"]) for k in keys],
        "rotating": [api.call("kms", "get_key_rotation_status", KeyId=k["KeyId"])["KeyRotationEnabled"] for k in keys],
        "aliases": sorted(
            (a["AliasName"], a.get("TargetKeyId"))
            for a in api.pages("kms", "list_aliases", "Aliases")
            if not a["AliasName"].startswith("alias/aws/")
        ),
        "buckets": sorted(buckets),
        "versioning": api.call("s3", "get_bucket_versioning", Bucket="data").get("Status"),
        "roles": [r["RoleName"] for r in api.pages("iam", "list_roles", "Roles")],
        "inline": api.pages("iam", "list_role_policies", "PolicyNames", RoleName="reader"),
        "tables": [
            (t["Name"], [(c["Name"], c["Parameters"]["iceberg.field.id"]) for c in t["StorageDescriptor"]["Columns"]])
            for t in tables
        ],
        "grants": sorted(
            json.dumps(e["Resource"], sort_keys=True) + str(sorted(e["Permissions"]))
            for e in api.pages("lakeformation", "list_permissions", "PrincipalResourcePermissions")
            if e["Principal"]["DataLakePrincipalIdentifier"] == ROLE
        ),
        "tag": sorted(api.call("lakeformation", "get_lf_tag", TagKey="class")["TagValues"]),
        "logs": [
            (g["logGroupName"], g.get("retentionInDays")) for g in api.pages("logs", "describe_log_groups", "logGroups")
        ],
        "topics": [t["TopicArn"] for t in api.call("sns", "list_topics")["Topics"]],
    }
    return json.dumps(found, indent=1, sort_keys=True).replace(real, "KEY")


def whole(server: Server, root: Path) -> str:
    """The account, and the check that the state knows it."""
    state = State.open(root, server.nonce)
    assert state.doomed == {}
    (key,) = [r.id for r in state.records.values() if r.type == "aws:kms/key:Key"]
    return account(server, key)


class Killed(BaseException):
    """Stands for a kill: no handler of ours may catch it."""


def killed(monkeypatch: pytest.MonkeyPatch, position: int, *, after: bool) -> None:
    """Die before or after the API call of that number."""
    call, count = Api.call, iter(range(10_000))

    def dying(api: Api, service: str, operation: str, /, **parameters: Any) -> dict[str, Any]:
        number = next(count)
        if number == position and not after:
            raise Killed
        answer = call(api, service, operation, **parameters)
        if number == position:
            raise Killed
        return answer

    monkeypatch.setattr(Api, "call", dying)


def fresh(tmp_path: Path, server: Server) -> Path:
    empty(server)
    root = tmp_path / str(len(list(tmp_path.iterdir())))
    (root / ".mesh").mkdir(parents=True)
    return root


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_a_first_run_that_is_killed_at_any_call_is_repaired(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, after: bool
) -> None:
    root = fresh(tmp_path, server)
    total = sum(up(server, root, first()).calls.values()) + 1  # and the question for keys
    expected = whole(server, root)
    for position in range(0, total, 2):
        root = fresh(tmp_path, server)
        with monkeypatch.context() as patched:
            killed(patched, position, after=after)
            with pytest.raises(Killed):
                up(server, root, first())
        up(server, root, first())
        assert whole(server, root) == expected, f"killed at call {position}"
        assert up(server, root, first()).calls == {}


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_a_changing_run_that_is_killed_at_any_call_is_repaired(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, after: bool
) -> None:
    root = fresh(tmp_path, server)
    up(server, root, first())
    total = sum(up(server, root, second()).calls.values())
    expected = whole(server, root)
    for position in range(total):
        root = fresh(tmp_path, server)
        up(server, root, first())
        with monkeypatch.context() as patched:
            killed(patched, position, after=after)
            with pytest.raises(Killed):
                up(server, root, second())
        up(server, root, second())
        assert whole(server, root) == expected, f"killed at call {position}"
        assert up(server, root, second()).calls == {}


def test_a_run_that_is_killed_and_then_not_wanted_leaves_nothing_of_the_new(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = fresh(tmp_path, server)
    up(server, root, first())
    expected = whole(server, root)
    total = sum(up(server, root, second()).calls.values())
    for position in range(0, total, 3):
        root = fresh(tmp_path, server)
        up(server, root, first())
        with monkeypatch.context() as patched:
            killed(patched, position, after=False)
            with pytest.raises(Killed):
                up(server, root, second())
        up(server, root, first())
        got = json.loads(whole(server, root))
        assert got == {**json.loads(expected), "tables": got["tables"]}, f"killed at call {position}"
        assert [name for name, _ in got["tables"]] == ["orders"]


PROGRAM = """
import os, pickle, signal, sys
from pathlib import Path
from meshwright.sandbox.api import Api
from meshwright.sandbox.realiser import realise
from meshwright.sandbox.server import running
from meshwright.sandbox.state import State

where, root, graph, position = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], int(sys.argv[4])
call, count = Api.call, iter(range(10_000))

def dying(api, service, operation, /, **parameters):
    answer = call(api, service, operation, **parameters)
    if next(count) == position:
        os.kill(os.getpid(), signal.SIGKILL)
    return answer

Api.call = dying
server = running(where)
realise([pickle.loads(Path(graph).read_bytes())], server, State.open(root, server.nonce))
"""


@pytest.mark.parametrize("position", [0, 7, 15])
def test_a_process_that_is_really_killed_leaves_a_sandbox_that_can_be_repaired(
    server: Server, tmp_path: Path, position: int
) -> None:
    root = fresh(tmp_path, server)
    up(server, root, first())
    expected = whole(server, root)
    root = fresh(tmp_path, server)
    stored = tmp_path / "graph.pickle"
    stored.write_bytes(pickle.dumps(first()))
    arguments = [sys.executable, "-c", PROGRAM, server.root, str(root), str(stored), str(position)]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    died = subprocess.run(arguments, env=environment, check=False, capture_output=True)
    assert died.returncode == -signal.SIGKILL, died.stderr
    up(server, root, first())
    assert whole(server, root) == expected
