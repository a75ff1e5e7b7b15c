"""Who sees what: exactly what was agreed, from the grants in force, and it is on record."""

import io
from collections.abc import Iterator
from datetime import date
from typing import Any

import pyarrow.parquet as pq
import pytest

from meshwright import names
from meshwright.sandbox.query import Denied
from meshwright.sandbox.server import Server
from tests.end_to_end import port
from tests.end_to_end.port import CAPTAINS, ROSTERS_TABLE, TRAFFIC_TABLE, VISITS_TABLE
from tests.end_to_end.project import Project

pytestmark = pytest.mark.sandbox

CITY_SHARE = '                Share("city", purpose="plan the quays"),\n'
LATER = "6,Pequod,blue,2026-03-05T10:00:00Z,19.5,Zheng Shi\n"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    with Project.at(tmp_path_factory.mktemp("access"), port.FILES) as p:
        assert p.up().well
        yield p


def objects(server: Server, store: str) -> dict[str, bytes]:
    """Every object of the buckets of one kind, whole."""
    s3 = server.client("s3")
    found = {}
    for bucket in (b["Name"] for b in s3.list_buckets()["Buckets"]):
        if f"-{store}-" not in bucket:
            continue
        for page in s3.get_paginator("list_objects_v2").paginate(Bucket=bucket):
            for held in page.get("Contents", ()):
                found[f"{bucket}/{held['Key']}"] = s3.get_object(Bucket=bucket, Key=held["Key"])["Body"].read()
    return found


def captains(project: Project) -> dict[str, str]:
    """By call, the pseudonym that the harbour's owner sees."""
    asked = project.ask(f"SELECT call_id, captain FROM {VISITS_TABLE}", "harbour", "owner")
    return {row["call_id"]: row["captain"] for row in asked}


def test_a_star_stands_for_the_granted_columns(project: Project) -> None:
    (first, *_) = project.ask(f"SELECT * FROM {VISITS_TABLE} ORDER BY call_id", "city")
    assert list(first) == ["call_id", "ship", "line", "arrived_at", "draught"]


def test_a_column_that_was_not_granted_is_denied_by_its_name(project: Project) -> None:
    with pytest.raises(Denied, match=r'column captain is sensitive; .*including=\["captain"\]'):
        project.ask(f"SELECT captain FROM {VISITS_TABLE}", "city")


def test_a_column_that_was_not_granted_can_not_be_probed(project: Project) -> None:
    for sql in (
        f"SELECT call_id FROM {VISITS_TABLE} WHERE captain LIKE 'a%'",
        f"SELECT count(*) AS n FROM {VISITS_TABLE} GROUP BY captain",
        f"SELECT call_id FROM {VISITS_TABLE} ORDER BY captain",
        f"SELECT v.call_id FROM {VISITS_TABLE} AS v JOIN {ROSTERS_TABLE} AS r ON r.captain = v.captain",
    ):
        with pytest.raises(Denied):
            project.ask(sql, "city")


def test_only_the_granted_rows_are_there(project: Project) -> None:
    seen = project.ask(f"SELECT call_id, line FROM {VISITS_TABLE} ORDER BY call_id", "line")
    assert seen == [{"call_id": c, "line": "blue"} for c in ("2", "3", "5")]
    assert project.ask(f"SELECT count(*) AS n FROM {VISITS_TABLE} WHERE line = 'red'", "line") == [{"n": 0}]


def test_a_pipeline_sees_only_the_granted_rows(project: Project) -> None:
    rosters = project.ask(f"SELECT captain, calls FROM {ROSTERS_TABLE}", "line", "owner")
    names_of = captains(project)
    assert {row["captain"]: row["calls"] for row in rosters} == {names_of["2"]: 2, names_of["3"]: 1}


def test_without_a_grant_it_is_denied_and_said_what_is_missing(project: Project) -> None:
    with pytest.raises(Denied) as denied:
        project.ask(f"SELECT * FROM {VISITS_TABLE}", "press")
    assert str(denied.value).startswith(f"press (reader) may not read {VISITS_TABLE}")
    assert 'Share("press", purpose=' in str(denied.value)
    assert 'Subscription("harbour.visits", major=1, purpose=' in str(denied.value)


