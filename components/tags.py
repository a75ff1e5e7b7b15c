"""The tags of every resource: who owns it, who pays, where it belongs.

They are inputs of each resource, and the provider's default tags as well: the provider does not fold its defaults
into a resource's ``tags``, so what is declared would otherwise be invisible to a preview.
"""

from meshwright import names
from meshwright.language import Domain, Environment, Governance, Member


def domain_tags(environment: Environment, domain: Domain | Member) -> dict[str, str]:
    """Of what belongs to a domain. Access by attribute (``aws:PrincipalTag/domain``) reads ``domain``."""
    found = {"environment": environment.name, "domain": domain.name}
    if domain.owner is not None:
        found["owner"] = domain.owner
    if domain.cost_center is not None:
        found["cost-center"] = domain.cost_center
    return found


def platform_tags(environment: Environment, governance: Governance) -> dict[str, str]:
    """Of what belongs to the platform."""
    return {"environment": environment.name, "domain": names.PLATFORM, "owner": governance.owner}
