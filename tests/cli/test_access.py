"""``mesh access`` answers who, what, why, and what waits."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from meshwright.cli.ending import Status, run
from tests.generated import PROJECT, write_mesh

Captured = pytest.CaptureFixture[str]
DAY = ["--today", "2026-11-23"]


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(PROJECT)


def asked(capsys: Captured, *arguments: str, status: int = Status.DONE) -> list[dict[str, Any]]:
    assert run(["access", *arguments, *DAY, "--format", "json"]) == status
    out, err = capsys.readouterr()
    assert err == ""
    found: list[dict[str, Any]] = json.loads(out)
    return found


def test_who_reads_a_sensitive_column(capsys: Captured) -> None:
    found = asked(capsys, "who", "operations.departures.departures.tail_number")
    assert [(r["domain"], r["roles"], r["rows"]) for r in found] == [
        ("operations", ["owner", "engineer"], None),
        ("operations", ["pipeline"], None),
        ("fleet", ["pipeline", "reader"], "carrier = 'UA'"),
    ]


@pytest.mark.parametrize(
    "written", ["operations.departures", "operations.departures:1", "operations_departures_v1.departures"]
)
def test_a_product_is_named_as_elsewhere(capsys: Captured, written: str) -> None:
    found = asked(capsys, "who", written)
    assert {r["domain"] for r in found} == {"operations", "analytics", "fleet"}
    (analytics,) = (r for r in found if r["domain"] == "analytics")
    assert analytics["until"] == "2027-12-31"
    assert "tail_number" not in analytics["columns"]
    assert analytics["because"].startswith("share domains/operations/domain.py:")


def test_what_a_domain_sees_is_its_own_the_agreed_and_the_open(capsys: Captured) -> None:
    found = asked(capsys, "what", "fleet")
    reasons = {(r["product"], r["domain"], r["because"].split(" domains/")[0]) for r in found}
    assert reasons == {
        ("fleet.aircraft v1", "fleet", "own product"),
        ("fleet.utilisation v1", "fleet", "own product"),
        ("network.reference v1", "*", "open product"),
        ("operations.departures v1", "fleet", "share"),
    }


def test_a_yes_comes_with_both_places(capsys: Captured) -> None:
    assert run(["access", "why", "fleet", "operations.departures", *DAY]) == Status.DONE
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "yes: fleet may read operations.departures v1 departures"
    assert lines[1] == "  pipeline, reader: all 12 columns, where carrier = 'UA'"
    assert lines[2].startswith("    because: share domains/operations/domain.py:")
    assert ", subscription domains/fleet/domain.py:" in lines[2]
    assert len(lines) == 3


def test_a_no_says_what_is_missing_and_whose_file_to_edit(capsys: Captured) -> None:
    assert run(["access", "why", "weather", "operations.departures", *DAY]) == Status.REFUSED
    assert capsys.readouterr().out.splitlines() == [
        "no: weather may not read operations.departures v1 departures",
        "  what is missing:",
        '    no share: domains/operations/domain.py product departures would need Share("weather", purpose=…)',
        "      edit domains/operations/domain.py",
        '    weather has no Subscription("operations.departures", major=1, purpose=…)',
        "      edit domains/weather/domain.py",
    ]


def test_a_column_can_be_what_is_missing(capsys: Captured) -> None:
    (answer,) = asked(capsys, "why", "analytics", "operations.departures.departures.tail_number", status=Status.REFUSED)
    assert answer["readable"] is False
    assert answer["file"] == "domains/operations/domain.py"
    assert answer["missing"].endswith('would have to name it in including=["tail_number"]')


def test_the_day_decides(capsys: Captured) -> None:
    why = ["access", "why", "analytics", "operations.departures", "--format", "csv"]
    assert run([*why, "--today", "2027-12-31"]) == Status.DONE
    assert run([*why, "--today", "2028-01-01"]) == Status.REFUSED
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [r["readable"] for r in rows if r["table"] == "departures"] == ["true", "false"]
    assert "ended on 2027-12-31" in rows[-1]["missing"]


def test_nothing_waits_in_the_example(capsys: Captured) -> None:
    assert run(["access", "requests", *DAY]) == Status.DONE
    assert capsys.readouterr().out == "nothing waits for a share, and every share is used\n"


def test_what_waits_and_what_is_unused_is_listed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    write_mesh(tmp_path, domains=3, products=1, tables=1)
    definition = tmp_path / "domains" / "d0000" / "domain.py"
    definition.write_text(definition.read_text().replace('Share("d0001"', 'Share("d0002", tables=["p0_t0"]', 1))
    other = tmp_path / "domains" / "d0002" / "domain.py"
    other.write_text(other.read_text().replace('Subscription("d0000.product0"', 'Subscription("d0001.product0"', 1))
    monkeypatch.chdir(tmp_path)
    found = asked(capsys, "requests")
    assert {(r["kind"], r["consumer"], r["product"], r["file"]) for r in found} >= {
        ("waits", "d0001", "d0000.product0 v1", "domains/d0000/domain.py"),
        ("unused", "d0002", "d0000.product0 v1", ""),
    }


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["who", "operations.departure"], 'no product "operations.departure"; did you mean operations.departures?'),
        (["who", "operations"], 'no product "operations"'),
        (["who", "operations.departures:9"], 'no product "operations.departures:9"'),
        (["who", "operations.departures.arrivals"], 'no table of operations.departures v1 "arrivals"'),
        (["who", "operations.departures.departures.tail_nmber"], "did you mean"),
        (["who", "operations.departures.departures.tail_number.x"], "no product"),
        (["what", "flet"], 'no domain "flet"; did you mean fleet?'),
        (["why", "flet", "operations.departures"], 'no domain "flet"; did you mean fleet?'),
        (["requests", "--today", "soon"], '--today "soon" is not a date'),
    ],
)
def test_a_name_that_is_not_there_is_told(capsys: Captured, arguments: list[str], told: str) -> None:
    assert run(["access", *arguments]) == Status.MISUSED
    out, err = capsys.readouterr()
    assert out == ""
    assert told in err
    assert err.count("\n") == 1
