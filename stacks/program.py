"""From a stack's name to what is built: ``foundation.<environment>`` or ``<domain>.<environment>``."""

import os
from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path

import pulumi

from components import FoundationOutputs
from components.tags import domain_tags, platform_tags
from meshwright.language import Domain, Environment, Mesh
from meshwright.loader import load_slice
from meshwright.names import FOUNDATION

from . import domain as domain_stack
from . import foundation as foundation_stack
from .provider import built_with, explicit_provider
from .returning import asking_first


def run(root: Path) -> None:
    """Build the stack that the engine was asked for, from the definitions below ``root``.

    Raises ``pulumi.RunError``, whose message is all that a person gets to see, where the definitions are wrong or
    define no such stack.
    """
    stack = pulumi.get_stack()
    mesh = _mesh(root, stack)
    domain, environment = chosen(stack, mesh)
    if domain is None:
        provider = explicit_provider(environment, platform_tags(environment, mesh.governance))
        foundation_stack.build(mesh, environment, provider)
        return
    provider = explicit_provider(environment, domain_tags(environment, domain))
    reference = pulumi.StackReference(FOUNDATION, stack_name=_foundation_of(environment))
    foundation = FoundationOutputs.from_reference(reference)
    opts = pulumi.ResourceOptions.merge(built_with(provider), asking_first(environment, domain.name, provider))
    domain_stack.build(mesh, domain, environment, foundation, today=_today(), root=root, opts=opts)


def chosen(stack: str, mesh: Mesh) -> tuple[Domain | None, Environment]:
    """The domain (None for the foundation) and the environment that a stack's name says."""
    scope, _, environment_name = stack.rpartition(".")
    environment = mesh.environment(environment_name)
    domain = mesh.domain(scope)
    if environment is None or (domain is None and scope != FOUNDATION):
        raise pulumi.RunError(
            f'there is no stack "{stack}"; write {FOUNDATION}.<environment> or <domain>.<environment>'
            f"\n  environments: {_listed(e.name for e in mesh.environments)}"
            f"\n  domains: {_listed(member.name for member in mesh.members)}"
        )
    return (None if scope == FOUNDATION else domain), environment


def _mesh(root: Path, stack: str) -> Mesh:
    """What a stack follows from: a domain and those around it; of all others, who they are."""
    scope = stack.rpartition(".")[0]
    loaded = load_slice(root, () if scope == FOUNDATION else (scope,))
    errors = [finding for finding in loaded.findings if finding.level == "error"]
    if errors:
        listed = "\n".join(f"  {finding}" for finding in errors)
        raise pulumi.RunError(f"the definitions have {len(errors)} errors; nothing was built\n{listed}")
    return loaded.mesh


def _today() -> date:
    """The day that grants are judged by: ``MESH_TODAY``, else today in UTC."""
    written = os.environ.get("MESH_TODAY")
    try:
        return date.fromisoformat(written) if written else datetime.now(UTC).date()
    except ValueError:
        raise pulumi.RunError(f'MESH_TODAY="{written}" is not a date; write year-month-day') from None


def _foundation_of(environment: Environment) -> str:
    return f"{pulumi.get_organization()}/{pulumi.get_project()}/{FOUNDATION}.{environment.name}"


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names) or "none"
