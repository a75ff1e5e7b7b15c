"""How each control stands in one mesh, by its recordings and its findings."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from meshwright.findings import Finding
from meshwright.guardrails import Verdict
from meshwright.language import Mesh

from .register import CONTROLS, Control


@dataclass(frozen=True)
class Standing:
    """One control, and what was seen of it."""

    control: Control
    resources: int
    """Resources that its guardrails judged."""
    definitions: int
    """Domains whose definitions its rules judged."""
    broken: tuple[str, ...]
    """What breaks it, each as one line, sorted."""
    waived: tuple[str, ...]
    """Exceptions in force, as ``<rule> for <scope> until <day>``."""

    @property
    def holds(self) -> bool:
        """Whether nothing breaks it."""
        return not self.broken


def standings(
    mesh: Mesh, findings: Iterable[Finding], verdicts: Iterable[Verdict], today: date
) -> tuple[Standing, ...]:
    """Every control, in the order of their numbers.

    Args:
        mesh: what everybody wrote.
        findings: everything found in it; warnings break nothing.
        verdicts: of the guardrails on its stacks.
        today: the day that exceptions are judged by.
    """
    errors = [f for f in findings if f.level == "error"]
    by_rail = {v.rail.id: v for v in verdicts}
    return tuple(_standing(control, mesh, errors, by_rail, today) for control in CONTROLS)


def _standing(
    control: Control, mesh: Mesh, errors: Collection[Finding], verdicts: Mapping[str, Verdict], today: date
) -> Standing:
    judged = [verdicts[id] for id in control.guardrails]
    breaches = {f"{stack}: {b.message}" for v in judged for stack, found in v.breaches.items() for b in found}
    breaches |= {f"{f.place}: {f.id} {f.message}" for f in errors if f.id in control.rules}
    return Standing(
        control,
        resources=len(frozenset().union(*(v.judged for v in judged))),
        definitions=len(mesh.domains) if control.rules else 0,
        broken=tuple(sorted(breaches)),
        waived=tuple(
            f"{w.rule} for {w.scope} until {w.until}"
            for w in mesh.governance.waivers
            if w.rule in control.rules and w.until >= today
        ),
    )
