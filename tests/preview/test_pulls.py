"""What a reviewer is shown of each pull request; rewritten with UPDATE_PREVIEWS=1, and reviewed."""

import os
from datetime import date
from pathlib import Path

import pytest

from meshwright import checks
from meshwright.language import Mesh
from meshwright.preview import markdown, to_json
from meshwright.preview.affected import affected
from meshwright.preview.graphs import compared
from meshwright.preview.previewing import State, reported
from meshwright.preview.recording import record

from .pulls import PULLS
from .pulls.editing import Pull, lay_out, restore

EXPECTED = Path(__file__).parent / "pulls" / "expected"
TODAY = date(2026, 11, 27)
RENDER = {"md": markdown, "json": to_json}


@pytest.fixture(scope="module")
def roots(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The small mesh twice: before and after."""
    base, head = tmp_path_factory.mktemp("base"), tmp_path_factory.mktemp("head")
    lay_out(base)
    lay_out(head)
    return base, head


def state(root: Path, since: Mesh | None = None) -> State:
    mesh, findings = checks.check(root, today=TODAY, base=since)
    return State(mesh=mesh, findings=findings, record=lambda stacks: record(root, stacks, TODAY))


@pytest.mark.parametrize("pull", PULLS, ids=lambda pull: pull.name)
def test_a_reviewer_sees_what_is_expected(pull: Pull, roots: tuple[Path, Path]) -> None:
    base, head = edited(roots, pull)
    before = state(base)
    after = state(head, before.mesh)
    report = reported(before, after, pull.environment, today=TODAY, against="main", domains=pull.domains)
    for form in pull.forms:
        shown, file = RENDER[form](report), EXPECTED / f"{pull.name}.{form}"
        if os.environ.get("UPDATE_PREVIEWS"):
            EXPECTED.mkdir(exist_ok=True)
            file.write_text(shown)
        assert shown == file.read_text(), f"{file.name} is another; UPDATE_PREVIEWS=1 rewrites it"
    assert report.status == pull.status
    unreached_stacks_are_the_same(before, after, pull.environment)


def edited(roots: tuple[Path, Path], pull: Pull) -> tuple[Path, Path]:
    for root, edits in zip(roots, (pull.before, [*pull.before, *pull.edits]), strict=True):
        if edits or (root / ".edited").exists():
            restore(root)
            (root / ".edited").touch()
        for edit in edits:
            edit(root)
        if not edits:
            (root / ".edited").unlink(missing_ok=True)
    return roots


def unreached_stacks_are_the_same(before: State, after: State, environment: str) -> None:
    """What was left out as not affected is the same before and after, recorded in full."""
    place = after.mesh.environment(environment)
    if place is None or before.mesh.environment(environment) is None:
        return
    if any(f.level == "error" for f in after.findings):
        return
    reached = affected(before.mesh, after.mesh, place, today=TODAY, code=False)
    every = {
        f"{scope}.{environment}"
        for m in (before.mesh, after.mesh)
        for scope in ("foundation", *(d.name for d in m.domains))
    }
    left_out = sorted(every - set(reached))
    graphs = [s.record(left_out) for s in (before, after)]
    assert all(compared(graphs[0][stack], graphs[1][stack]) == () for stack in left_out)
