"""Within one process, what has not changed is not read again, and what has changed always is."""

import gc
import os
import time
from pathlib import Path

import pytest

from meshwright.loader import Reading, folder, load, loading, remembering
from meshwright.loader.files import Stamp
from tests.loader.meshes import definition, mesh, write


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Paths of the definitions that were evaluated."""
    seen: list[str] = []

    def read(path: str, text: str) -> Reading:
        seen.append(path)
        return remembering.reading(path, text)

    monkeypatch.setattr(loading, "reading", read)
    return seen


def settle(root: Path) -> None:
    """Make all files old enough for their times to be trusted."""
    past = time.time() - 10
    for path in root.rglob("*"):
        os.utime(path, (past, past))


def test_an_unchanged_mesh_is_the_same_object(tmp_path: Path, reads: list[str]) -> None:
    root = mesh(tmp_path, sales=definition("sales"))
    first = load(root)
    assert load(root) is first
    assert len(reads) == 3


def test_only_the_changed_definition_is_evaluated(tmp_path: Path, reads: list[str]) -> None:
    root = mesh(tmp_path, sales=definition("sales"), finance=definition("finance"))
    first = load(root)
    reads.clear()
    write(root, "domains/sales/domain.py", definition("sales") + "x = 1\n")
    second = load(root)
    assert reads == ["domains/sales/domain.py"]
    assert second.mesh.domains[0] is first.mesh.domains[0]


def test_a_change_that_leaves_no_trace_but_the_text_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    now = time.time_ns()
    monkeypatch.setattr(folder, "stamp", lambda path, within: Stamp(1, 1, 100, now, now))
    root = mesh(tmp_path)
    for owner in "abc":
        write(root, "domains/sales/domain.py", definition("sales").replace("sales@", f"{owner}@"))
        assert load(root).mesh.domains[0].owner == f"{owner}@example.org"


def test_settled_files_are_not_opened_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = mesh(tmp_path, sales=definition("sales"))
    time.sleep(0.15)  # the time of a change of status cannot be set
    settle(root)
    time.sleep(0.15)
    first = load(root)
    monkeypatch.setattr(os, "open", None)
    assert load(root) is first


@pytest.mark.parametrize(
    "path",
    ["domains/sales/domain.py", "domains/sales/transforms/orders.sql", "stacks/governance.py", "domains/sales/a.csv"],
)
def test_a_file_that_goes_and_comes_is_noticed(tmp_path: Path, path: str) -> None:
    source = (
        "from meshwright import Domain, landing, text\n"
        "domain = Domain('sales', landings=[landing('a', format='csv', columns=[text(1, 'id')], sample='a.csv')])\n"
    )
    root = mesh(tmp_path, sales=source)
    write(root, "domains/sales/transforms/orders.sql", "SELECT 1")
    write(root, "domains/sales/a.csv", "id\n")
    whole = load(root)
    (root / path).rename(tmp_path / "away")
    less = load(root)
    assert (less.mesh, less.findings) != (whole.mesh, whole.findings)
    (tmp_path / "away").rename(root / path)
    again = load(root)
    assert (again.mesh, again.findings) == (whole.mesh, whole.findings)


def test_a_new_domain_is_noticed(tmp_path: Path) -> None:
    root = mesh(tmp_path, sales=definition("sales"))
    load(root)
    mesh(root, finance=definition("finance"))
    assert [d.name for d in load(root).mesh.domains] == ["finance", "sales"]


def test_meshes_in_different_places_do_not_mix(tmp_path: Path) -> None:
    roots = [mesh(tmp_path / f"r{n}", sales=definition("sales") + f"x = {n}\n") for n in range(6)]
    for _ in range(2):
        for number, root in enumerate(roots):
            assert load(root).texts["domains/sales/domain.py"].endswith(f"x = {number}\n")
    assert len(loading._memories) == 4, "a process that loads many meshes does not keep them all"


def test_the_garbage_collector_is_left_as_it_was(tmp_path: Path) -> None:
    root = mesh(tmp_path)
    gc.enable()  # a preview that ran in this process before has left it off
    load(root)
    assert gc.isenabled()
    gc.disable()
    try:
        load(root)
        assert not gc.isenabled()
    finally:
        gc.enable()
