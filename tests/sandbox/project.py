"""One project's sandbox, and the resources that its tests are about."""

from pathlib import Path
from typing import Any

from meshwright.recording.graph import Graph, Resource
from meshwright.sandbox.realiser import realise
from meshwright.sandbox.report import Report
from meshwright.sandbox.server import Server
from meshwright.sandbox.state import State

from .graphs import ACCOUNT, resource

STANDIN = "11111111-2222-5333-8444-555555555555"
KEY_ARN = f"arn:aws:kms:eu-west-1:{ACCOUNT}:key/{STANDIN}"


class Sandbox:
    """One project's account, realised again and again as separate runs would."""

    def __init__(self, server: Server, root: Path) -> None:
        self.server = server
        self.root = root

    def up(self, *graphs: Graph, **options: Any) -> Report:
        return realise(graphs, self.server, self.state, **options)

    @property
    def state(self) -> State:
        return State.open(self.root, self.server.nonce)

    def ask(self, service: str, operation: str, **parameters: Any) -> Any:
        return getattr(self.server.client(service), operation)(**parameters)

    @property
    def buckets(self) -> list[str]:
        return sorted(b["Name"] for b in self.ask("s3", "list_buckets")["Buckets"])


def bucket(name: str, *, physical: str = "", tags: dict[str, str] | None = None, **options: Any) -> Resource:
    return resource("bucket", name, {"bucket": physical or name, "tags": tags or {"a": "b"}}, **options)


def key(name: str = "key", **inputs: Any) -> Resource:
    described = {"description": name, "tags": {"name": name}, **inputs}
    return resource("key", name, described, outputs={"id": STANDIN, "keyId": STANDIN, "arn": KEY_ARN})


def names(urns: list[str]) -> list[str]:
    return [urn.rpartition("::")[2] for urn in urns]
