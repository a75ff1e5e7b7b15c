"""``mesh ls`` says for each product whose it is, who reads it, and how it stands, in whatever space there is."""

from pathlib import Path

import pytest

from meshwright.cli import listing, output
from meshwright.cli.ending import Status, run
from meshwright.sandbox.overview import Standing
from tests.cli.meshes import record, standing
from tests.generated import write_mesh

Captured = pytest.CaptureFixture[str]


def in_terminal(monkeypatch: pytest.MonkeyPatch, columns: int) -> None:
    for module in (output, listing):
        monkeypatch.setattr(module, "width", lambda: columns)


def printed(capsys: Captured, *standings: Standing) -> list[str]:
    listing._print(standings)
    return capsys.readouterr().out.splitlines()


FINE = standing(("city", "line"), (record(),), (record(),))
BAD = standing(("city",), (record(hours_ago=0.1, passed=(True, False), status="rejected"),), (record(hours_ago=50),))
NEVER = standing()


def test_a_pipe_gets_everything_in_a_line(capsys: Captured) -> None:
    lines = printed(capsys, FINE)
    assert lines[1].split() == [
        "domain", "product", "version", "owner", "readers", "last", "run", "(UTC)", "status", "freshness", "quality"
    ]  # fmt: skip
    assert lines[3].split() == [
        "harbour", "visits", "1.2.0", "harbour@example.org", "city,", "line", "2026-11-23", "11:00", "published",
        "1h", "of", "26h", "100%",
    ]  # fmt: skip


def test_a_narrow_terminal_gets_groups_that_fit(monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    in_terminal(monkeypatch, 80)
    lines = printed(capsys, FINE, BAD)
    assert max(map(len, lines)) <= 80
    assert lines[3] == "harbour  harbour@example.org"
    assert lines[4].split() == ["visits", "1.2.0", "city,", "line", "published", "11:00", "1h", "of", "26h", "100%"]
    assert lines[5].split() == ["visits", "1.2.0", "city", "rejected", "11:54", "2d", "over", "26h", "50%"]
    assert len([line for line in lines if "harbour" in line]) == 1


def test_a_tiny_terminal_gets_a_value_a_line(monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    in_terminal(monkeypatch, 20)
    assert "quality         100%" in printed(capsys, FINE)


def test_what_never_ran_has_nothing_to_show(monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    assert printed(capsys, NEVER)[3].split() == [
        "harbour",
        "visits",
        "1.2.0",
        "harbour@example.org",
        "-",
        "-",
        "-",
        "-",
    ]
    in_terminal(monkeypatch, 80)
    assert printed(capsys, NEVER)[4].split() == ["visits", "1.2.0", "-", "-", "-", "-"]


def test_many_readers_are_counted(capsys: Captured) -> None:
    many = standing(tuple(f"d{n}" for n in range(20)))
    assert "d0, d1, d2, d3 and 16 more" in printed(capsys, many)[3]


def test_without_products_it_says_where_to_write_one(capsys: Captured) -> None:
    assert printed(capsys) == ["there are no products; write one in domains/<name>/domain.py"]


@pytest.mark.parametrize(
    ("format", "readers"), [("json", ["city", "line"]), ("csv", "city line")]
)  # fmt: skip
def test_machines_get_plain_values(format: str, readers: object) -> None:
    found = dict(zip(listing.FIELDS, listing._record(BAD, format), strict=True))
    assert found["version"] == "1.2.0"
    assert (found["status"], found["rows"], found["quality"], found["fresh"]) == ("rejected", 5, 0.5, False)
    assert found["last_run"] > found["published"]
    assert dict(zip(listing.FIELDS, listing._record(FINE, format), strict=True))["readers"] == readers


def test_without_a_sandbox_it_lists_what_is_declared(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    write_mesh(tmp_path, domains=2, products=1, tables=1, columns=4)
    monkeypatch.chdir(tmp_path)
    assert run(["ls"]) == Status.DONE
    out, err = capsys.readouterr()
    assert "d0001" in out
    assert err == "the sandbox is not running, so nothing is known of runs; start it with `mesh up`\n"
    assert not (tmp_path / ".mesh").exists()
