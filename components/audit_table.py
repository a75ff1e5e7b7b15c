"""The audit trail as a table that can be asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import pulumi
from pulumi_aws import athena, glue, lakeformation

from meshwright import names
from meshwright.language import Environment, Governance

from ._audit_queries import questions
from ._component import MeshComponent
from ._grants import SEE, SELECT
from ._turns import Turns
from .data_lake_governance import LOCATIONS
from .domain_workspace import ENGINE
from .tags import platform_tags

BEGINNING = "2026/01/01"
"""The first day that there may be records of."""
GLOBAL_REGIONS = {"aws": "us-east-1", "aws-cn": "cn-north-1", "aws-us-gov": "us-gov-west-1"}
"""By partition, where what has no region, such as IAM, is recorded."""
RESULTS = f"{names.PLATFORM}/audit/"
"""The prefix that answers go below. Domains read below their own names alone, and none is called so."""
COLUMNS = {
    "eventversion": "string",
    "useridentity": (
        "struct<type:string,principalid:string,arn:string,accountid:string,invokedby:string,accesskeyid:string,"
        "username:string,sessioncontext:struct<attributes:struct<mfaauthenticated:string,creationdate:string>,"
        "sessionissuer:struct<type:string,principalid:string,arn:string,accountid:string,username:string>>>"
    ),
    **dict.fromkeys(
        (
            "eventtime", "eventsource", "eventname", "awsregion", "sourceipaddress", "useragent", "errorcode",
            "errormessage", "requestparameters", "responseelements", "additionaleventdata", "requestid", "eventid",
            "readonly",
        ),
        "string",
    ),
    "resources": "array<struct<arn:string,accountid:string,type:string>>",
    **dict.fromkeys(("eventtype", "recipientaccountid", "sharedeventid", "vpcendpointid", "eventcategory"), "string"),
}  # fmt: skip
"""Of "Create a table for CloudTrail logs in Athena using partition projection" (Athena user guide)."""


@dataclass(frozen=True, kw_only=True)
class AuditTableArgs:
    """Where the records are, and who may ask."""

    environment: Environment
    governance: Governance
    audit_bucket: pulumi.Input[str]
    """Name of the bucket that the trail writes to."""
    results_bucket: pulumi.Input[str]
    """Name of the bucket that answers go to."""
    key_arn: pulumi.Input[str]
    """The platform's key."""
    deployers: Sequence[pulumi.Input[str]]
    """ARNs of the roles that deploy: what they grant is declared. They hold what they create."""
    auditors: Sequence[str]
    """ARNs of the roles that may ask."""
    closed: Sequence[pulumi.Resource]
    """The lake's settings: a database that is made before them would be open to all of IAM."""


