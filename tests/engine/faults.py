"""A foundation and one domain, what an undisturbed run makes of them, and the places where a run can be disturbed."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from meshwright.sandbox import server as embedded
from meshwright.sandbox.server import Server

from .engine import Engine
from .projects import ENVIRONMENT, domain_files, write_project

STACKS = (f"foundation.{ENVIRONMENT}", f"alpha.{ENVIRONMENT}")
ONE_BY_ONE = ("--parallel", "1")
"""So that the same things come before and after a place in every run."""


@dataclass(frozen=True)
class Undisturbed:
    """What a run leaves that nothing happens to."""

    created: dict[str, list[str]]
    """By stack, the names of what it creates in the account, in that order."""
    inventory: dict[str, Any]
    known: dict[str, list[str]]
    """By stack, the URNs in its state."""


@contextmanager
def account(place: Path) -> Iterator[Server]:
    """An account of a test's own."""
    place.mkdir()
    yield embedded.start(place)
    embedded.stop(place)


def run_undisturbed(place: Path, server: Server) -> Undisturbed:
    """Bring both stacks up."""
    engine = project(place, server)
    for stack in STACKS:
        engine.up(stack, *ONE_BY_ONE)
    calls = [c.urn for c in engine.calls() if c.operation == "create" and not c.preview]
    created = {s: [u.rpartition("::")[2] for u in calls if u.startswith(f"urn:pulumi:{s}:")] for s in STACKS}
    return Undisturbed(created, inventory(server), known(engine))


def project(place: Path, server: Server) -> Engine:
    engine = Engine(write_project(place / "project", server, domain_files("alpha")), place / "home")
    for stack in STACKS:
        engine.init(stack)
    return engine


def next_place(engine: Engine, names: list[str], left: int) -> str:
    """The place of the next fault: one that is not created yet, so that ``left`` more are spread over the rest.

    The engine's order is not the same in every run, so a place can't be chosen long before.
    """
    made = {c.urn.rpartition("::")[2] for c in engine.calls() if c.operation == "create" and c.outcome == "done"}
    rest = [name for name in names if name not in made]
    return rest[len(rest) // (left + 1)]


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
        "grants": len(ask("lakeformation").list_permissions()["PrincipalResourcePermissions"]),
        "machines": sorted(m["name"] for m in ask("stepfunctions").list_state_machines()["stateMachines"]),
    }


def known(engine: Engine) -> dict[str, list[str]]:
    return {stack: sorted(engine.resources(stack)) for stack in STACKS}
