"""Data stays where it may be."""

from collections.abc import Iterator

from meshwright.guardrails.guardrail import Guardrail
from meshwright.guardrails.stack import Breach, Stack
from meshwright.recording.graph import UNKNOWN


def _check(stack: Stack) -> Iterator[Breach]:
    for resource in stack.resources:
        region = resource.get("region")
        if isinstance(region, str) and region != UNKNOWN and region not in stack.bounds.regions:
            yield Breach(
                resource, f"{resource.name} is in {region}; allowed are {', '.join(sorted(stack.bounds.regions))}"
            )


RAIL = Guardrail(
    id="regions-are-allowed",
    must="every resource is in a region that governance allows",
    why="data may be bound to where it was collected",
    remedy="build it in an allowed region, or have governance allow this one",
    severity="critical",
    nist=("AC-4", "SA-9"),
    cdmc=("4",),
    types=("aws:",),
    check=_check,
)
