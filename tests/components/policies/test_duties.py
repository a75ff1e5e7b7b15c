"""Each role of a domain can do its work, and reaches nothing else."""

import pytest

from components.policies import Account, Holdings, Policy, duties, locations, trust
from components.policies.boundary import LIMIT, boundary
from meshwright import names
from meshwright.language import Environment
from tests.components.ground import GOVERNANCE, SANDBOX, SUFFIX

from .reach import reaches

INLINE_LIMIT = 10_240
TRUST_LIMIT = 2_048
OPERATIONS = Holdings(SANDBOX, "operations", SUFFIX)
WEATHER = Holdings(SANDBOX, "weather", SUFFIX)
LONGEST = Holdings(Environment("production", account="1" * 12, region="ap-southeast-1"), "d" * 24, SUFFIX)
DUTIES = sorted(duties.DUTIES)


def policy(duty: str) -> Policy:
    return duties.policy(duty, OPERATIONS)


def test_every_role_that_has_a_name_has_a_policy() -> None:
    assert set(duties.DUTIES) == {*names.ROLES, names.ORCHESTRATOR}


@pytest.mark.parametrize("duty", DUTIES)
def test_nobody_writes_iam_or_grants_data(duty: str) -> None:
    services = {a.partition(":")[0] for s in policy(duty).statements for a in s.actions}
    assert not services & {"iam", "sts", "organizations", "cloudtrail", "sso", "ram"}
    granting = [a for s in policy(duty).statements for a in s.actions if a.startswith("lakeformation:")]
    assert set(granting) <= {"lakeformation:GetDataAccess"}


@pytest.mark.parametrize("duty", DUTIES)
def test_nobody_administers_keys_or_buckets(duty: str) -> None:
    actions = {a for s in policy(duty).statements for a in s.actions}
    used = {a for a in actions if a.startswith("kms:")}
    assert used <= {"kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey", "kms:GenerateMac"}
    assert not any("Policy" in a or "Encryption" in a for a in actions if a.startswith("s3:"))


