"""Everything that is checked without an account: definitions, rules, transforms."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from meshwright import codeowners, loader, rules
from meshwright.contracts import rules as changes
from meshwright.contracts.comparing import compare
from meshwright.findings import Finding
from meshwright.judging import judged, judged_whole, opened
from meshwright.judging.cases import rows_of
from meshwright.language import Mesh
from meshwright.loader.loading import load_part
from meshwright.loader.states import folder_state


def check(root: Path, *, today: date, base: Mesh | None = None) -> tuple[Mesh, tuple[Finding, ...]]:
    """Read the mesh below ``root`` and judge it as of ``today``, and what has changed since ``base``.

    Returns what could be read, and every finding, sorted. Where a definition could not be read, references into it
    are not judged, and no transform is: findings would be about something that nobody wrote. What was judged before,
    in whichever process, is not judged again.
    """
    loaded = loader.load(root)
    about = changes.bound(None if base is None else compare(base, loaded.mesh, today=today))
    found = None if loaded.findings else _by_domain(root, today, about)
    if found is None:
        judged = judged_whole(loaded.mesh, today, extra=about).findings
        found = loaded.mesh, (*loaded.findings, *judged)
    return loaded.mesh, _with_owners(root, *found)


def check_alone(root: Path, *, today: date) -> tuple[Mesh, tuple[Finding, ...]]:
    """As ``check``, of whose mesh only what had to be looked at is there, and who is beyond: its findings are all."""
    found = _by_domain(root, today, changes.bound(None))
    return check(root, today=today) if found is None else (found[0], _with_owners(root, *found))


def _by_domain(root: Path, today: date, about: Sequence[rules.Rule]) -> tuple[Mesh, tuple[Finding, ...]] | None:
    """What is found of a mesh that can be read, and as much of it as had to be looked at; None where it can't."""
    state, rows = folder_state(root), rows_of(root)
    if not state.sound:
        return None
    case = opened(state, today, rows)
    part = load_part(root, state.index, case.needed)
    if part.findings:
        return None
    found = judged(case, part.mesh, lambda: loader.load(root).mesh, extra=about)
    rows.keep()
    return part.mesh, found.findings


def _with_owners(root: Path, mesh: Mesh, found: tuple[Finding, ...]) -> tuple[Finding, ...]:
    return tuple(sorted({*found, *codeowners.findings(root, mesh)}))


def explanations() -> Mapping[str, tuple[str, str, str]]:
    """By finding id: what must be true, why, and what to do."""
    from meshwright import guardrails
    from meshwright.transforms.explanations import EXPLANATIONS

    judged = {r.id: (r.must, r.why, r.fix) for r in (*rules.ALL, *changes.bound(None))}
    built = {r.id: (r.must, r.why, r.remedy) for r in guardrails.ALL}
    return {**loader.EXPLANATIONS, **judged, **EXPLANATIONS, **built, codeowners.ID: codeowners.EXPLANATION}
