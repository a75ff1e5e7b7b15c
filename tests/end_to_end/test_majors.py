"""A new major beside the old one: both are published, and each consumer reads the one it asked for."""

import json
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from meshwright.sandbox.building import Built
from meshwright.sandbox.query import Denied
from tests.end_to_end import port
from tests.end_to_end.port import ROSTERS_TABLE, TRAFFIC_TABLE, VISITS_TABLE
from tests.end_to_end.project import Project, outcomes

pytestmark = pytest.mark.sandbox

VISITS_2_TABLE = "harbour_visits_v2.visits"
ROSTERS_2 = "SELECT captain, CAST(count(*) AS INT) AS calls FROM harbour_visits_v2.visits GROUP BY captain\n"
VISITS_2 = "SELECT call AS call_id, ship, line AS company, arrived AS arrived_at, captain FROM landing.calls\n"
SECOND = """
        Product("visits", version="2.0.0", purpose="one row per call at the port",
            tables=[Table("visits", partition_by=["month(arrived_at)"], reserved=[5], columns=[
                text(1, "call_id", key=True), text(2, "ship"), text(3, "company"), timestamp(4, "arrived_at"),
                text(6, "captain", pii="pseudonymise"),
            ], expects=[Expect.unique("call_id")])],
            objectives=[Objective.fresh(within="26h")], schedule=daily("06:00"),
            shares=[Share("line", purpose="rosters", including=["captain"], rows="company = 'blue'")]),
    ],
)
"""
ENDING = '"visits", version="1.1.0", sunset="2027-06-30", successor=2,'


@dataclass
class Majors:
    """A harbour with two majors, and how it came to be."""

    project: Project
    first: Built
    """With one major."""
    both: Built
    """The second beside it."""
    tables: dict[str, Any]
    """The old major's table in the catalog, before the new one came."""


@pytest.fixture(scope="module")
def majors(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Majors]:
    with Project.at(tmp_path_factory.mktemp("majors") / "a port", port.FILES) as p:
        first = p.up()
        before = table(p, VISITS_TABLE)
        p.replace("domains/harbour/domain.py", '"visits", version="1.0.0",', ENDING)
        p.replace(
            "domains/harbour/domain.py", '"visits", partition_by', '"visits", transform="visits_v1.sql", partition_by'
        )
        p.replace("domains/harbour/domain.py", "\n    ],\n)\n", SECOND)
        p.write("domains/harbour/transforms/visits_v1.sql", port.VISITS)
        p.write("domains/harbour/transforms/visits.sql", VISITS_2)
        p.replace("domains/line/domain.py", "major=1", "major=2")
        p.write("domains/line/transforms/captains.sql", ROSTERS_2)
        yield Majors(p, first, p.up(), before)


def table(project: Project, name: str) -> dict[str, Any]:
    database, _, found = name.partition(".")
    return dict(project.server.client("glue").get_table(DatabaseName=database, Name=found)["Table"])


def records(majors: Majors) -> list[dict[str, Any]]:
    return list(json.loads((majors.project.root / ".mesh" / "state.json").read_text())["records"])


def executions(project: Project) -> Counter[str]:
    """How often each product's state machine was started by an announcement."""
    machines = project.server.client("stepfunctions")
    return Counter(
        {
            m["name"]: len(machines.list_executions(stateMachineArn=m["stateMachineArn"])["executions"])
            for m in machines.list_state_machines()["stateMachines"]
        }
    )


def test_both_majors_are_published(majors: Majors) -> None:
    assert majors.both.well
    assert outcomes(majors.both) == {
        VISITS_TABLE: "published", VISITS_2_TABLE: "published", TRAFFIC_TABLE: "published", ROSTERS_TABLE: "published"
    }  # fmt: skip


def test_the_old_major_is_changed_in_place_and_nothing_of_it_goes(majors: Majors) -> None:
    report = majors.both.report
    assert report.retained == []
    gone = {urn.rpartition("::")[2] for urn in [*report.replaced, *report.deleted]}
    assert not any("catalog" in name or "storage" in name for name in gone), gone
    assert table(majors.project, VISITS_TABLE)["StorageDescriptor"] == majors.tables["StorageDescriptor"]


def test_each_major_has_a_database_and_everything_else_of_its_own(majors: Majors) -> None:
    found = records(majors)
    kinds = {
        "aws:glue/catalogDatabase:CatalogDatabase": "name",
        "aws:sfn/stateMachine:StateMachine": "name",
        "aws:glue/job:Job": "name",
        "aws:scheduler/schedule:Schedule": "name",
        "aws:cloudwatch/metricAlarm:MetricAlarm": "name",
    }
    for kind, key in kinds.items():
        names = [r["inputs"][key] for r in found if r["type"] == kind and r["stack"] == "harbour.sandbox"]
        old, new = ([n for n in names if f"visits_v{major}" in n] for major in (1, 2))
        assert old, kind
        assert sorted(n.replace("v1", "v2") for n in old) == sorted(new), kind
        assert len({*old, *new}) == len(old) + len(new), kind
    optimizers = Counter(
        (r["inputs"]["databaseName"], r["inputs"]["type"])
        for r in found
        if r["type"].endswith(":CatalogTableOptimizer")
    )
    assert set(optimizers.values()) == {1}


