"""The roles of a domain."""

from dataclasses import dataclass

import pulumi
from pulumi_aws import iam

from meshwright import names
from meshwright.language import Domain, Environment, Member

from ._component import MeshComponent
from .policies import Holdings, duties, trust
from .tags import domain_tags

SESSION_SECONDS = 4 * 3600
"""The longest that anybody stays in a role."""


@dataclass(frozen=True, kw_only=True)
class DomainRolesArgs:
    """Whose roles they are, and where."""

    domain: Domain | Member
    environment: Environment
    suffix: pulumi.Input[str]
    boundary_arn: pulumi.Input[str]


class DomainRoles(MeshComponent):
    """Owner, engineer, pipeline, reader, and the orchestrator that starts what the domain runs.

    They live in the foundation, so that a grant's principal always exists before the grant.
    """

    role_arns: dict[str, pulumi.Output[str]]
    """By duty."""

    def __init__(self, name: str, args: DomainRolesArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("meshwright:index:DomainRoles", name, opts)
        self._args = args
        self.role_arns = {duty: self._role(duty).arn for duty in duties.DUTIES}
        self.register_outputs({"roleArns": self.role_arns})

    def _role(self, duty: str) -> iam.Role:
        args = self._args
        environment, domain = args.environment, args.domain
        # who may become it says nothing of a bucket, so the suffix of buckets does not matter here
        trusting = trust.duty(duty, Holdings(environment, domain.name, suffix=""))
        role = iam.Role(
            self.named(duty),
            name=names.role(environment.name, domain.name, duty),
            path=names.IAM_PATH,
            description=f"the {duty} of the domain {domain.name}",
            assume_role_policy=trusting.json,
            permissions_boundary=args.boundary_arn,
            max_session_duration=SESSION_SECONDS,
            tags={**domain_tags(environment, domain), "duty": duty},
            opts=self.child(),
        )
        iam.RolePolicy(
            self.named(f"{duty}-policy"),
            name="permissions",
            role=role.name,
            policy=pulumi.Output.from_input(args.suffix).apply(
                lambda suffix: duties.policy(duty, Holdings(environment, domain.name, suffix)).text
            ),
            opts=self.child(),
        )
        return role
