"""The guardrails as policies of CrossGuard: what the engine is about to build, as the guardrails see it."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pulumi_policy import (
    Policy,
    PolicyResource,
    ReportViolation,
    ResourceValidationArgs,
    ResourceValidationPolicy,
    Severity,
    StackValidationArgs,
    StackValidationPolicy,
)
from pulumi_policy.proxy import UnknownValueError

from meshwright.guardrails import ALL, Bounds, Guardrail, Seen, Stack, bounds_of
from meshwright.language import Mesh
from meshwright.loader import load
from meshwright.recording.graph import UNKNOWN


def policies(root: Path) -> list[Policy]:
    """Every guardrail that the engine tells enough for, under the governance of the project at ``root``."""
    mesh = load(root).mesh
    return [_policy(rail, mesh) for rail in ALL if not rail.options]


def _policy(rail: Guardrail, mesh: Mesh) -> Policy:
    def resource(args: ResourceValidationArgs, report: ReportViolation) -> None:
        seen = Seen(urn=args.urn, type=args.resource_type, name=args.name, inputs=plain(args.props))
        _report(rail, Stack((seen,), bounds(args.urn, mesh)), report)

    def stack(args: StackValidationArgs, report: ReportViolation) -> None:
        seen = tuple(map(_seen, args.resources))
        if seen:
            _report(rail, Stack(seen, bounds(seen[0].urn, mesh)), report)

    told: dict[str, Any] = {
        "name": rail.id,
        "description": f"{rail.must}: {rail.why}",
        "severity": Severity(rail.severity),
        "remediation_steps": rail.remedy,
    }
    if rail.alone:
        return ResourceValidationPolicy(validate=resource, **told)
    return StackValidationPolicy(validate=stack, **told)


def _seen(resource: PolicyResource) -> Seen:
    return Seen(urn=resource.urn, type=resource.resource_type, name=resource.name, inputs=plain(resource.props))


def _report(rail: Guardrail, stack: Stack, report: ReportViolation) -> None:
    for breach in rail.check(stack):
        report(f"{breach.message}; {rail.remedy}", breach.resource.urn)


def bounds(urn: str, mesh: Mesh) -> Bounds:
    """What the platform team decided for the environment that a URN's stack is built in."""
    name = urn.split("::")[0].rpartition(".")[2]
    environment = mesh.environment(name)
    if environment is None:
        raise ValueError(f"{urn}: there is no environment {name}; write it in stacks/environments.py")
    return bounds_of(environment, mesh.governance)


def plain(value: Any) -> Any:
    """A value without the SDK's wrappers: unknown parts as ``UNKNOWN``, whole numbers as int."""
    if isinstance(value, Mapping):
        return {str(key): _known(value, key) for key in value}
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        return list(_items(value))
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value if isinstance(value, str | int | float | None) else str(value)


def _items(values: Sequence[Any]) -> Iterator[Any]:
    return (_known(values, index) for index in range(len(values)))


def _known(holder: Any, key: Any) -> Any:
    try:
        return plain(holder[key])
    except UnknownValueError:
        return UNKNOWN
