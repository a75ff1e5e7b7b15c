"""Bad data never reaches a reader: what fails an expectation is told, and what was published before stays."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.end_to_end import port
from tests.end_to_end.port import TRAFFIC_TABLE, VISITS_TABLE
from tests.end_to_end.project import Project

pytestmark = pytest.mark.sandbox

SAMPLE = "domains/harbour/samples/calls.csv"
TOO_DEEP = "6,Titan,red,2026-03-05T10:00:00Z,99.5,Ahab Coffin\n"
DEEP = "6,Titan,red,2026-03-05T10:00:00Z,19.5,Ahab Coffin\n"


@dataclass
class Attempt:
    """One ``mesh`` command, and what a reader saw after it."""

    status: int
    out: str
    err: str
    calls: int
    """Rows of the visits that the city sees."""
    traffic: int


def attempt(project: Project, *arguments: str) -> Attempt:
    done = project.command(*arguments, "--today", "2026-11-23", status=None)
    ((calls,),) = (row.values() for row in project.ask(f"SELECT count(*) AS n FROM {VISITS_TABLE}", "city"))
    ((traffic,),) = (row.values() for row in project.ask(f"SELECT sum(calls) AS n FROM {TRAFFIC_TABLE}", "city"))
    return Attempt(done.status, done.out, done.err, calls, traffic)


@pytest.fixture(scope="module")
def attempts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Attempt]]:
    found = {}
    with Project.at(tmp_path_factory.mktemp("quality"), port.FILES) as p:
        found["good"] = attempt(p, "up")
        p.write(SAMPLE, port.CALLS + TOO_DEEP)
        found["bad"] = attempt(p, "up")
        found["bad again"] = attempt(p, "run", "harbour.visits")
        found["listed"] = attempt(p, "ls", "--format", "csv")
        p.write(SAMPLE, port.CALLS + DEEP)
        found["mended"] = attempt(p, "up")
        found["on demand"] = attempt(p, "run", "harbour.visits:1")
        p.write(SAMPLE, port.CALLS + TOO_DEEP)
        p.replace(
            "domains/harbour/domain.py", 'pseudonymise"),\n', 'pseudonymise"), text(7, "berth", optional=True),\n'
        )
        p.replace("domains/harbour/transforms/visits.sql", "captain FROM", "captain, call AS berth FROM")
        found["bad and a column more"] = attempt(p, "up")
        found["bad and a column more"].out = str(p.ask(f"SELECT DISTINCT berth FROM {VISITS_TABLE}", "city"))
        yield found


def test_good_data_is_published(attempts: dict[str, Attempt]) -> None:
    assert attempts["good"].status == 0
    assert (attempts["good"].calls, attempts["good"].traffic) == (5, 5)


def test_bad_data_ends_in_status_1(attempts: dict[str, Attempt]) -> None:
    assert [attempts[name].status for name in ("bad", "bad again")] == [1, 1]


def test_readers_keep_what_was_published_before(attempts: dict[str, Attempt]) -> None:
    assert [(attempts[name].calls, attempts[name].traffic) for name in ("bad", "bad again")] == [(5, 5), (5, 5)]


def test_the_expectation_is_named_with_what_was_measured(attempts: dict[str, Attempt]) -> None:
    for name in ("bad", "bad again"):
        (line,) = (x for x in attempts[name].err.splitlines() if x.startswith(f"{VISITS_TABLE} was rejected"))
        assert "draught lies between 0" in line
        assert "1 rows fail" in line
        assert "keep what was published before" in line


def test_what_reads_it_is_skipped_and_says_why(attempts: dict[str, Attempt]) -> None:
    (line,) = (x for x in attempts["bad"].err.splitlines() if x.startswith(TRAFFIC_TABLE))
    assert line.startswith(f"{TRAFFIC_TABLE} was skipped: it reads {VISITS_TABLE}, which was rejected")


def test_the_summary_still_counts_what_readers_see(attempts: dict[str, Attempt]) -> None:
    (line,) = (x for x in attempts["bad"].out.splitlines() if x.startswith("harbour"))
    assert line.split()[1:5] == ["visits", "1.0.0", "5", "50%"]


def test_nothing_is_suggested_before_all_is_well(attempts: dict[str, Attempt]) -> None:
    assert "try next" in attempts["good"].out
    assert "try next" not in attempts["bad"].out


def test_the_list_tells_a_rejected_run_from_what_is_published(attempts: dict[str, Attempt]) -> None:
    (line,) = (x for x in attempts["listed"].out.splitlines() if x.startswith("harbour"))
    domain, product, version, *ending, owner, readers, run, status, published, rows, within, fresh, quality = (
        line.split(",")
    )
    assert ending == ["", ""], "neither a last day nor a successor"
    assert (domain, product, version, owner, readers) == (
        "harbour",
        "visits",
        "1.0.0",
        "harbour@example.org",
        "city line",
    )
    assert status == "rejected"
    assert run > published
    assert (rows, within, fresh, quality) == ("5", "26h", "true", "0.5")


def test_the_next_good_data_is_published_to_everyone(attempts: dict[str, Attempt]) -> None:
    assert attempts["mended"].status == 0
    assert (attempts["mended"].calls, attempts["mended"].traffic) == (6, 6)


def test_a_product_runs_again_on_demand(attempts: dict[str, Attempt]) -> None:
    assert attempts["on demand"].status == 0
    (line,) = (x for x in attempts["on demand"].out.splitlines() if x.startswith(VISITS_TABLE))
    assert line.split()[1:4] == ["published", "6", "100%"]


def test_a_column_that_is_newer_than_what_is_published_is_empty(attempts: dict[str, Attempt]) -> None:
    later = attempts["bad and a column more"]
    assert (later.status, later.calls, later.out) == (1, 6, "[{'berth': None}]")
