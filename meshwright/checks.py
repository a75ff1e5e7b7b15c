"""Everything that is checked without an account: definitions, rules, transforms."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from meshwright import codeowners, loader, rules
from meshwright.contracts import rules as changes
from meshwright.contracts.comparing import compare
from meshwright.findings import Finding
from meshwright.language import Mesh


def check(root: Path, *, today: date, base: Mesh | None = None) -> tuple[Mesh, tuple[Finding, ...]]:
    """Read the mesh below ``root`` and judge it as of ``today``, and what has changed since ``base``.

    Returns what could be read, and every finding, sorted. Where a definition could not be read, references into it
    are not judged, and no transform is: findings would be about something that nobody wrote.
    """
    from meshwright import transforms  # loads the SQL parser

    loaded = loader.load(root)
    comparison = None if base is None else compare(base, loaded.mesh, today=today)
    judged = rules.check(loaded.mesh, today=today, extra=changes.bound(comparison))
    found = {*loaded.findings, *judged, *codeowners.findings(root, loaded.mesh)}
    if not loaded.mesh.unread:
        found.update(transforms.findings(loaded.mesh))
    return loaded.mesh, tuple(sorted(found))


def explanations() -> Mapping[str, tuple[str, str, str]]:
    """By finding id: what must be true, why, and what to do."""
    from meshwright import guardrails
    from meshwright.transforms.explanations import EXPLANATIONS

    judged = {r.id: (r.must, r.why, r.fix) for r in (*rules.ALL, *changes.bound(None))}
    built = {r.id: (r.must, r.why, r.remedy) for r in guardrails.ALL}
    return {**loader.EXPLANATIONS, **judged, **EXPLANATIONS, **built, codeowners.ID: codeowners.EXPLANATION}
