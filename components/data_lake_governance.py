"""Lake Formation, made the only one that decides who reads data."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pulumi
from pulumi_aws import iam, lakeformation

from meshwright import names
from meshwright.language import Environment, Governance

from ._component import MeshComponent
from .ontology import VALUES_LIMIT, ontology
from .policies import Account, locations, trust
from .tags import platform_tags

LOCATIONS = "locations"
"""The duty of the role that data locations are registered with."""


@dataclass(frozen=True, kw_only=True)
class DataLakeGovernanceArgs:
    """Where it holds, for whom, and who administers it."""

    environment: Environment
    governance: Governance
    domains: Sequence[str]
    """Every registered domain, by name."""
    suffix: pulumi.Input[str]
    administrators: Sequence[pulumi.Input[str]]
    """ARNs of roles that may grant: who deploys, first of all. Never a role that is granted data."""
    viewers: Sequence[pulumi.Input[str]] = ()
    """ARNs of roles that are shown every permission and may change none: Lake Formation shows others only their own."""


class DataLakeGovernance(MeshComponent):
    """Lake Formation's settings and tags, and the role it serves data as. New data is open to nobody by default.

    The settings are one set for the account, and whoever writes them last wins. So they are read first: administrators
    of others stay beside those of the mesh, and so does what else others have set.
    """

    settings: lakeformation.DataLakeSettings
    """Once they stand, a new database is open to nobody."""
    locations_role_arn: pulumi.Output[str]
    """What Lake Formation reads and writes registered locations as."""
    tags: Mapping[str, lakeformation.LfTag]
    """By key, every tag that data may carry: a grant by tag waits for those that it names."""

    def __init__(self, name: str, args: DataLakeGovernanceArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("meshwright:index:DataLakeGovernance", name, opts)
        self._args = args
        self.settings = self._close_by_default()
        self.tags = dict(self._define_tags(after=self.settings))
        self.locations_role_arn = self._locations_role().arn
        self.register_outputs({"locationsRoleArn": self.locations_role_arn})

    def _close_by_default(self) -> lakeformation.DataLakeSettings:
        """Without this every new table would be open to all of IAM (``IAM_ALLOWED_PRINCIPALS``)."""
        held = lakeformation.get_data_lake_settings_output(opts=pulumi.InvokeOutputOptions(parent=self))
        return lakeformation.DataLakeSettings(
            self.named("settings"),
            admins=pulumi.Output.all(held.admins, *self._args.administrators).apply(_merged),
            create_database_default_permissions=[],
            create_table_default_permissions=[],
            read_only_admins=pulumi.Output.all(held.read_only_admins, *self._args.viewers).apply(_merged).apply(_given),
            trusted_resource_owners=held.trusted_resource_owners.apply(_given),
            allow_external_data_filtering=held.allow_external_data_filtering.apply(lambda on: on or None),
            external_data_filtering_allow_lists=held.external_data_filtering_allow_lists.apply(_given),
            authorized_session_tag_value_lists=held.authorized_session_tag_value_lists.apply(_given),
            # the settings are the account's: dropping this stack must not open the account's data
            opts=self.child(stateful=True),
        )

    def _define_tags(self, *, after: lakeformation.DataLakeSettings) -> Iterator[tuple[str, lakeformation.LfTag]]:
        """Only administrators define tags, so they have to be such already."""
        for key, values in ontology(self._args.governance, self._args.domains).items():
            if len(values) > VALUES_LIMIT:
                raise ValueError(
                    f"the tag {key} would have {len(values)} values, Lake Formation allows {VALUES_LIMIT}; "
                    "divide the mesh over several accounts"
                )
            name, opts = self.named(f"tag-{key}"), self.child(after=[after])
            yield key, lakeformation.LfTag(name, key=key, values=list(values), opts=opts)

    def _locations_role(self) -> iam.Role:
        args, account = self._args, Account(self._args.environment)
        role = iam.Role(
            self.named("locations"),
            name=names.role(args.environment.name, names.PLATFORM, LOCATIONS),
            path=names.IAM_PATH,
            description="what Lake Formation serves data as",
            assume_role_policy=trust.lake_formation(account).json,
            tags=platform_tags(args.environment, args.governance),
            opts=self.child(),
        )
        iam.RolePolicy(
            self.named("locations-policy"),
            name="permissions",
            role=role.name,
            policy=pulumi.Output.from_input(args.suffix).apply(
                lambda suffix: locations.locations(args.environment, suffix).text
            ),
            opts=self.child(),
        )
        return role


def _merged(both: Sequence[Any]) -> list[str]:
    """The mesh's own, in their order (who deploys first), and then those of others.

    Lake Formation gives a deleted role as an id, which it refuses to be told again.
    """
    held, *own = both
    others = sorted(arn for arn in held or () if arn.startswith("arn:") and arn not in own)
    return list(dict.fromkeys([*own, *others]))


def _given(values: Sequence[str] | None) -> list[str] | None:
    """A list that says something; an empty one is left to Lake Formation."""
    return list(values) if values else None
