"""What each role of a domain may do: its permissions, nothing more. Nobody here writes IAM or grants data."""

from collections.abc import Callable

from meshwright import names

from .account import Holdings, for_objects_in
from .buckets import objects
from .statement import Condition, Policy, Statement, allow, deny, when

QUERY_RESULTS = "athena/"
"""The prefix of the scratch bucket that Athena writes results under, each workgroup's below its own."""
READ_OBJECTS = ("s3:GetObject",)
WRITE_OBJECTS = (
    "s3:AbortMultipartUpload",
    "s3:DeleteObject",
    "s3:GetObject",
    "s3:ListMultipartUploadParts",
    "s3:PutObject",
)
LIST_OBJECTS = ("s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads")
USE_KEY = ("kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey")
READ_CATALOG = (
    "glue:BatchGetPartition",
    "glue:GetCatalog",
    "glue:GetDatabase",
    "glue:GetDatabases",
    "glue:GetPartition",
    "glue:GetPartitions",
    "glue:GetTable",
    "glue:GetTables",
    "glue:GetTableVersions",
)
QUERY = (
    "athena:BatchGetQueryExecution",
    "athena:GetQueryExecution",
    "athena:GetQueryResults",
    "athena:GetQueryResultsStream",
    "athena:GetWorkGroup",
    "athena:ListQueryExecutions",
    "athena:StartQueryExecution",
    "athena:StopQueryExecution",
)
BROWSE = (
    "athena:GetDatabase",
    "athena:GetDataCatalog",
    "athena:GetTableMetadata",
    "athena:ListDatabases",
    "athena:ListTableMetadata",
)
CHOOSE = ("athena:ListDataCatalogs", "athena:ListEngineVersions", "athena:ListWorkGroups")
"""What Athena's console asks for before anybody can choose a workgroup: names only; IAM knows no narrower resource."""
LOG_DELIVERY = (
    "logs:CreateLogDelivery",
    "logs:DeleteLogDelivery",
    "logs:DescribeLogGroups",
    "logs:DescribeResourcePolicies",
    "logs:GetLogDelivery",
    "logs:ListLogDeliveries",
    "logs:PutResourcePolicy",
    "logs:UpdateLogDelivery",
)
"""What a state machine needs to log at all; IAM knows no narrower resource (Step Functions developer guide)."""

TRACE = (
    "xray:GetSamplingRules",
    "xray:GetSamplingTargets",
    "xray:PutTelemetryRecords",
    "xray:PutTraceSegments",
)
"""What a state machine needs to be traced; IAM knows no narrower resource."""


def results(audience: str) -> str:
    """The prefix of the scratch bucket that a workgroup's results are written under; ends in a slash."""
    return f"{QUERY_RESULTS}{audience}/"


def policy(duty: str, held: Holdings) -> Policy:
    """The permissions of one of a domain's roles."""
    return Policy(DUTIES[duty](held))


