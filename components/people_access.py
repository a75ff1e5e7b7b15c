"""How people of Identity Center's groups come to their roles."""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
from pulumi_aws import iam, identitystore, lakeformation, ssoadmin

from meshwright import names
from meshwright.language import Environment, Governance, IdentityCenter

from ._component import MeshComponent
from .policies import Account, Policy, people
from .tags import platform_tags

SESSION = "PT4H"
"""The longest that anybody stays signed in to the account."""
DEPARTMENT = "${path:enterprise.department}"
"""The attribute of people that says which domain they work for (Identity Center user guide, "Attribute mappings")."""


@dataclass(frozen=True, kw_only=True)
class PeopleAccessArgs:
    """For whom, and where."""

    environment: Environment
    governance: Governance
    center: IdentityCenter
    domains: Sequence[str]
    """Every registered domain, by name; its groups have to exist."""
    asking: pulumi.ProviderResource
    """The provider that reaches the account and region of Identity Center."""


class PeopleAccess(MeshComponent):
    """A permission set and an assignment for every group of every domain, and one for emergencies.

    Each allows one thing: to take the one role that the group is for. Made where Identity Center is, but for the
    boundary and what Lake Formation has to know, which are the environment's.
    """

    permission_set_arns: dict[str, pulumi.Output[str]]
    """By the group's name."""

    def __init__(self, name: str, args: PeopleAccessArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("meshwright:index:PeopleAccess", name, opts)
        self._args = args
        self._account = Account(args.environment)
        self._tags = platform_tags(args.environment, args.governance)
        self._boundary = self._bound()
        self._tell_lake_formation()
        if args.center.attributes == "here":
            self._pass_departments_on()
        self.permission_set_arns = {
            names.group(domain, duty): self._assign(domain, duty) for domain in args.domains for duty in names.PEOPLE
        }
        emergencies = names.group(names.PLATFORM, names.BREAK_GLASS)
        self.permission_set_arns[emergencies] = self._assign(names.PLATFORM, names.BREAK_GLASS)
        self.register_outputs({"permissionSetArns": self.permission_set_arns})

    def _there(self, *after: pulumi.Resource) -> pulumi.ResourceOptions:
        """Options of what is made where Identity Center is."""
        return pulumi.ResourceOptions.merge(self.child(after=after), pulumi.ResourceOptions(provider=self._args.asking))

    def _bound(self) -> iam.Policy:
        return iam.Policy(
            self.named("boundary"),
            name=names.people_boundary(self._args.environment.name),
            path=names.IAM_PATH,
            description="what nobody goes beyond who signs in through Identity Center for the mesh",
            policy=people.boundary(self._account).text,
            tags=self._tags,
            opts=self.child(),
        )

    def _tell_lake_formation(self) -> None:
        lakeformation.IdentityCenterConfiguration(
            self.named("lake"), instance_arn=self._args.center.instance, opts=self.child()
        )

    def _pass_departments_on(self) -> None:
        ssoadmin.InstanceAccessControlAttributes(
            self.named("attributes"),
            instance_arn=self._args.center.instance,
            attributes=[
                ssoadmin.InstanceAccessControlAttributesAttributeArgs(
                    key="domain",
                    values=[ssoadmin.InstanceAccessControlAttributesAttributeValueArgs(sources=[DEPARTMENT])],
                )
            ],
            opts=self._there(),
        )

    def _assign(self, domain: str, duty: str) -> pulumi.Output[str]:
        args, instance, group = self._args, self._args.center.instance, names.group(domain, duty)
        made = ssoadmin.PermissionSet(
            self.named(group),
            instance_arn=instance,
            name=names.permission_set(args.environment.name, domain, duty),
            description=f"{duty} of {domain} in {args.environment.name}",
            session_duration=SESSION,
            tags={**self._tags, "duty": duty},
            opts=self._there(),
        )
        inline = ssoadmin.PermissionSetInlinePolicy(
            self.named(f"{group}-policy"),
            instance_arn=instance,
            permission_set_arn=made.arn,
            inline_policy=self._taking(domain, duty).text,
            opts=self._there(),
        )
        bounded = ssoadmin.PermissionsBoundaryAttachment(
            self.named(f"{group}-boundary"),
            instance_arn=instance,
            permission_set_arn=made.arn,
            permissions_boundary=self._boundary_of_sets(),
            opts=self._there(self._boundary, inline),
        )
        ssoadmin.AccountAssignment(
            self.named(f"{group}-assignment"),
            instance_arn=instance,
            permission_set_arn=made.arn,
            principal_id=self._group_id(group),
            principal_type="GROUP",
            target_id=args.environment.account,
            target_type="AWS_ACCOUNT",
            # nobody is let in before what holds them back is there
            opts=self._there(bounded),
        )
        return made.arn

    def _taking(self, domain: str, duty: str) -> Policy:
        if domain == names.PLATFORM:
            return people.assumes(people.break_glass_arn(self._account), None)
        return people.assumes(self._account.role(domain, duty), domain)

    def _boundary_of_sets(self) -> ssoadmin.PermissionsBoundaryAttachmentPermissionsBoundaryArgs:
        return ssoadmin.PermissionsBoundaryAttachmentPermissionsBoundaryArgs(
            customer_managed_policy_reference=(
                ssoadmin.PermissionsBoundaryAttachmentPermissionsBoundaryCustomerManagedPolicyReferenceArgs(
                    name=names.people_boundary(self._args.environment.name), path=names.IAM_PATH
                )
            )
        )

    def _group_id(self, group: str) -> pulumi.Output[str]:
        """Looked up by name: groups come from where people are known, never from here."""
        by_name = identitystore.GetGroupAlternateIdentifierUniqueAttributeArgs(
            attribute_path="DisplayName", attribute_value=group
        )
        return identitystore.get_group_output(
            identity_store_id=self._args.center.store,
            alternate_identifier=identitystore.GetGroupAlternateIdentifierArgs(unique_attribute=by_name),
            opts=pulumi.InvokeOutputOptions(provider=self._args.asking),
        ).group_id
