"""Places where a run over the example mesh can be disturbed, how it is, and what must be there after all."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import pytest

from meshwright.live.project import Project
from meshwright.live.recovery import recover
from meshwright.loader import load
from meshwright.sandbox.server import Server

from .engine import AT_THE_END, Engine
from .plugins.orders import Call, Deed, Order
from .projects import ENVIRONMENT, write_project

FOUNDATION, DOMAIN = STACKS = (f"foundation.{ENVIRONMENT}", f"operations.{ENVIRONMENT}")
ONE_BY_ONE = ("--parallel", "1")
"""So that the same things come before and after a place in every run."""
SECONDS = 60.0
MARK = b"what somebody keeps here"

Fault = Literal["fails", "killed before", "killed after"]
"""The provider fails; the CLI is killed before or after AWS has done what was asked."""


def project(place: Path, server: Server) -> Engine:
    """The example mesh, with two stacks that nothing is in yet."""
    engine = Engine(write_project(place / "project", server), place / "home")
    for stack in STACKS:
        engine.init(stack)
    return engine


@dataclass
class Disturbed:
    """A project in whose runs things go wrong."""

    engine: Engine
    server: Server
    places: list[tuple[str, str, int, Fault]] = field(default_factory=list)
    """Stack, operation, how many of these were done before, and fault of each so far.

    The engine doesn't do what is left in the same order in every run: one thing may be disturbed at two places.
    """

    def run(self, verb: str, stack: str, operation: str, count: int, faults: Sequence[Fault]) -> None:
        """Run to one fault after another, spread evenly over ``count`` operations, and then to the end."""
        for number, fault in enumerate(faults, 1):
            before = count * (number - 1) // len(faults)
            self.once(verb, stack, operation, fault, passing=count * number // len(faults) - before - 1)
        self.end(verb, stack)

    def once(self, verb: str, stack: str, operation: str, fault: Fault, *, type: str = "aws:*", passing: int) -> None:
        """Run to the next operation but ``passing`` on these types."""
        do: Deed = "fail" if fault == "fails" else "hang"
        after = fault == "killed after"
        self.engine.order(Order(do=do, operation=operation, type=type, after=after, passing=passing))
        begun = len(self.engine.calls())
        if fault == "fails":
            said = self._begun(verb, stack, status=None)
            assert "the test wants it so" in said, said
        else:
            self._killed(verb, stack, begun)
        # a program that asks for what may be there already is often told that it isn't
        calls = [c for c in self.engine.calls()[begun:] if c.operation != "invoke"]
        (disturbed,) = (c for c in calls if c.outcome in ("failed", "hanging"))
        done = [c for c in self.engine.calls() if c.outcome == "done" and not c.preview and within(c, stack, operation)]
        assert within(disturbed, stack, operation), disturbed
        self.places.append((stack, operation, len(done), fault))
        keep_something(self.server)

    def together(self, verb: str, stack: str, operation: str, types: Sequence[str]) -> None:
        """Be killed when all of these types are under way, each done by AWS already, and run to the end."""
        self.engine.order(*(Order(do="hang", operation=operation, type=type, after=True) for type in types))
        self._killed(verb, stack, len(self.engine.calls()), hanging=frozenset(types), more=())
        self.end(verb, stack)

    def end(self, verb: str, stack: str) -> None:
        """Run with nothing in the way."""
        self.engine.order()
        self._begun(verb, stack)

    def _begun(self, verb: str, stack: str, status: int | None = 0) -> str:
        more = ("--yes", "--skip-preview", *ONE_BY_ONE)
        return self.engine.run(verb, "-s", stack, *more, status=status, **AT_THE_END).out

    def _killed(
        self,
        verb: str,
        stack: str,
        begun: int,
        *,
        hanging: frozenset[str] = frozenset(),
        more: Sequence[str] = ONE_BY_ONE,
    ) -> None:
        """SIGKILL for the CLI and all that it started, and what ``mesh up`` then does before the engine begins.

        ``hanging``: the types that have to be under way; whatever hangs first where there are none.
        """
        process = self.engine.start(verb, "-s", stack, "--yes", "--skip-preview", *more)
        deadline = time.monotonic() + SECONDS
        while not (held := self._held(begun)) or held < hanging:
            assert process.poll() is None, process.communicate()[0]
            assert time.monotonic() < deadline, process.args
            time.sleep(0.05)
        self.engine.kill(process)
        self.engine.order()
        self.engine.run("cancel", "--yes", "-s", stack)
        (environment,) = load(self.engine.root).mesh.environments
        with pytest.MonkeyPatch.context() as patched:
            for variable, value in self.engine.environment.items():
                patched.setenv(variable, value)
            live = Project(self.engine.root, environment, {})
            recover(live, stack, live.state(stack))

    def _held(self, begun: int) -> set[str]:
        """The types of what hangs."""
        calls = (c for c in self.engine.calls()[begun:] if c.outcome == "hanging")
        return {c.urn.split("::")[2].rpartition("$")[2] for c in calls}


def within(call: Call, stack: str, operation: str) -> bool:
    """Whether a call is one of these of a stack."""
    return call.operation == operation and call.urn.startswith(f"urn:pulumi:{stack}:")


def name_of(call: Call) -> str:
    return call.urn.rpartition("::")[2]


def keep_something(server: Server) -> None:
    """Put an object into every bucket for data that has none."""
    s3 = server.client("s3")
    for name in data_buckets(server):
        if not s3.list_objects_v2(Bucket=name, MaxKeys=1).get("KeyCount"):
            s3.put_object(Bucket=name, Key="kept", Body=MARK)


def data_buckets(server: Server) -> list[str]:
    names = [bucket["Name"] for bucket in server.client("s3").list_buckets()["Buckets"]]
    return [name for name in names if "-data-" in name or "-landing-" in name]


def inventory(server: Server) -> dict[str, Any]:
    """What is in the account and could be doubled or lost."""
    ask = server.client
    keys = ask("kms").list_keys()["Keys"]
    described = [ask("kms").describe_key(KeyId=key["KeyId"])["KeyMetadata"] for key in keys]
    buckets = ask("s3").list_buckets()["Buckets"]
    databases = ask("glue").get_databases()["DatabaseList"]
    return {
        "keys": sorted(key["Description"] for key in described if key["KeyManager"] == "CUSTOMER"),
        "buckets": sorted(bucket["Name"].rpartition("-")[0] for bucket in buckets),
        "roles": sorted(role["RoleName"] for role in ask("iam").list_roles()["Roles"]),
        "databases": sorted(database["Name"] for database in databases),
        "tables": sorted(
            t["Name"] for d in databases for t in ask("glue").get_tables(DatabaseName=d["Name"])["TableList"]
        ),
        "topics": len(ask("sns").list_topics()["Topics"]),
        "subscriptions": len(ask("sns").list_subscriptions()["Subscriptions"]),
        "rules": sorted(rule["Name"] for rule in ask("events").list_rules()["Rules"]),
        "grants": len(ask("lakeformation").list_permissions()["PrincipalResourcePermissions"]),
        "machines": sorted(m["name"] for m in ask("stepfunctions").list_state_machines()["stateMachines"]),
    }
