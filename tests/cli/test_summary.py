"""What ``mesh up`` says at its end is true, short, and works when it is tried."""

from datetime import date
from pathlib import Path

import pytest

from meshwright.cli.summary import _retained, listed, percent, suggestions
from meshwright.language import Share
from meshwright.sandbox.report import Report
from tests.cli.meshes import consumer, harbour, mesh

TODAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def called_mesh(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["-c"])


def test_a_question_that_is_answered_and_one_that_is_refused_are_suggested() -> None:
    shared = mesh(harbour(Share("city", purpose="plan")), consumer("city"), consumer("press"))
    assert suggestions(shared, TODAY) == [
        'mesh query "SELECT id, draught FROM harbour_visits_v1.visits LIMIT 5" --as city',
        'mesh query "SELECT count(*) FROM harbour_visits_v1.visits" --as press   # refused, and why',
        "mesh ls",
    ]


@pytest.mark.parametrize(
    ("called", "on_path", "suggested"),
    [
        ("{here}/.venv/bin/mesh", False, ".venv/bin/mesh"),
        (".venv/bin/mesh", False, ".venv/bin/mesh"),
        ("{here}/.venv/bin/mesh", True, "mesh"),
        ("/usr/lib/meshwright/cli/__main__.py", False, "mesh"),
        ("mesh", False, "mesh"),
    ],
)
def test_commands_are_suggested_as_they_can_be_called(
    called: str, on_path: bool, suggested: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / ".venv" / "bin" / "mesh"
    program.parent.mkdir(parents=True)
    program.touch(mode=0o755)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", str(program.parent) if on_path else "/nowhere")
    monkeypatch.setattr("sys.argv", [called.format(here=tmp_path)])
    assert suggestions(mesh(), TODAY) == [f"{suggested} ls"]


def test_a_mesh_in_which_nothing_is_shared_suggests_what_is_refused_once() -> None:
    alone = mesh(harbour(), consumer("city"), consumer("press"))
    assert suggestions(alone, TODAY) == [
        'mesh query "SELECT count(*) FROM harbour_visits_v1.visits" --as city   # refused, and why',
        "mesh ls",
    ]


def test_a_mesh_in_which_everything_is_shared_suggests_no_refusal() -> None:
    assert not any(
        "refused" in c for c in suggestions(mesh(harbour(Share("city", purpose="p")), consumer("city")), TODAY)
    )


def test_a_share_that_has_ended_is_not_suggested() -> None:
    over = mesh(harbour(Share("city", purpose="plan", until="2026-11-22")), consumer("city"))
    assert not any("LIMIT 5" in command for command in suggestions(over, TODAY))


def test_an_empty_mesh_suggests_the_list() -> None:
    assert suggestions(mesh(), TODAY) == ["mesh ls"]


@pytest.mark.parametrize(
    ("part", "shown"), [(None, None), (0.0, "0%"), (1.0, "100%"), (0.999, "99%"), (0.29, "29%"), (2 / 3, "66%")]
)
def test_only_all_is_100_percent(part: float | None, shown: str | None) -> None:
    assert percent(part) == shown


def test_a_single_name_is_never_counted() -> None:
    assert listed(list("abcde")) == "a, b, c, d, e"
    assert listed(list("abcdef")) == "a, b, c, d and 2 more"
    assert listed([]) == ""


def test_what_is_kept_is_named_where_it_holds_data() -> None:
    urn = "urn:pulumi:line.sandbox::meshwright::meshwright:index:DomainStorage$aws:{}::{}"
    kept = Report(retained=[
        urn.format("s3/bucketVersioning:BucketVersioning", "versioning"), urn.format("s3/bucket:Bucket", "data"),
        urn.format("kms/key:Key", "key"), urn.format("s3/bucketPolicy:BucketPolicy", "policy"),
    ])  # fmt: skip
    assert list(_retained(kept)) == [
        "no longer declared, and kept with all that is in it:", "  bucket data", "  key key", "  2 settings of these"
    ]  # fmt: skip
    assert list(_retained(Report())) == []
