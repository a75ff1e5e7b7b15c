"""What is realised is remembered, whatever happens to the process that realises it."""

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from meshwright.sandbox.errors import SandboxError
from meshwright.sandbox.state import Record, State


def record(name: str, digest: str = "d", **changes: object) -> Record:
    fields = {
        "urn": f"urn:{name}",
        "type": "t",
        "name": name,
        "stack": "sales.sandbox",
        "id": f"{name}-id",
        "inputs": {"a": [1, {"b": None}]},
        "outputs": {"id": f"{name}-id"},
        "standins": {},
        "digest": digest,
        "dependencies": ("urn:other",),
        "protected": False,
        "retained": False,
    }
    return Record(**{**fields, **changes})  # type: ignore[arg-type]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / ".mesh").mkdir()
    return tmp_path


def written(root: Path, *records: Record) -> State:
    state = State.open(root, "nonce")
    with state.held():
        for one in records:
            state.put(one)
    return state


class Killed(BaseException):
    """Stands for a kill: nothing of ours runs after it."""


@contextmanager
def killed(root: Path) -> Iterator[State]:
    """A run that dies at the end of the block."""
    state = State.open(root, "nonce")
    with suppress(Killed), state.held():
        yield state
        raise Killed


def killed_after(root: Path, *records: Record) -> None:
    with killed(root) as state:
        for one in records:
            state.put(one)


def test_records_come_back_as_they_were(root: Path) -> None:
    written(root, record("a"), record("b"))
    assert State.open(root, "nonce").records == {"urn:a": record("a"), "urn:b": record("b")}


def test_what_a_killed_run_noted_comes_back(root: Path) -> None:
    written(root, record("a"), record("gone"))
    with killed(root) as state:
        state.put(record("b"))
        state.drop("urn:gone")
        state.doom(record("old"))
    again = State.open(root, "nonce")
    assert set(again.records) == {"urn:a", "urn:b"}
    assert list(again.doomed.values()) == [record("old")]


def test_several_killed_runs_add_up(root: Path) -> None:
    killed_after(root, record("a"))
    killed_after(root, record("b"), record("a", digest="new"))
    again = State.open(root, "nonce")
    assert {r.name: r.digest for r in again.records.values()} == {"a": "new", "b": "d"}


@pytest.mark.parametrize("cut", [1, 20, 100])
def test_a_line_that_was_torn_never_happened(root: Path, cut: int) -> None:
    killed_after(root, record("a"), record("b"))
    journal = root / ".mesh" / "state.journal"
    journal.write_bytes(journal.read_bytes()[:-cut])
    left = {"urn:a", "urn:b"} if cut == 1 else {"urn:a"}  # one character less is only the end of the line
    assert set(State.open(root, "nonce").records) == left
    killed_after(root, record("c"))
    assert set(State.open(root, "nonce").records) == {*left, "urn:c"}


def test_a_kill_between_the_two_files_repeats_nothing_old(root: Path) -> None:
    """The state file is written, the journal that it contains is still there."""
    killed_after(root, record("a", digest="first"))
    journal = (root / ".mesh" / "state.journal").read_bytes()
    written(root, record("a", digest="second"))
    (root / ".mesh" / "state.journal").write_bytes(journal)
    assert State.open(root, "nonce").records["urn:a"].digest == "second"


def test_another_account_begins_empty_and_says_so(root: Path) -> None:
    written(root, record("a"))
    killed_after(root, record("b"))
    state = State.open(root, "another")
    assert not state.records
    assert state.discarded is not None
    assert "started anew" in state.discarded


def test_a_first_run_has_nothing_to_say(root: Path) -> None:
    assert State.open(root, "nonce").discarded is None


@pytest.mark.parametrize("damage", ["", "{", "[]", "null", '{"nonce": "nonce"}', "\x00"])
def test_a_damaged_file_is_an_empty_state_that_says_so(root: Path, damage: str) -> None:
    written(root, record("a"))
    (root / ".mesh" / "state.json").write_text(damage)
    state = State.open(root, "nonce")
    assert not state.records
    assert state.discarded is not None
    assert "damaged" in state.discarded


def test_only_one_process_changes_the_state(root: Path) -> None:
    mine, other = State.open(root, "nonce"), State.open(root, "nonce")
    with mine.held(), pytest.raises(SandboxError, match="changed by another process"), other.held():
        pass


def test_a_state_that_is_not_held_is_not_changed(root: Path) -> None:
    with pytest.raises(RuntimeError, match="held"):
        State.open(root, "nonce").put(record("a"))


def test_the_file_is_plain_json(root: Path) -> None:
    written(root, record("a"))
    told = json.loads((root / ".mesh" / "state.json").read_text())
    assert [r["urn"] for r in told["records"]] == ["urn:a"]
    assert not (root / ".mesh" / "state.journal").exists()
