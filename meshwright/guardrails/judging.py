"""Holds the guardrails to recordings."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from meshwright.language import Environment, Governance, IdentityCenter
from meshwright.recording.graph import Graph

from .guardrail import Guardrail
from .registry import ALL
from .stack import Bounds, Breach, Seen, Stack


@dataclass(frozen=True)
class Verdict:
    """What one guardrail says of several stacks."""

    rail: Guardrail
    judged: frozenset[str]
    """URNs of the resources of its types."""
    breaches: Mapping[str, tuple[Breach, ...]]
    """By stack, in the order of the stacks; none that is empty."""

    @property
    def holds(self) -> bool:
        """Whether nothing breaks it."""
        return not self.breaches


def bounds_of(environment: Environment, governance: Governance) -> Bounds:
    """What the platform team decided for an environment."""
    return Bounds(
        regions=frozenset(governance.allowed_regions),
        account=environment.account,
        deletes_retired=environment.deletes == "retired",
        identity_account=center.account if isinstance(center := environment.identity, IdentityCenter) else None,
    )


def stack_of(graph: Graph, bounds: Bounds) -> Stack:
    """A recording as the guardrails see it."""
    return Stack(
        tuple(
            Seen(urn=r.urn, type=r.type, name=r.name, inputs=r.inputs, retained=r.options.retain_on_delete)
            for r in graph.resources
            if r.custom
        ),
        bounds,
    )


def judge(stacks: Mapping[str, Stack], rails: Iterable[Guardrail] = ALL) -> tuple[Verdict, ...]:
    """What each guardrail says of these stacks, by name."""
    return tuple(_verdict(rail, stacks) for rail in rails)


def _verdict(rail: Guardrail, stacks: Mapping[str, Stack]) -> Verdict:
    judged = frozenset(r.urn for s in stacks.values() for r in s.resources if r.type.startswith(rail.types))
    found = {name: sorted(rail.check(stack), key=_order) for name, stack in stacks.items()}
    return Verdict(rail, judged, {name: tuple(breaches) for name, breaches in found.items() if breaches})


def _order(breach: Breach) -> tuple[str, str]:
    return breach.resource.urn, breach.message