def test_the_catalog_says_until_when_the_old_major_stands(majors: Majors) -> None:
    glue = majors.project.server.client("glue")
    said = [glue.get_database(Name=f"harbour_visits_v{n}")["Database"]["Parameters"] for n in (1, 2)]
    assert (said[0]["mesh.sunset"], said[0]["mesh.successor"]) == ("2027-06-30", "2")
    assert [s["mesh.version"] for s in said] == ["1.1.0", "2.0.0"]
    assert not {"mesh.sunset", "mesh.successor"} & said[1].keys()


def test_a_consumer_reads_the_major_it_asked_for_and_not_the_other(majors: Majors) -> None:
    p = majors.project
    assert p.ask(f"SELECT count(*) AS n FROM {VISITS_TABLE}", "city") == [{"n": 5}]
    assert p.ask(f"SELECT count(*) AS n FROM {VISITS_2_TABLE}", "line") == [{"n": 3}]
    with pytest.raises(Denied, match=r'Subscription\("harbour.visits", major=2'):
        p.ask(f"SELECT count(*) AS n FROM {VISITS_2_TABLE}", "city")
    with pytest.raises(Denied, match=r'Subscription\("harbour.visits", major=1'):
        p.ask(f"SELECT count(*) AS n FROM {VISITS_TABLE}", "line")


def test_a_column_that_was_renamed_has_its_old_name_in_the_old_major_only(majors: Majors) -> None:
    assert [c["Name"] for c in table(majors.project, VISITS_TABLE)["StorageDescriptor"]["Columns"]] == [
        "call_id", "ship", "line", "arrived_at", "draught", "captain"
    ]  # fmt: skip
    assert [c["Name"] for c in table(majors.project, VISITS_2_TABLE)["StorageDescriptor"]["Columns"]] == [
        "call_id", "ship", "company", "arrived_at", "captain"
    ]  # fmt: skip


def test_one_major_is_run_alone_and_starts_its_own_consumers_only(majors: Majors) -> None:
    p = majors.project
    before = executions(p)
    done = p.command("run", "harbour.visits:1", "--today", "2026-11-23")
    assert VISITS_TABLE in done.out
    assert VISITS_2_TABLE not in done.out
    assert executions(p) - before == Counter({"city_traffic_v1": 1})
    before = executions(p)
    p.command("run", "harbour.visits", "--today", "2026-11-23")
    assert executions(p) - before == Counter({"line_rosters_v1": 1}), "without a major the newest is meant"


def test_the_list_shows_both_and_until_when(majors: Majors) -> None:
    listed = json.loads(majors.project.command("ls", "--today", "2026-11-23", "--format", "json").out)
    visits = [row for row in listed if row["product"] == "visits"]
    assert [(v["version"], v["sunset"], v["successor"], v["readers"]) for v in visits] == [
        ("1.1.0", "2027-06-30", 2, ["city"]), ("2.0.0", None, None, ["line"])
    ]  # fmt: skip
    assert "1.1.0 until 2027-06-30" in majors.project.command("ls", "--today", "2026-11-23").out


def test_the_old_major_goes_alone_and_keeps_its_data(majors: Majors) -> None:
    """The last test: the mesh is another one afterwards."""
    p = majors.project
    text = (p.root / "domains/harbour/domain.py").read_text()
    begin, end = (
        text.index('        Product("visits", version="1.1.0"'),
        text.index('\n        Product("visits", version="2.0.0"'),
    )
    p.write("domains/harbour/domain.py", text[:begin] + text[end + 1 :])
    (p.root / "domains/harbour/transforms/visits_v1.sql").unlink()
    shutil.rmtree(p.root / "domains/city")
    gone = p.up()
    assert {urn.rpartition("::")[2] for urn in gone.report.retained if "harbour" in urn} == {
        "visits_v1-catalog-database", "visits_v1-catalog-visits-table"
    }  # fmt: skip
    assert outcomes(gone).keys() == {VISITS_2_TABLE, ROSTERS_TABLE}
    assert gone.well
    assert not any("visits_v2" in urn for urn in gone.report.deleted)
    assert p.ask(f"SELECT count(*) AS n FROM {VISITS_2_TABLE}", "line") == [{"n": 3}]
