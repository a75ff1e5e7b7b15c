"""What a domain may do with its own data."""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
from pulumi_aws import lakeformation

from meshwright.access.standing import OWN, Standing
from meshwright.language import Domain, Environment

from . import ontology
from ._component import MeshComponent
from ._grants import SEE, grant_by_tag, tables_of
from ._turns import Turns
from .foundation_outputs import FoundationOutputs
from .policies import Account


@dataclass(frozen=True, kw_only=True)
class DomainAccessArgs:
    """Whose data it is, and where."""

    domain: Domain
    environment: Environment
    foundation: FoundationOutputs
    data_bucket: pulumi.Input[str]
    """Name of the bucket that the domain's tables stand in."""
    turns: Turns
    """Shared by all grants of the stack."""


class DomainAccess(MeshComponent):
    """Puts the domain's data under Lake Formation, and lets its own roles at it.

    By tag, so that a new table needs no grant: everything that carries the domain's name is the domain's own. No other
    domain's grant is touched, since the principals are different.
    """

    location: lakeformation.Resource
    """The registration: from here on Lake Formation decides who reads the bucket's tables."""
    tending: tuple[pulumi.Resource, ...]
    """What lets the pipeline write the domain's tables, so that what it does may wait for it."""

    def __init__(self, name: str, args: DomainAccessArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("meshwright:index:DomainAccess", name, opts)
        self._args = args
        self._account = Account(args.environment)

        self.location = self._register()
        writing = self._let_pipeline_write_there()
        granted = {role: self._grant(role, standing) for standing in OWN for role in standing.roles}
        self.tending = (writing, *granted["pipeline"])

        self.register_outputs({})

    def _register(self) -> lakeformation.Resource:
        return lakeformation.Resource(
            self.named("location"),
            arn=pulumi.Output.from_input(self._args.data_bucket).apply(self._account.bucket),
            role_arn=self._args.foundation.lake_formation_role_arn,
            hybrid_access_enabled=False,
            opts=self.child(),
        )

    def _let_pipeline_write_there(self) -> lakeformation.Permissions:
        return lakeformation.Permissions(
            self.named("pipeline-location"),
            principal=self._role("pipeline"),
            data_location=lakeformation.PermissionsDataLocationArgs(arn=self.location.arn),
            permissions=["DATA_LOCATION_ACCESS"],
            opts=self.child(delete_before_replace=True),
        )

    def _grant(self, role: str, standing: Standing) -> tuple[pulumi.Resource, ...]:
        own = {ontology.DOMAIN: self._args.domain.name}
        tables = self._by_tag(role, "TABLE", tables_of(standing, own), standing.actions)
        return (self._by_tag(role, "DATABASE", own, SEE), tables)

    def _by_tag(self, role: str, kind: str, tags: dict[str, str], permissions: Sequence[str]) -> pulumi.Resource:
        return self._args.turns.take(
            f"{kind} {sorted(tags.items())}",
            lambda after: grant_by_tag(
                self.named(f"{role}-{kind.lower()}s"),
                principal=self._role(role),
                kind=kind,
                tags=tags,
                permissions=permissions,
                opts=self.child(after=after, delete_before_replace=True),
            ),
        )

    def _role(self, duty: str) -> str:
        return self._account.role(self._args.domain.name, duty)
