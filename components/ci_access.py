"""What pipelines plan and deploy as."""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
from pulumi_aws import iam

from meshwright import names
from meshwright.language import Environment, GitHub, GitLab, Governance

from ._component import MeshComponent
from .policies import Account, Policy, ci, ci_adopted, trust
from .tags import platform_tags

SESSION_SECONDS = 3600


@dataclass(frozen=True, kw_only=True)
class CiAccessArgs:
    """Whose pipelines, and where."""

    environment: Environment
    governance: Governance
    pipelines: GitHub | GitLab
    buckets: Sequence[str] = ()
    """Those that domains adopted, which the names that the mesh gives don't cover."""
    roles: Sequence[str] = ()
    """Likewise."""


class CiAccess(MeshComponent):
    """Two roles that the pipelines of one repository take with a token that lasts minutes: nothing to keep or leak."""

    role_arns: dict[str, pulumi.Output[str]]
    """Of ``names.CI_PLAN`` and ``names.CI_DEPLOY``."""

    def __init__(self, name: str, args: CiAccessArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("meshwright:index:CiAccess", name, opts)
        self._args = args
        self._account = Account(args.environment)
        self._tags = platform_tags(args.environment, args.governance)
        provider = [] if args.pipelines.provider == "found" else [self._signed_by()]
        planning = self._role(names.CI_PLAN, ci.plan(self._account), provider)
        self._deploying = self._role(names.CI_DEPLOY, ci.deploy(self._account), provider)
        self.role_arns = {names.CI_PLAN: planning.arn, names.CI_DEPLOY: self._deploying.arn}
        self._let_read_before_making()
        self._let_read_what_was_there(planning)
        self.register_outputs({"roleArns": self.role_arns})

    def _let_read_before_making(self) -> None:
        env = self._args.environment.name
        reads = iam.Policy(
            self.named("reads"),
            name=f"{names.ci_role(env, names.CI_DEPLOY)}-reads",
            path=names.PLATFORM_PATH,
            description="what who deploys has to read before",
            policy=ci.reads(self._account).text,
            tags=self._tags,
            opts=self.child(),
        )
        iam.RolePolicyAttachment(
            self.named("deploy-reads"),
            role=self._deploying.name,
            policy_arn=reads.arn,
            opts=self.child(),
        )

    def _let_read_what_was_there(self, planning: iam.Role) -> None:
        env = self._args.environment.name
        for number, policy in enumerate(self._of_adopted, 1):
            reads = iam.Policy(
                self.named(f"adopted-{number}"),
                name=f"{names.ci_role(env, names.CI_PLAN)}-adopted-{number}",
                path=names.PLATFORM_PATH,
                description="settings of what domains adopted",
                policy=policy.text,
                tags=self._tags,
                opts=self.child(),
            )
            for duty, role in ((names.CI_PLAN, planning), (names.CI_DEPLOY, self._deploying)):
                iam.RolePolicyAttachment(
                    self.named(f"{duty}-adopted-{number}"), role=role.name, policy_arn=reads.arn, opts=self.child()
                )

    @property
    def _of_adopted(self) -> tuple[Policy, ...]:
        return ci_adopted.adopted(self._account, self._args.buckets, self._args.roles)

    def _signed_by(self) -> iam.OpenIdConnectProvider:
        """An account has one for each address, so it stays for others who came to use it."""
        return iam.OpenIdConnectProvider(
            self.named("provider"),
            url=f"https://{trust.ci_host(self._args.pipelines)}",
            client_id_lists=[trust.ci_audience(self._args.pipelines)],
            tags=self._tags,
            opts=self.child(stateful=True),
        )

    def _role(self, duty: str, permissions: Policy, provider: list[iam.OpenIdConnectProvider]) -> iam.Role:
        role = iam.Role(
            self.named(duty),
            name=names.ci_role(self._args.environment.name, duty),
            path=names.PLATFORM_PATH,
            description=f"what pipelines {duty} as",
            assume_role_policy=trust.ci(self._account, duty).json,
            max_session_duration=SESSION_SECONDS,
            tags={**self._tags, "duty": f"ci-{duty}"},
            # a trust policy may name no provider that isn't there
            opts=self.child(after=provider),
        )
        iam.RolePolicy(
            self.named(f"{duty}-policy"),
            name="permissions",
            role=role.name,
            policy=permissions.text,
            opts=self.child(),
        )
        return role