@pytest.mark.parametrize("duty", DUTIES)
@pytest.mark.parametrize("store", names.STORES)
@pytest.mark.parametrize("action", ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"])
def test_another_domains_buckets_are_out_of_reach(duty: str, store: str, action: str) -> None:
    assert not reaches(policy(duty), action, f"{WEATHER.store(store)}/weather_observations_v1/part.parquet")


@pytest.mark.parametrize("duty", DUTIES)
def test_keys_are_used_only_where_a_condition_names_them(duty: str) -> None:
    for statement in policy(duty).statements:
        if any(a.startswith("kms:") for a in statement.actions):
            narrowed = [c for c in statement.conditions if c.key == "kms:ResourceAliases"]
            assert narrowed, f"{statement.sid} reaches every key"
            assert all("*" not in str(v) for c in narrowed for v in c.values)


@pytest.mark.parametrize("duty", DUTIES)
def test_what_reaches_every_resource_can_be_narrowed_no_further(duty: str) -> None:
    broad = {s.sid for s in policy(duty).statements if "*" in s.resources}
    assert broad <= {"ReadWhatIsGranted", "PublishMetrics", "DeliverLogs", "Trace", "Choose"}


REACH = [
    ("pipeline", "s3:GetObject", "landing", "flights/2013.csv", True),
    ("pipeline", "s3:PutObject", "landing", "flights/2013.csv", False),
    ("pipeline", "s3:PutObject", "data", "operations_departures_v1/departures/x.parquet", True),
    ("pipeline", "s3:PutObject", "data", "weather_observations_v1/observations/x.parquet", False),
    ("pipeline", "s3:DeleteObject", "scratch", "stage/x.parquet", True),
    ("reader", "s3:GetObject", "landing", "flights/2013.csv", False),
    ("reader", "s3:GetObject", "data", "operations_departures_v1/departures/x.parquet", False),
    ("reader", "s3:GetObject", "scratch", "stage/x.parquet", False),
    ("reader", "s3:PutObject", "scratch", "athena/readers/result.csv", True),
    ("reader", "s3:DeleteObject", "scratch", "athena/readers/result.csv", False),
    ("reader", "s3:GetObject", "scratch", "athena/result.csv", False),
    ("engineer", "s3:PutObject", "landing", "flights/2013.csv", True),
    ("engineer", "s3:GetObject", "data", "operations_departures_v1/departures/x.parquet", False),
    ("owner", "s3:GetObject", "landing", "flights/2013.csv", True),
    ("owner", "s3:PutObject", "data", "operations_departures_v1/departures/x.parquet", False),
    ("orchestrator", "s3:GetObject", "data", "operations_departures_v1/departures/x.parquet", False),
]


@pytest.mark.parametrize(("duty", "action", "store", "key", "expected"), REACH)
def test_own_buckets_are_reached_as_far_as_the_duty_goes(
    duty: str, action: str, store: str, key: str, expected: bool
) -> None:
    assert reaches(policy(duty), action, f"{OPERATIONS.store(store)}/{key}") is expected


PLATFORM = [
    ("s3:GetObject", "artifacts", "operations/plans/x.json", True),
    ("s3:GetObject", "artifacts", "weather/plans/x.json", False),
    ("s3:PutObject", "artifacts", "operations/plans/x.json", False),
    ("s3:PutObject", "catalog", "runs/operations_departures_v1/departures/1.json", True),
    ("s3:PutObject", "catalog", "runs/weather_observations_v1/observations/1.json", False),
    ("s3:PutObject", "catalog", "contracts/operations/departures/v1/contract.odcs.yaml", False),
    ("s3:GetObject", "audit", "AWSLogs/123456789012/x.json", False),
    ("s3:GetObject", "logs", "x", False),
]


@pytest.mark.parametrize(("action", "store", "key", "expected"), PLATFORM)
def test_a_job_reads_its_own_artifacts_and_records_its_own_runs(
    action: str, store: str, key: str, expected: bool
) -> None:
    assert reaches(policy("pipeline"), action, f"{OPERATIONS.platform_store(store)}/{key}") is expected


@pytest.mark.parametrize("duty", [d for d in DUTIES if d != "pipeline"])
@pytest.mark.parametrize("store", names.PLATFORM_STORES)
def test_only_jobs_touch_the_platforms_buckets(duty: str, store: str) -> None:
    for action in ("s3:GetObject", "s3:PutObject"):
        assert not reaches(policy(duty), action, f"{OPERATIONS.platform_store(store)}/operations/x")


CONTRACTS = [
    ("s3:GetObject", "contracts/weather/observations/v1/contract.odcs.yaml", True),
    ("s3:GetObject", "contracts/operations/departures/v1/contract.odcs.yaml", True),
    ("s3:PutObject", "contracts/operations/departures/v1/contract.odcs.yaml", False),
    ("s3:DeleteObject", "contracts/operations/departures/v1/contract.odcs.yaml", False),
    ("s3:GetObject", "runs/operations_departures_v1/departures/1.json", False),
]


@pytest.mark.parametrize("duty", ["owner", "engineer", "reader"])
@pytest.mark.parametrize(("action", "key", "expected"), CONTRACTS)
def test_people_read_the_contracts_of_every_domain_and_nothing_else_of_the_catalog(
    duty: str, action: str, key: str, expected: bool
) -> None:
    assert reaches(policy(duty), action, f"{OPERATIONS.platform_store('catalog')}/{key}") is expected


def test_the_boundary_leaves_contracts_in_reach() -> None:
    statements = boundary(SANDBOX, GOVERNANCE.allowed_regions, SUFFIX).statements
    (spared,) = (s.not_resources for s in statements if s.sid == "DenyOtherBuckets")
    catalog = OPERATIONS.platform_store("catalog")
    assert {catalog, f"{catalog}/contracts/*"} <= set(spared)


RUNS = [
    ("engineer", "states:StartExecution", "states", "stateMachine:operations_departures_v1", True),
    ("engineer", "states:StartExecution", "states", "stateMachine:weather_observations_v1", False),
    ("engineer", "glue:BatchStopJobRun", "glue", "job/mesh-operations_departures_v1-departures", True),
    ("orchestrator", "glue:StartJobRun", "glue", "job/mesh-operations_departures_v1-departures", True),
    ("orchestrator", "states:StartExecution", "states", "stateMachine:operations_departures_v1", True),
    ("orchestrator", "states:StartExecution", "states", "stateMachine:weather_observations_v1", False),
    ("orchestrator", "sns:Publish", "sns", "mesh-sandbox-operations-alerts", True),
    ("orchestrator", "sns:Publish", "sns", "mesh-sandbox-weather-alerts", False),
    ("reader", "states:StartExecution", "states", "stateMachine:operations_departures_v1", False),
    ("reader", "athena:StartQueryExecution", "athena", "workgroup/mesh-sandbox-operations-readers", True),
    ("reader", "athena:StartQueryExecution", "athena", "workgroup/mesh-sandbox-weather-readers", False),
    ("reader", "athena:GetQueryResults", "athena", "workgroup/mesh-sandbox-operations-team", False),
    ("owner", "athena:StartQueryExecution", "athena", "workgroup/mesh-sandbox-operations-team", True),
    ("owner", "athena:StartQueryExecution", "athena", "workgroup/mesh-sandbox-operations-readers", False),
    ("pipeline", "glue:UpdateTable", "glue", "table/operations_departures_v1/departures", True),
    ("pipeline", "glue:UpdateTable", "glue", "table/weather_observations_v1/observations", False),
    ("reader", "glue:UpdateTable", "glue", "table/operations_departures_v1/departures", False),
    ("owner", "cloudwatch:DisableAlarmActions", "cloudwatch", "alarm:mesh/operations_departures_v1/failed", True),
    ("owner", "cloudwatch:DisableAlarmActions", "cloudwatch", "alarm:mesh/weather_observations_v1/failed", False),
    ("engineer", "cloudwatch:DisableAlarmActions", "cloudwatch", "alarm:mesh/operations_departures_v1/failed", False),
    ("engineer", "logs:FilterLogEvents", "logs", "log-group:/mesh/sandbox/operations/jobs:*", True),
    ("engineer", "logs:FilterLogEvents", "logs", "log-group:/aws/vendedlogs/states/mesh/sandbox/operations:*", True),
    ("engineer", "logs:FilterLogEvents", "logs", "log-group:/mesh/sandbox/weather/jobs:*", False),
]


@pytest.mark.parametrize(("duty", "action", "service", "resource", "expected"), RUNS)
def test_a_role_runs_and_watches_what_its_domain_runs(
    duty: str, action: str, service: str, resource: str, expected: bool
) -> None:
    assert reaches(policy(duty), action, OPERATIONS.arn(service, resource)) is expected


@pytest.mark.parametrize("duty", DUTIES)
@pytest.mark.parametrize("audience", names.WORKGROUPS)
@pytest.mark.parametrize("action", ["s3:GetObject", "s3:PutObject"])
def test_results_are_shared_by_those_who_may_see_the_same_only(duty: str, audience: str, action: str) -> None:
    found = f"{OPERATIONS.store('scratch')}/{duties.results(audience)}result.csv"
    assert reaches(policy(duty), action, found) is (duty in names.WORKGROUPS[audience])


@pytest.mark.parametrize("audience", names.WORKGROUPS)
def test_a_role_lists_the_results_of_its_own_workgroup_only(audience: str) -> None:
    for duty in names.WORKGROUPS[audience]:
        (listing,) = (s for s in policy(duty).statements if s.sid == "ListResults")
        assert [c.values for c in listing.conditions] == [(f"athena/{audience}/*",)]


def test_a_condition_on_the_prefix_stands_only_where_s3_knows_one() -> None:
    for duty in DUTIES:
        for statement in policy(duty).statements:
            if any(c.key == "s3:prefix" for c in statement.conditions):
                assert statement.actions == ("s3:ListBucket",), statement.sid


def test_nobody_but_state_machines_starts_a_job() -> None:
    """Its arguments may name other code, which would run as the pipeline."""
    starting = [d for d in DUTIES if any("glue:StartJobRun" in s.actions for s in policy(d).statements)]
    assert starting == [names.ORCHESTRATOR]


@pytest.mark.parametrize("duty", DUTIES)
def test_a_domain_whose_name_begins_the_same_is_another_domain(duty: str) -> None:
    longer = Holdings(SANDBOX, "operationsnorth", SUFFIX)
    for action, resource in [
        ("s3:GetObject", f"{longer.store('landing')}/x"),
        ("glue:StartJobRun", longer.arn("glue", "job/mesh-operationsnorth_a_v1-a")),
        ("glue:UpdateTable", longer.arn("glue", "table/operationsnorth_a_v1/a")),
        ("logs:FilterLogEvents", longer.arn("logs", "log-group:/mesh/sandbox/operationsnorth/jobs:*")),
        (
            "logs:FilterLogEvents",
            longer.arn("logs", "log-group:/aws/vendedlogs/states/mesh/sandbox/operationsnorth:*"),
        ),
    ]:
        assert not reaches(policy(duty), action, resource), resource


def test_pseudonyms_are_made_by_pipelines_only() -> None:
    makers = [d for d in DUTIES if any("kms:GenerateMac" in s.actions for s in policy(d).statements)]
    assert makers == ["pipeline"]


def test_only_the_orchestrator_announces_and_only_its_own_domains_products() -> None:
    announcing = {d: [s for s in policy(d).statements if "events:PutEvents" in s.actions] for d in DUTIES}
    assert [d for d, found in announcing.items() if found] == ["orchestrator"]
    (statement,) = announcing["orchestrator"]
    assert [(c.operator, c.key, c.values) for c in statement.conditions] == [
        ("ForAllValues:StringEquals", "events:source", ("mesh.operations",)),
        ("Null", "events:source", ("false",)),
    ]


@pytest.mark.parametrize("duty", DUTIES)
def test_policies_fit_into_a_role_however_long_the_names(duty: str) -> None:
    assert len(duties.policy(duty, LONGEST).text) <= INLINE_LIMIT
    assert len(trust.duty(duty, LONGEST).text) <= TRUST_LIMIT


def test_the_boundary_allows_exactly_what_duties_use() -> None:
    (allowed,) = (s for s in boundary(SANDBOX, GOVERNANCE.allowed_regions, SUFFIX).statements if s.effect == "Allow")
    used = {a for d in DUTIES for s in policy(d).statements if s.effect == "Allow" for a in s.actions}
    assert set(allowed.actions) == used


def test_the_boundary_fits_into_a_managed_policy() -> None:
    regions = [f"ap-southeast-{n}" for n in range(1, 10)]
    assert len(boundary(LONGEST.environment, regions, SUFFIX).text) <= LIMIT


DENIED = [
    "iam:CreateUser",
    "iam:CreateAccessKey",
    "iam:PutRolePermissionsBoundary",
    "iam:PassRole",
    "lakeformation:PutDataLakeSettings",
    "lakeformation:GrantPermissions",
    "lakeformation:RegisterResource",
    "lakeformation:DeleteDataCellsFilter",
    "cloudtrail:StopLogging",
    "cloudtrail:DeleteTrail",
    "kms:ScheduleKeyDeletion",
    "kms:DisableKeyRotation",
    "kms:PutKeyPolicy",
    "kms:CreateGrant",
]


@pytest.mark.parametrize("action", DENIED)
def test_the_boundary_denies_what_no_domain_may_ever_do(action: str) -> None:
    statements = boundary(SANDBOX, GOVERNANCE.allowed_regions, SUFFIX).statements
    everywhere = [s for s in statements if s.effect == "Deny" and not s.conditions and s.resources == ("*",)]
    assert any(action == a or (a.endswith("*") and action.startswith(a[:-1])) for s in everywhere for a in s.actions)


def test_the_boundary_keeps_roles_in_the_allowed_regions() -> None:
    statements = {s.sid: s for s in boundary(SANDBOX, GOVERNANCE.allowed_regions, SUFFIX).statements}
    found = statements["DenyOtherRegions"]
    assert found.actions == ("*",)
    assert [(c.operator, c.key, c.values) for c in found.conditions] == [
        ("StringNotEquals", "aws:RequestedRegion", ("eu-west-1", "eu-central-1"))
    ]


def test_the_boundary_leaves_out_no_bucket_that_a_duty_needs() -> None:
    statements = {s.sid: s for s in boundary(SANDBOX, GOVERNANCE.allowed_regions, SUFFIX).statements}
    tag = "${aws:PrincipalTag/domain}"
    spared = [str(r).replace(tag, "operations") for r in statements["DenyOtherBuckets"].not_resources]
    for duty in DUTIES:
        for found in policy(duty).statements:
            if any(a.startswith("s3:") for a in found.actions):
                for resource in map(str, found.resources):
                    assert any(_covers(pattern, resource) for pattern in spared), f"{duty} {found.sid} {resource}"


def _covers(pattern: str, resource: str) -> bool:
    return resource == pattern or (pattern.endswith("*") and resource.startswith(pattern[:-1]))


def test_lake_formation_serves_data_and_neither_landings_nor_scratch() -> None:
    served = locations.locations(SANDBOX, SUFFIX)
    assert reaches(served, "s3:GetObject", f"{OPERATIONS.store('data')}/operations_departures_v1/x.parquet")
    for store in ("landing", "scratch"):
        assert not reaches(served, "s3:GetObject", f"{OPERATIONS.store(store)}/x")
    for store in names.PLATFORM_STORES:
        assert not reaches(served, "s3:GetObject", f"{OPERATIONS.platform_store(store)}/x")


@pytest.mark.parametrize("duty", ["owner", "engineer", "reader"])
def test_a_person_needs_both_the_domain_and_the_duty_to_take_a_role(duty: str) -> None:
    (found,) = trust.duty(duty, OPERATIONS).statements
    assert {(c.operator, c.key, c.values) for c in found.conditions} == {
        ("StringEquals", "aws:PrincipalTag/domain", ("operations",)),
        ("StringEquals", "aws:PrincipalTag/duty", (duty,)),
    }
    assert [p.identifiers for p in found.principals] == [("arn:aws:iam::123456789012:root",)]


@pytest.mark.parametrize("duty", ["pipeline", "orchestrator"])
def test_a_service_takes_a_role_only_on_behalf_of_this_account(duty: str) -> None:
    for found in trust.duty(duty, OPERATIONS).statements:
        assert {p.kind for p in found.principals} == {"Service"}
        assert ("aws:SourceAccount", ("123456789012",)) in [(c.key, c.values) for c in found.conditions]


def test_schedules_rules_and_state_machines_take_only_their_own_domains_role() -> None:
    sources = {
        s.sid: [c.values[0] for c in s.conditions if c.key == "aws:SourceArn"]
        for s in trust.duty("orchestrator", OPERATIONS).statements
    }
    assert sources == {
        "AssumeByStates": ["arn:aws:states:eu-west-1:123456789012:stateMachine:operations_*"],
        "AssumeByScheduler": ["arn:aws:scheduler:eu-west-1:123456789012:schedule-group/mesh-operations"],
        "AssumeByEvents": ["arn:aws:events:eu-west-1:123456789012:rule/mesh-sandbox/operations_*"],
    }


@pytest.mark.parametrize(
    ("region", "start"),
    [("eu-west-1", "arn:aws:"), ("cn-north-1", "arn:aws-cn:"), ("us-gov-west-1", "arn:aws-us-gov:")],
)
def test_arns_are_those_of_the_regions_partition(region: str, start: str) -> None:
    account = Account(Environment("sandbox", account="123456789012", region=region))
    assert account.root.startswith(start)
    assert account.bucket("b").startswith(start)
    assert account.role("operations", "reader").startswith(start)
