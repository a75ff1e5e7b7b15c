"""What is found in one domain's files, and what the whole mesh is judged by of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from meshwright.findings import Finding
from meshwright.language import Place

Uses = Mapping[str, tuple[int, int]]
"""By what has a quota, how many are needed and how many AWS allows unless asked."""


@dataclass(frozen=True)
class Verdict:
    """Of one domain."""

    findings: tuple[Finding, ...]
    """Of rules and of transforms, as far as they follow from the domain and those around it."""
    waivers: tuple[int, ...]
    """Which let something pass, by their position in the governance."""
    uses: Uses
    reads: Mapping[str, tuple[str, ...]]
    """By table, ``<database>.<table>``, the tables that its transform reads."""
    awaits: Mapping[str, tuple[str, ...]]
    """By database, those whose publication its product runs upon."""


def row(verdict: Verdict) -> list[Any]:
    """A verdict as JSON knows it."""
    found = [
        [f.place.path, f.place.line, f.place.column, f.id, f.message, f.fix, f.level]  #
        for f in verdict.findings
    ]
    return [found, verdict.waivers, dict(verdict.uses), dict(verdict.reads), dict(verdict.awaits)]


def restored(held: Any) -> Verdict | None:
    """The verdict that became a row; None where it is anything else."""
    try:
        found, waivers, uses, reads, awaits = held
        return Verdict(
            tuple(Finding(Place(path, line, column), *said) for path, line, column, *said in found),
            tuple(waivers),
            {what: (number, allowed) for what, (number, allowed) in uses.items()},
            {table: tuple(read) for table, read in reads.items()},
            {database: tuple(awaited) for database, awaited in awaits.items()},
        )
    except (TypeError, ValueError, AttributeError):
        return None
