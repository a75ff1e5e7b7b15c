"""``mesh up`` that is killed at any moment is repaired by the next one: nothing is missing, nothing is there twice."""

import json
import random
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from meshwright.sandbox.standins import substituted
from tests.end_to_end import port
from tests.end_to_end.port import ROSTERS_TABLE, TRAFFIC_TABLE, VISITS_TABLE
from tests.end_to_end.project import Project

pytestmark = pytest.mark.sandbox

CHANCE = random.Random()
MOMENTS = (0.9, 1.6, 2.3, 3.0, 3.7)
"""Seconds after which a run is killed, at the earliest: one begins where the one before it was stopped."""
TABLES = {VISITS_TABLE: "harbour", TRAFFIC_TABLE: "city", ROSTERS_TABLE: "line"}


def records(root: Path) -> dict[str, Any]:
    """What the sandbox remembers, with the recording's stand-ins for the ids that AWS made up."""
    held = json.loads((root / ".mesh" / "state.json").read_text())
    assert held["doomed"] == []
    standins = {real: standin for r in held["records"] for standin, real in r["standins"].items()}
    return {
        r["urn"]: {
            key: substituted(r[key], standins) for key in ("type", "stack", "inputs", "dependencies", "retained")
        }
        for r in held["records"]
    }


def account(project: Project) -> Counter[str]:
    """How many there are of everything that could be there twice."""
    client = project.server.client
    lake, s3 = client("lakeformation"), client("s3")
    buckets = [b["Name"] for b in s3.list_buckets()["Buckets"]]
    aliases = [a["AliasName"] for a in client("kms").list_aliases()["Aliases"]]
    return Counter(
        {
            "buckets": len(buckets),
            "keys": len(client("kms").list_keys(Limit=1000)["Keys"]),
            "aliases": len(aliases),
            "roles": len(client("iam").list_roles(MaxItems=1000)["Roles"]),
            "databases": len(client("glue").get_databases()["DatabaseList"]),
            "jobs": len(client("glue").list_jobs()["JobNames"]),
            "grants": len(lake.list_permissions(MaxResults=1000)["PrincipalResourcePermissions"]),
            "topics": len(client("sns").list_topics()["Topics"]),
            "subscriptions": len(client("sns").list_subscriptions()["Subscriptions"]),
            "log groups": len(client("logs").describe_log_groups()["logGroups"]),
            "landed": sum(len(s3.list_objects_v2(Bucket=b).get("Contents", ())) for b in buckets if "landing" in b),
        }
    )


def published(project: Project) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every product, as its owner sees it, but for pseudonyms: they depend on the account."""
    found = {}
    for table, domain in TABLES.items():
        rows = project.ask(f"SELECT * FROM {table}", domain, "owner")
        found[table] = sorted(tuple("…" if k == "captain" else str(v) for k, v in row.items()) for row in rows)
    return found


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Any], Counter[str], dict[str, Any]]:
    """What one whole run leaves."""
    with Project.at(tmp_path_factory.mktemp("undisturbed"), port.FILES) as project:
        assert project.up().well
        return records(project.root), account(project), published(project)


def test_killed_runs_are_repaired_by_the_next(
    tmp_path: Path, undisturbed: tuple[dict[str, Any], Counter[str], dict[str, Any]]
) -> None:
    with Project.at(tmp_path, port.FILES) as project:
        moments = [CHANCE.uniform(moment, moment + 0.7) for moment in MOMENTS]
        stopped = [project.killed("up", "--today", "2026-11-23", after=moment) for moment in moments]
        assert any(stopped)
        last = project.up()
        assert last.well, moments
        assert records(project.root) == undisturbed[0], moments
        assert account(project) == undisturbed[1], moments
        assert published(project) == undisturbed[2], moments