class AuditTable(MeshComponent):
    """The trail as a table by region and day, a workgroup, and the questions that auditors ask, by name.

    Partitions follow from the paths of the records, so that nothing has to be crawled or added.
    """

    database: glue.CatalogDatabase
    table: glue.CatalogTable
    workgroup: pulumi.Output[str]

    def __init__(self, name: str, args: AuditTableArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("meshwright:index:AuditTable", name, opts)
        self._args = args
        self._tags = platform_tags(args.environment, args.governance)
        self.database = self._database()
        self.table = self._table()
        self.workgroup = self._workgroup().name
        self._name_questions()
        self._let_auditors_ask()
        self.register_outputs({"database": self.database.name, "workgroup": self.workgroup})

    def _database(self) -> glue.CatalogDatabase:
        return glue.CatalogDatabase(
            self.named("database"),
            name=names.audit_database(self._args.environment.name),
            description="who did what, and who read what",
            create_table_default_permissions=[],
            tags=self._tags,
            # records outlive the stack, and so does what reads them
            opts=self.child(stateful=True, after=self._args.closed),
        )

    def _table(self) -> glue.CatalogTable:
        records = pulumi.Output.concat(
            "s3://", self._args.audit_bucket, f"/AWSLogs/{self._args.environment.account}/CloudTrail/"
        )
        projection: dict[str, pulumi.Input[str]] = {
            "projection.enabled": "true",
            "projection.region.type": "enum",
            "projection.region.values": ",".join(self._regions()),
            "projection.day.type": "date",
            "projection.day.range": f"{BEGINNING},NOW",
            "projection.day.format": "yyyy/MM/dd",
            "projection.day.interval": "1",
            "projection.day.interval.unit": "DAYS",
            "storage.location.template": pulumi.Output.concat(records, "${region}/${day}"),
        }
        return glue.CatalogTable(
            self.named("table"),
            name=names.AUDIT_TABLE,
            database_name=self.database.name,
            description="every call, and every read and write of an object in a bucket of the mesh",
            table_type="EXTERNAL_TABLE",
            parameters={"classification": "cloudtrail", **projection},
            partition_keys=[
                glue.CatalogTablePartitionKeyArgs(name="region", type="string"),
                glue.CatalogTablePartitionKeyArgs(name="day", type="string"),
            ],
            storage_descriptor=glue.CatalogTableStorageDescriptorArgs(
                location=records,
                input_format="com.amazon.emr.cloudtrail.CloudTrailInputFormat",
                output_format="org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat",
                ser_de_info=glue.CatalogTableStorageDescriptorSerDeInfoArgs(
                    serialization_library="org.apache.hive.hcatalog.data.JsonSerDe"
                ),
                columns=[
                    glue.CatalogTableStorageDescriptorColumnArgs(name=name, type=type) for name, type in COLUMNS.items()
                ],
            ),
            opts=self.child(stateful=True),
        )

    def _regions(self) -> list[str]:
        """The trail records every region; nothing of the mesh is anywhere but here."""
        environment = self._args.environment
        anywhere = GLOBAL_REGIONS[names.partition(environment.region)]
        return sorted({environment.region, anywhere, *self._args.governance.allowed_regions})

    def _workgroup(self) -> athena.Workgroup:
        args = self._args
        return athena.Workgroup(
            self.named("workgroup"),
            name=names.workgroup(args.environment.name, names.PLATFORM, "audit"),
            description="questions to the audit trail",
            configuration=athena.WorkgroupConfigurationArgs(
                enforce_workgroup_configuration=True,
                publish_cloudwatch_metrics_enabled=True,
                requester_pays_enabled=False,
                engine_version=athena.WorkgroupConfigurationEngineVersionArgs(selected_engine_version=ENGINE),
                result_configuration=athena.WorkgroupConfigurationResultConfigurationArgs(
                    output_location=pulumi.Output.concat("s3://", args.results_bucket, "/", RESULTS),
                    expected_bucket_owner=args.environment.account,
                    encryption_configuration=athena.WorkgroupConfigurationResultConfigurationEncryptionConfigurationArgs(
                        encryption_option="SSE_KMS", kms_key_arn=args.key_arn
                    ),
                ),
            ),
            tags=self._tags,
            opts=self.child(),
        )

    def _name_questions(self) -> None:
        environment = self._args.environment
        table = f"{names.audit_database(environment.name)}.{names.AUDIT_TABLE}"
        locations = names.role(environment.name, names.PLATFORM, LOCATIONS)
        for question in questions(table, locations=locations, deployer=DEPLOYER):
            athena.NamedQuery(
                self.named(question.name),
                name=question.name,
                description=question.description,
                database=self.database.name,
                workgroup=self.workgroup,
                query=self._said(question.sql),
                opts=self.child(after=[self.table]),
            )

    def _said(self, sql: str) -> pulumi.Output[str]:
        return pulumi.Output.all(*self._args.deployers).apply(lambda arns: sql.replace(DEPLOYER, "', '".join(arns)))

    def _let_auditors_ask(self) -> None:
        turns = Turns()
        for arn in self._args.auditors:
            auditor = arn.rpartition("/")[2]
            turns.take("database", partial(self._show, arn, auditor))
            turns.take("table", partial(self._open, arn, auditor))

    def _show(self, arn: str, auditor: str, after: Sequence[pulumi.Resource]) -> lakeformation.Permissions:
        return lakeformation.Permissions(
            self.named(f"describe-{auditor}"),
            principal=arn,
            database=lakeformation.PermissionsDatabaseArgs(name=self.database.name),
            permissions=list(SEE),
            opts=self.child(after=after, delete_before_replace=True),
        )

    def _open(self, arn: str, auditor: str, after: Sequence[pulumi.Resource]) -> lakeformation.Permissions:
        return lakeformation.Permissions(
            self.named(f"read-{auditor}"),
            principal=arn,
            table=lakeformation.PermissionsTableArgs(database_name=self.database.name, name=self.table.name),
            permissions=[*SEE, *SELECT],
            opts=self.child(after=after, delete_before_replace=True),
        )


DEPLOYER = "<who deploys>"
"""Stands in a question until that is known."""
