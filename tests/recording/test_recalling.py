"""What was recorded of the same before is not recorded again, and of anything else it is."""

from pathlib import Path

import pytest

from meshwright.cache.store import store
from meshwright.recording import Graph, record_stacks
from meshwright.recording.project import _components, _recorded
from meshwright.recording.recalling import Recall
from tests.recording.test_project import project, runs

__all__ = ["runs"]
SCOPES = {"foundation": "f", "sales": "s"}


def made(root: Path) -> Path:
    root.mkdir()
    return project(root)


@pytest.fixture
def root(tmp_path: Path, runs: list[str], monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MESH_CACHE", str(tmp_path / "cache"))
    return made(tmp_path / "project")


def recorded(root: Path, *stacks: str, scopes: dict[str, str] = SCOPES) -> dict[str, Graph]:
    """As a process of its own would."""
    _recorded.clear()
    _components.clear()
    return record_stacks(root, stacks, recall=Recall(root, scopes))


def test_a_stack_and_what_it_refers_to_are_recorded_once(root: Path, runs: list[str]) -> None:
    first = recorded(root, "sales.dev")
    assert runs == ["sales", "foundation"]
    assert recorded(root, "sales.dev") == first
    assert len(runs) == 2
    recorded(root, "sales.dev", scopes={**SCOPES, "sales": "other"})
    assert runs[2:] == ["sales"], "the foundation's outputs are known"


def test_the_outputs_alone_are_not_the_stack(root: Path, runs: list[str]) -> None:
    recorded(root, "sales.dev")
    recorded(root, "foundation.dev")
    assert runs == ["sales", "foundation", "foundation"]


@pytest.mark.parametrize("what", ["code", "definition", "central definition", "setting"])
def test_whatever_it_follows_from_is_part_of_what_is_recalled(
    root: Path, runs: list[str], what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorded(root, "foundation.dev")
    scopes = dict(SCOPES)
    if what == "code":
        (root / "stacks/more.py").write_text("more = 1\n")
    elif what == "central definition":
        (root / "stacks/governance.py").write_text("# told by the scopes\n")
    elif what == "definition":
        scopes["foundation"] = "other"
    else:
        monkeypatch.setenv("MESH_TODAY", "2027-01-01")
    recorded(root, "foundation.dev", scopes=scopes)
    assert len(runs) == (1 if what == "central definition" else 2)


def test_the_same_project_elsewhere_is_the_same(root: Path, tmp_path: Path, runs: list[str]) -> None:
    recorded(root, "foundation.dev")
    recorded(made(tmp_path / "copy"), "foundation.dev")
    assert runs == ["foundation"]


def test_what_nobody_says_anything_of_is_not_kept(root: Path, runs: list[str]) -> None:
    for _ in range(2):
        recorded(root, "foundation.dev", scopes={})
    assert runs == ["foundation", "foundation"]


def test_a_preview_is_not_kept(root: Path, runs: list[str]) -> None:
    for _ in range(2):
        _recorded.clear()
        record_stacks(root, ["foundation.dev"], preview=True, recall=Recall(root, SCOPES))
    assert runs == ["foundation", "foundation"]


@pytest.mark.parametrize("held", [b"", b"x", b"x\x9c\x03\x00\x00\x00\x00\x01"])
def test_what_was_damaged_is_recorded_anew(root: Path, tmp_path: Path, runs: list[str], held: bytes) -> None:
    first = recorded(root, "foundation.dev")
    (kept,) = (p for p in (tmp_path / "cache/recordings").glob("*/*"))
    store("recordings", limit=1 << 30).put(kept.parent.name + kept.name, held)
    assert recorded(root, "foundation.dev") == first
    assert len(runs) == 2


def test_a_part_of_a_stack_is_never_answered_by_the_whole(root: Path, runs: list[str]) -> None:
    """Two sides are compared: what is left out of one has to be left out of the other."""
    _recorded.clear()
    record_stacks(root, ["foundation.dev"])
    record_stacks(root, ["foundation.dev"], members=frozenset({"sales"}))
    assert runs == ["foundation", "foundation"]
    record_stacks(root, ["sales.dev"])
    assert runs == ["foundation", "foundation", "sales"], "a reference is answered by either"
