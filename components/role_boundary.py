"""What no role of a domain can do."""

from dataclasses import dataclass

import pulumi
from pulumi_aws import iam

from meshwright import names
from meshwright.language import Environment, Governance

from ._component import MeshComponent
from .policies import boundary
from .tags import platform_tags


@dataclass(frozen=True, kw_only=True)
class RoleBoundaryArgs:
    """Where it holds."""

    environment: Environment
    governance: Governance
    suffix: pulumi.Input[str]


class RoleBoundary(MeshComponent):
    """The permissions boundary of every domain's roles."""

    boundary_arn: pulumi.Output[str]

    def __init__(self, name: str, args: RoleBoundaryArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("meshwright:index:RoleBoundary", name, opts)
        environment, regions = args.environment, args.governance.allowed_regions
        self.boundary_arn = iam.Policy(
            self.named("policy"),
            name=names.boundary(environment.name),
            path=names.IAM_PATH,
            description="what no role of a domain can do, whatever its own policies say",
            policy=pulumi.Output.from_input(args.suffix).apply(
                lambda suffix: boundary.boundary(environment, regions, suffix).text
            ),
            tags=platform_tags(environment, args.governance),
            opts=self.child(),
        ).arn
        self.register_outputs({"boundaryArn": self.boundary_arn})
