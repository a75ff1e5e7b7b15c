"""Where a domain's people query, and what its work may cost."""

from dataclasses import dataclass

import pulumi
from pulumi_aws import athena, budgets

from meshwright import names
from meshwright.language import Domain, Environment

from ._component import MeshComponent
from .policies import duties
from .tags import domain_tags

SCAN_LIMIT = 100 * 2**30
"""Bytes that one query may read: a forgotten condition costs half a dollar, not a month's budget."""
MONTHLY_LIMIT = 500
"""US dollars that a domain may spend in a month before its owner is written to."""
ENGINE = "Athena engine version 3"
"""The first that reads Iceberg tables through Lake Formation's data filters."""


@dataclass(frozen=True, kw_only=True)
class DomainWorkspaceArgs:
    """What only the caller knows."""

    domain: Domain
    environment: Environment
    mailbox: str
    """Whom to write to about money."""
    scratch_bucket: pulumi.Input[str]
    """Results go to its ``athena/``, each workgroup's to a part of its own."""
    key_arn: pulumi.Input[str]
    """The domain's key."""


class DomainWorkspace(MeshComponent):
    """Athena workgroups whose settings nobody can overrule, and a monthly budget.

    The team and the readers have one each: results stay for days, and hold what whoever asked may see.
    """

    workgroups: dict[str, pulumi.Output[str]]
    """Names, by ``team`` and ``readers``."""

    def __init__(self, name: str, args: DomainWorkspaceArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("meshwright:index:DomainWorkspace", name, opts)
        self._args = args
        self._tags = domain_tags(args.environment, args.domain)

        self.workgroups = {audience: self._open_workgroup(audience).name for audience in names.WORKGROUPS}
        self._budget()

        self.register_outputs({"workgroups": self.workgroups})

    def _open_workgroup(self, audience: str) -> athena.Workgroup:
        args = self._args
        return athena.Workgroup(
            self.named(f"{audience}-workgroup"),
            name=names.workgroup(args.environment.name, args.domain.name, audience),
            description=f"queries of the {audience} of {args.domain.name}",
            configuration=athena.WorkgroupConfigurationArgs(
                enforce_workgroup_configuration=True,
                publish_cloudwatch_metrics_enabled=True,
                requester_pays_enabled=False,
                bytes_scanned_cutoff_per_query=SCAN_LIMIT,
                engine_version=athena.WorkgroupConfigurationEngineVersionArgs(selected_engine_version=ENGINE),
                result_configuration=athena.WorkgroupConfigurationResultConfigurationArgs(
                    output_location=pulumi.Output.concat("s3://", args.scratch_bucket, "/", duties.results(audience)),
                    expected_bucket_owner=args.environment.account,
                    encryption_configuration=athena.WorkgroupConfigurationResultConfigurationEncryptionConfigurationArgs(
                        encryption_option="SSE_KMS", kms_key_arn=args.key_arn
                    ),
                ),
            ),
            tags=self._tags,
            opts=self.child(),
        )

    def _budget(self) -> None:
        args = self._args
        budgets.Budget(
            self.named("budget"),
            name=names.budget(args.environment.name, args.domain.name),
            account_id=args.environment.account,
            budget_type="COST",
            limit_amount=str(MONTHLY_LIMIT),
            limit_unit="USD",
            time_unit="MONTHLY",
            cost_filters=[budgets.BudgetCostFilterArgs(name="TagKeyValue", values=[f"user:domain${args.domain.name}"])],
            notifications=[self._notice("ACTUAL", 80), self._notice("FORECASTED", 100)],
            tags=self._tags,
            opts=self.child(),
        )

    def _notice(self, kind: str, percent: int) -> budgets.BudgetNotificationArgs:
        return budgets.BudgetNotificationArgs(
            notification_type=kind,
            comparison_operator="GREATER_THAN",
            threshold=percent,
            threshold_type="PERCENTAGE",
            subscriber_email_addresses=[self._args.mailbox],
        )