def test_a_denial_is_logged_with_its_reason(project: Project) -> None:
    sql = f"SELECT ship FROM {VISITS_TABLE} -- by the press"
    with pytest.raises(Denied) as denied:
        project.ask(sql, "press")
    last = project.logged()[-1]
    assert (last["consumer"], last["role"], last["sql"], last["outcome"]) == ("press", "reader", sql, "denied")
    assert last["tables"] == [VISITS_TABLE]
    assert last["reason"] == str(denied.value)
    assert last["rows"] is None


def test_an_answer_is_logged_with_what_was_read(project: Project) -> None:
    project.ask(f"SELECT ship FROM {VISITS_TABLE} WHERE draught > 6", "city")
    last = project.logged()[-1]
    assert (last["consumer"], last["outcome"], last["rows"], last["reason"]) == ("city", "answered", 2, None)
    assert set(last["columns"][VISITS_TABLE]) == {"ship", "draught"}
    assert last["principal"].endswith(names.role("sandbox", "city", "reader"))


def test_another_domains_own_product_is_not_open(project: Project) -> None:
    with pytest.raises(Denied, match="may not read"):
        project.ask(f"SELECT * FROM {TRAFFIC_TABLE}", "line")


def test_persons_are_in_clear_in_no_data_file(project: Project) -> None:
    held = objects(project.server, "data")
    tables: list[Any] = [pq.read_table(io.BytesIO(body)) for key, body in held.items() if key.endswith(".parquet")]
    texts = {str(v) for t in tables for row in t.to_pylist() for v in row.values()}
    assert len(tables) >= 3
    assert {"Pequod", "Mary"} <= texts, "what is no person has to be found by this"
    assert texts.isdisjoint(CAPTAINS)


@pytest.mark.parametrize("store", ["data", "catalog", "artifacts", "scratch", "logs", "audit"])
def test_persons_are_in_clear_in_no_object_but_the_landing(project: Project, store: str) -> None:
    found = [key for key, body in objects(project.server, store).items() for c in CAPTAINS if c.encode() in body]
    assert found == []


def test_persons_are_in_the_landing(project: Project) -> None:
    bodies = objects(project.server, "landing").values()
    assert all(any(c.encode() in body for body in bodies) for c in CAPTAINS)


def test_pseudonyms_stay_the_same_in_every_run(project: Project) -> None:
    before = captains(project)
    project.write("domains/harbour/samples/calls.csv", port.CALLS + LATER)
    try:
        assert project.up().well
        after = captains(project)
    finally:
        project.write("domains/harbour/samples/calls.csv", port.CALLS)
        project.up()
    assert {call: after[call] for call in before} == before
    assert after["6"] == before["4"], "the same captain in another row"
    assert len(set(before.values())) == len(CAPTAINS)


def test_access_ends_with_the_share(project: Project) -> None:
    definition = "domains/harbour/domain.py"
    asked = f"SELECT count(*) AS n FROM {VISITS_TABLE}"
    assert project.ask(asked, "city") == [{"n": 5}]
    project.replace(definition, CITY_SHARE, "")
    try:
        built = project.up()
        with pytest.raises(Denied, match=r"no share: .*harbour"):
            project.ask(asked, "city")
        (fared,) = (r for r in built.runs if r.ref.domain.name == "city")
    finally:
        project.replace(definition, "            shares=[\n", f"            shares=[\n{CITY_SHARE}")
        again = project.up()
    assert any("lakeformation/permissions" in urn and "visits_v1-to-city" in urn for urn in built.report.deleted)
    assert (fared.outcome, "no share" in str(fared.reason)) == ("failed", True), "its pipeline reads no more than it"
    assert again.well
    assert project.ask(asked, "city") == [{"n": 5}]


def test_access_ends_on_the_day_that_was_agreed(project: Project) -> None:
    definition = "domains/harbour/domain.py"
    asked = f"SELECT count(*) AS n FROM {VISITS_TABLE}"
    last_day, after = date(2026, 11, 30), date(2026, 12, 1)
    project.replace(definition, 'purpose="rosters"', f'purpose="rosters", until="{last_day}"')
    try:
        project.up(last_day)
        assert project.ask(asked, "line") == [{"n": 3}]
        project.up(after)
        with pytest.raises(Denied, match="ended on 2026-11-30"):
            project.ask(asked, "line", today=after)
    finally:
        project.replace(definition, f', until="{last_day}"', "")
        project.up()
    assert project.ask(asked, "line") == [{"n": 3}]