def _pipeline(held: Holdings) -> tuple[Statement, ...]:
    landing, data, scratch = (held.store(name) for name in ("landing", "data", "scratch"))
    return (
        allow("ListOwnBuckets", LIST_OBJECTS, [landing, data, scratch]),
        allow("ReadLanding", READ_OBJECTS, [f"{landing}/*"]),
        allow("WriteOwnTables", WRITE_OBJECTS, [f"{data}/{held.domain}_*", f"{scratch}/*"]),
        # what people asked is theirs: a job has no more to do with it than with their mail
        deny("LeaveQueryResults", ["s3:*"], [str(objects(scratch, QUERY_RESULTS))]),
        allow("UseOwnKey", USE_KEY, [held.keys], held.own_key, held.via("s3")),
        *_platform_files(held),
        *_catalog(held),
        allow("CommitOwnTables", ["glue:UpdateTable"], held.databases),
        allow(
            "MakePseudonyms",
            ["kms:GenerateMac"],
            [held.keys],
            held.pseudonym_key,
            when("StringEquals", "kms:MacAlgorithm", "HMAC_SHA_256"),
        ),
        allow(
            "WriteLogs",
            ["logs:AssociateKmsKey", "logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
            [held.arn("logs", "log-group:/aws-glue/*"), *held.log_groups],
        ),
        allow(
            "PublishMetrics",
            ["cloudwatch:PutMetricData"],
            ["*"],
            when("StringEquals", "cloudwatch:namespace", names.METRICS, "Glue"),
        ),
    )


def _platform_files(held: Holdings) -> tuple[Statement, ...]:
    """A job reads what was deployed for its domain, and leaves a record of each run."""
    artifacts, catalog = held.platform_store("artifacts"), held.platform_store("catalog")
    return (
        allow("ReadArtifacts", READ_OBJECTS, [f"{artifacts}/{held.domain}/*"]),
        allow("RecordRuns", ["s3:PutObject"], [f"{catalog}/runs/{held.domain}_*"]),
        allow(
            "UsePlatformKey",
            USE_KEY,
            [held.keys],
            held.platform_key,
            held.via("s3"),
            for_objects_in(artifacts, catalog),
        ),
    )


def _catalog(held: Holdings) -> tuple[Statement, ...]:
    """Every table may be asked for; which of them answer, and with what, Lake Formation decides."""
    everything = [held.arn("glue", name) for name in ("catalog", "database/*", "table/*/*")]
    return (
        allow("ReadCatalog", READ_CATALOG, everything),
        allow("ReadWhatIsGranted", ["lakeformation:GetDataAccess"], ["*"]),
    )


def _reader(held: Holdings) -> tuple[Statement, ...]:
    return (*_queries(held, names.READERS), allow("UseOwnKey", USE_KEY, [held.keys], *_key_for(held, "scratch")))


def _contracts(held: Holdings) -> tuple[Statement, ...]:
    """Everybody reads every contract: to know what there is to ask for takes no grant."""
    catalog = held.platform_store("catalog")
    in_the_catalog = for_objects_in(catalog)
    return (
        allow("ListContracts", ["s3:ListBucket"], [catalog], when("StringLike", "s3:prefix", f"{names.CONTRACTS}*")),
        allow("ReadContracts", READ_OBJECTS, [f"{catalog}/{names.CONTRACTS}*"]),
        allow("UseKeyOfContracts", ["kms:Decrypt"], [held.keys], held.platform_key, held.via("s3"), in_the_catalog),
    )


def _queries(held: Holdings, audience: str) -> tuple[Statement, ...]:
    scratch, prefix = held.store("scratch"), results(audience)
    return (
        *_catalog(held),
        *_contracts(held),
        allow("Query", QUERY, [held.workgroup(audience)]),
        allow("Browse", BROWSE, [held.arn("athena", "datacatalog/AwsDataCatalog")]),
        allow("Choose", CHOOSE, ["*"]),
        # S3 knows no prefix when it lists uploads: a condition on it would never hold
        allow("LocateResults", ["s3:GetBucketLocation", "s3:ListBucketMultipartUploads"], [scratch]),
        allow("ListResults", ["s3:ListBucket"], [scratch], when("StringLike", "s3:prefix", f"{prefix}*")),
        allow(
            "WriteResults",
            ("s3:AbortMultipartUpload", "s3:GetObject", "s3:ListMultipartUploadParts", "s3:PutObject"),
            [str(objects(scratch, prefix))],
        ),
    )


def _engineer(held: Holdings) -> tuple[Statement, ...]:
    landing = held.store("landing")
    return (
        *_queries(held, names.TEAM),
        allow("UseOwnKey", USE_KEY, [held.keys], *_key_for(held, "scratch", "landing")),
        allow("ListLanding", LIST_OBJECTS, [landing]),
        allow("FillLanding", WRITE_OBJECTS, [f"{landing}/*"]),
        *_runs(held),
        allow(
            "ReadLogs",
            ["logs:DescribeLogStreams", "logs:FilterLogEvents", "logs:GetLogEvents"],
            held.log_groups,
        ),
    )


def _runs(held: Holdings) -> tuple[Statement, ...]:
    """Start, stop and look into what the domain runs.

    Nobody starts a job itself: whoever does chooses its arguments, such as which code it loads, and so does anything at
    all in the pipeline's name. A state machine starts it with the arguments that it was deployed with.
    """
    return (
        allow(
            "InspectJobs",
            ["glue:BatchStopJobRun", "glue:GetJob", "glue:GetJobRun", "glue:GetJobRuns"],
            [held.jobs],
        ),
        allow(
            "RunStateMachines",
            ["states:DescribeStateMachine", "states:ListExecutions", "states:StartExecution"],
            [held.state_machines],
        ),
        allow(
            "InspectExecutions",
            ["states:DescribeExecution", "states:GetExecutionHistory", "states:StopExecution"],
            [held.executions],
        ),
        _key_of_state_machines(held),
    )


def _key_of_state_machines(held: Holdings) -> Statement:
    of_the_domain = when("StringLike", "kms:EncryptionContext:aws:states:stateMachineArn", held.state_machines)
    return allow(
        "UseKeyOfStateMachines", ["kms:Decrypt", "kms:GenerateDataKey"], [held.keys], held.own_key, of_the_domain
    )


def _owner(held: Holdings) -> tuple[Statement, ...]:
    return (
        *_engineer(held),
        allow(
            "TendAlarms",
            [
                "cloudwatch:DescribeAlarmHistory",
                "cloudwatch:DescribeAlarms",
                "cloudwatch:DisableAlarmActions",
                "cloudwatch:EnableAlarmActions",
            ],
            [held.alarms],
        ),
    )


def _orchestrator(held: Holdings) -> tuple[Statement, ...]:
    return (
        allow(
            "RunJobs",
            ["glue:BatchStopJobRun", "glue:GetJobRun", "glue:GetJobRuns", "glue:StartJobRun"],
            [held.jobs],
        ),
        allow("StartStateMachines", ["states:StartExecution"], [held.state_machines]),
        _key_of_state_machines(held),
        allow("RaiseAlarms", ["sns:Publish"], [held.topic]),
        allow(
            "UseKeyOfTopic",
            ["kms:Decrypt", "kms:GenerateDataKey"],
            [held.keys],
            held.own_key,
            held.via("sns"),
        ),
        allow(
            "AnnounceOwnProducts",
            ["events:PutEvents"],
            [held.bus],
            *_only_from(held),
        ),
        allow("DeliverLogs", LOG_DELIVERY, ["*"]),
        allow("Trace", TRACE, ["*"]),
        allow(
            "UseKeyOfLogs",
            ["kms:GenerateDataKey"],
            [held.keys],
            held.own_key,
            when("StringEquals", "kms:EncryptionContext:SourceArn", held.arn("logs", "*")),
        ),
    )


def _only_from(held: Holdings) -> tuple[Condition, ...]:
    """Every event of a request has the domain's source, and there is one.

    The key holds the sources of all events of a request: "ArrayOfString" in the Service Authorization Reference of
    EventBridge, whose user guide compares it by ``ForAllValues`` ("Example policy: Send events to a custom bus in a
    different account"). That alone holds of a request without the key as well (IAM user guide, "Multivalued context
    keys").
    """
    source = names.event_source(held.domain)
    return (when("ForAllValues:StringEquals", "events:source", source), when("Null", "events:source", "false"))


def _key_for(held: Holdings, *stores: str) -> tuple[Condition, ...]:
    """The domain's key, for objects in some of its buckets only."""
    return (held.own_key, held.via("s3"), for_objects_in(*(held.store(name) for name in stores)))


DUTIES: dict[str, Callable[[Holdings], tuple[Statement, ...]]] = {
    "owner": _owner,
    "engineer": _engineer,
    "pipeline": _pipeline,
    "reader": _reader,
    names.ORCHESTRATOR: _orchestrator,
}
"""Every role of a domain, and what it is made of."""
