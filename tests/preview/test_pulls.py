"""What a reviewer is shown of each pull request; rewritten with UPDATE_PREVIEWS=1, and reviewed."""

import os
from datetime import date
from pathlib import Path

import pytest

from meshwright import codeowners
from meshwright.judging.cases import rows_of
from meshwright.loader import load
from meshwright.loader.loading import load_part
from meshwright.loader.states import folder_state, follows
from meshwright.names import FOUNDATION
from meshwright.preview import markdown, to_json
from meshwright.preview.affected import affected
from meshwright.preview.graphs import compared
from meshwright.preview.previewing import reported
from meshwright.preview.recording import record
from meshwright.preview.report import Report
from meshwright.preview.sides import Sides, Source, sides, whole

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


def source(root: Path, environment: str) -> Source:
    brief = folder_state(root)
    known = follows(brief, environment, [FOUNDATION, *brief.index.domains]) if brief.sound else None
    return Source(
        brief=brief,
        part=lambda names: load_part(root, brief.index, names),
        whole=lambda: load(root),
        record=lambda stacks, members: record(root, stacks, TODAY, members=members, scopes=known),
    )


@pytest.mark.parametrize("pull", PULLS, ids=lambda pull: pull.name)
def test_a_reviewer_sees_what_is_expected(pull: Pull, roots: tuple[Path, Path]) -> None:
    base, head = edited(roots, pull)
    before, after = (source(root, pull.environment) for root in (base, head))
    both = whole(before, after, today=TODAY)
    parts = sides(before, after, pull.environment, today=TODAY, rows=rows_of(head))
    asked = codeowners.asked(both.base.mesh, differing(base, head))
    report, by_parts = (
        reported(one, pull.environment, today=TODAY, against="main", domains=pull.domains, asked=asked)
        for one in (both, parts)
    )
    assert by_parts == report, "what was loaded and judged in parts shows something else than the whole"
    for form in pull.forms:
        shown, file = RENDER[form](report), EXPECTED / f"{pull.name}.{form}"
        if os.environ.get("UPDATE_PREVIEWS"):
            EXPECTED.mkdir(exist_ok=True)
            file.write_text(shown)
        assert shown == file.read_text(), f"{file.name} is another; UPDATE_PREVIEWS=1 rewrites it"
    assert report.status == pull.status
    whoever_is_named_is_who_the_code_host_knows(report, both)
    unreached_stacks_are_the_same(both, head, pull.environment)


def differing(base: Path, head: Path) -> set[str]:
    """Paths of what is another file, or in one of the two only."""
    before, after = ({p.relative_to(root).as_posix(): p.read_bytes() for p in _files(root)} for root in (base, head))
    return {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}


def _files(root: Path) -> list[Path]:
    found = [*(root / "domains").rglob("*"), *(root / "stacks").glob("*.py")]
    return [path for path in found if path.is_file() and "__pycache__" not in path.parts]


def whoever_is_named_is_who_the_code_host_knows(report: Report, both: Sides) -> None:
    """Each owner stands in the CODEOWNERS of the base, which the code host goes by; of what is new in the head's."""
    before, after = (guards(codeowners.codeowners(side.mesh)) for side in (both.base, both.head))
    known = {**after, **before}
    for reason in report.approvals:
        assert reason.who, f"{reason.what} is nobody's matter"
        assert set(reason.who) <= set(known.values()), f"{reason.what}: {reason.who}"


def guards(text: str) -> dict[str, str]:
    """Owners by what they guard, as a code host reads the file."""
    return dict(line.split() for line in text.splitlines() if line and not line.startswith("#"))


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


def unreached_stacks_are_the_same(both: Sides, head: Path, environment: str) -> None:
    """What was left out as not affected is the same before and after, recorded in full."""
    before, after = both.base, both.head
    place = after.mesh.environment(environment)
    if place is None or before.mesh.environment(environment) is None:
        return
    if any(f.level == "error" for f in after.findings):
        return
    reached = affected(before.mesh, after.mesh, place, today=TODAY, code=False)
    every = {
        f"{scope}.{environment}"
        for m in (before.mesh, after.mesh)
        for scope in (FOUNDATION, *(d.name for d in m.domains))
    }
    left_out = sorted(every - set(reached))
    # of the head nothing is recalled that is compared: that it is the same is what has to be seen
    domains = [stack for stack in left_out if not stack.startswith(f"{FOUNDATION}.")]
    outputs = follows(folder_state(head), environment, [FOUNDATION])
    was, now = before.record(left_out, None), record(head, domains, TODAY, scopes=outputs)
    now |= record(head, [stack for stack in left_out if stack not in now], TODAY)
    assert was.keys() == now.keys()
    assert all(compared(was[stack], now[stack]) == () for stack in left_out)
