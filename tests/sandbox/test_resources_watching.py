"""Trails, logs, alarms, topics, workgroups and budgets: what watches and limits."""

from typing import Any

import pytest

from meshwright.sandbox.api import Api
from meshwright.sandbox.errors import SandboxError
from meshwright.sandbox.resources import NOTHING, kind_of, table

from .graphs import ACCOUNT
from .lives import GROUND, Life, live

pytestmark = pytest.mark.sandbox

TOPIC = f"arn:aws:sns:eu-west-1:{ACCOUNT}:alerts"
KEY = f"arn:aws:kms:eu-west-1:{ACCOUNT}:key/k"


def topic_policy(action: str) -> str:
    statement = (
        f'{{"Effect":"Allow","Principal":{{"Service":"events.amazonaws.com"}},"Action":"{action}","Resource":"*"}}'
    )
    return f'{{"Version":"2012-10-17","Statement":[{statement}]}}'


def trail(api: Api) -> Any:
    told = api.call("cloudtrail", "get_trail", Name="audit")["Trail"]
    selectors = api.call("cloudtrail", "get_event_selectors", TrailName="audit")["AdvancedEventSelectors"]
    running = api.call("cloudtrail", "get_trail_status", Name="audit")["IsLogging"]
    arns = [f["StartsWith"] for s in selectors for f in s["FieldSelectors"] if f["Field"] == "resources.ARN"]
    return told["IsMultiRegionTrail"], arns, running


def log_group(api: Api) -> Any:
    (told,) = api.call("logs", "describe_log_groups", logGroupNamePrefix="/mesh/a")["logGroups"]
    arn = f"arn:aws:logs:eu-west-1:{ACCOUNT}:log-group:/mesh/a"
    held = api.call("logs", "list_tags_for_resource", resourceArn=arn)["tags"]
    return told.get("retentionInDays"), told.get("kmsKeyId"), held


def alarm(api: Api) -> Any:
    (told,) = api.call("cloudwatch", "describe_alarms", AlarmNames=["late"])["MetricAlarms"]
    stats = [m["MetricStat"]["Stat"] for m in told.get("Metrics", []) if "MetricStat" in m]
    return told["Threshold"], told.get("Dimensions"), stats


def topic(api: Api) -> Any:
    told = api.call("sns", "get_topic_attributes", TopicArn=TOPIC)["Attributes"]
    held = api.call("sns", "list_tags_for_resource", ResourceArn=TOPIC)["Tags"]
    return told.get("KmsMasterKeyId"), {t["Key"]: t["Value"] for t in held}


def policy(api: Api) -> Any:
    return "SNS:Publish" in api.call("sns", "get_topic_attributes", TopicArn=TOPIC)["Attributes"]["Policy"]


def subscription(api: Api) -> Any:
    found = api.call("sns", "list_subscriptions_by_topic", TopicArn=TOPIC)["Subscriptions"]
    attributes = [
        api.call("sns", "get_subscription_attributes", SubscriptionArn=s["SubscriptionArn"])["Attributes"]
        for s in found
    ]
    return [(a["Endpoint"], a.get("FilterPolicy")) for a in attributes]


def named_queries(api: Api) -> list[tuple[str, str, str]]:
    ids = api.pages("athena", "list_named_queries", "NamedQueryIds", WorkGroup="primary")
    found = [api.call("athena", "get_named_query", NamedQueryId=id_)["NamedQuery"] for id_ in ids]
    return [(q["Name"], q["Database"], q["QueryString"]) for q in found]


def workgroup(api: Api) -> Any:
    told = api.call("athena", "get_work_group", WorkGroup="sales")["WorkGroup"]
    results = told["Configuration"]["ResultConfiguration"]
    return told["State"], results["OutputLocation"], results.get("EncryptionConfiguration", {}).get("KmsKey")


def budget(api: Api) -> Any:
    told = api.call("budgets", "describe_budget", AccountId=ACCOUNT, BudgetName="sales")["Budget"]
    notices = api.pages(
        "budgets", "describe_notifications_for_budget", "Notifications", AccountId=ACCOUNT, BudgetName="sales"
    )
    return told["BudgetLimit"], told.get("CostFilters"), [n["Threshold"] for n in notices]


def selecting(prefix: str) -> list[dict[str, Any]]:
    return [
        {
            "name": "reads",
            "fieldSelectors": [
                {"field": "eventCategory", "equals": ["Data"]},
                {"field": "resources.type", "equals": ["AWS::S3::Object"]},
                {"field": "resources.ARN", "startsWiths": [prefix]},
            ],
        }
    ]


def notice(threshold: int) -> dict[str, Any]:
    return {
        "comparisonOperator": "GREATER_THAN",
        "threshold": threshold,
        "thresholdType": "PERCENTAGE",
        "notificationType": "ACTUAL",
        "subscriberEmailAddresses": ["sales@example.org"],
    }


RESULTS = {
    "outputLocation": "s3://data/a/",
    "encryptionConfiguration": {"encryptionOption": "SSE_KMS", "kmsKeyArn": KEY},
}
LIVES = [
    Life(
        "aws:cloudtrail/trail:Trail",
        {
            "name": "audit",
            "s3BucketName": "logs",
            "isMultiRegionTrail": True,
            "enableLogFileValidation": True,
            "enableLogging": True,
            "advancedEventSelectors": selecting("arn:aws:s3:::a"),
            "tags": {"a": "1"},
        },
        trail,
        (True, [["arn:aws:s3:::a"]], True),
        {
            "isMultiRegionTrail": False,
            "advancedEventSelectors": selecting("arn:aws:s3:::b"),
            "enableLogging": False,
            "tags": {"b": "2"},
        },
        (False, [["arn:aws:s3:::b"]], False),
        arn=f"arn:aws:cloudtrail:eu-west-1:{ACCOUNT}:trail/audit",
        needs=("logs",),
    ),
    Life(
        "aws:cloudwatch/logGroup:LogGroup",
        {"name": "/mesh/a", "retentionInDays": 30, "kmsKeyId": KEY, "tags": {"a": "1", "b": "2"}},
        log_group,
        (30, KEY, {"a": "1", "b": "2"}),
        {"retentionInDays": None, "kmsKeyId": None, "tags": {"a": "3"}},
        (None, None, {"a": "3"}),
        arn=f"arn:aws:logs:eu-west-1:{ACCOUNT}:log-group:/mesh/a",
    ),
    Life(
        "aws:cloudwatch/metricAlarm:MetricAlarm",
        {
            "name": "late",
            "comparisonOperator": "GreaterThanThreshold",
            "evaluationPeriods": 1,
            "metricName": "ExecutionsFailed",
            "namespace": "AWS/States",
            "period": 300,
            "statistic": "Sum",
            "threshold": 0,
            "dimensions": {"StateMachineArn": "m"},
            "alarmActions": [TOPIC],
            "treatMissingData": "notBreaching",
        },
        alarm,
        (0.0, [{"Name": "StateMachineArn", "Value": "m"}], []),
        {
            **dict.fromkeys(("metricName", "namespace", "period", "statistic", "dimensions")),
            "threshold": 2,
            "metricQueries": [
                {"id": "all", "expression": "one+1", "label": "all", "returnData": True},
                {"id": "one", "metric": {"metricName": "x", "namespace": "n", "period": 60, "stat": "Sum"}},
            ],
        },
        (2.0, [], ["Sum"]),
        arn=f"arn:aws:cloudwatch:eu-west-1:{ACCOUNT}:alarm:late",
    ),
    Life(
        "aws:sns/topic:Topic",
        {"name": "alerts", "kmsMasterKeyId": KEY, "tags": {"a": "1", "b": "2"}},
        topic,
        (KEY, {"a": "1", "b": "2"}),
        {"kmsMasterKeyId": "alias/other", "tags": {"a": "3"}},
        ("alias/other", {"a": "3"}),
        arn=TOPIC,
    ),
    Life(
        "aws:sns/topicPolicy:TopicPolicy",
        {"arn": TOPIC, "policy": topic_policy("SNS:Publish")},
        policy,
        True,
        {"policy": topic_policy("SNS:Subscribe")},
        False,
        vanishes=False,
        needs=("topic",),
    ),
    Life(
        "aws:sns/topicSubscription:TopicSubscription",
        {"topic": TOPIC, "protocol": "email", "endpoint": "sales@example.org"},
        subscription,
        [("sales@example.org", None)],
        {"filterPolicy": '{"a":["b"]}'},
        [("sales@example.org", '{"a":["b"]}')],
        needs=("topic",),
    ),
    Life(
        "aws:athena/workgroup:Workgroup",
        {
            "name": "sales",
            "state": "ENABLED",
            "forceDestroy": True,
            "configuration": {"enforceWorkgroupConfiguration": True, "resultConfiguration": RESULTS},
        },
        workgroup,
        ("ENABLED", "s3://data/a/", KEY),
        {
            "state": "DISABLED",
            "configuration": {"resultConfiguration": {**RESULTS, "outputLocation": "s3://data/b/"}},
        },
        ("DISABLED", "s3://data/b/", KEY),
        arn=f"arn:aws:athena:eu-west-1:{ACCOUNT}:workgroup/sales",
    ),
    Life(
        "aws:athena/namedQuery:NamedQuery",
        {"name": "reads", "description": "who", "database": "audit", "workgroup": "primary", "query": "SELECT 1"},
        named_queries,
        [("reads", "audit", "SELECT 1")],
    ),
    Life(
        "aws:budgets/budget:Budget",
        {
            "name": "sales",
            "budgetType": "COST",
            "limitAmount": "100",
            "limitUnit": "USD",
            "timeUnit": "MONTHLY",
            "costFilters": [{"name": "TagKeyValue", "values": ["user:domain$sales"]}],
            "notifications": [notice(80), notice(100)],
        },
        budget,
        ({"Amount": "100", "Unit": "USD"}, {"TagKeyValue": ["user:domain$sales"]}, [80.0, 100.0]),
        {"limitAmount": "200", "notifications": [notice(90)]},
        ({"Amount": "200", "Unit": "USD"}, {"TagKeyValue": ["user:domain$sales"]}, [90.0]),
        arn=f"arn:aws:budgets::{ACCOUNT}:budget/sales",
    ),
]


@pytest.mark.parametrize("life", LIVES, ids=lambda life: life.name)
def test_watching_lives_as_declared(life: Life, api: Api) -> None:
    live(life, api)


def test_a_log_group_that_is_to_stay_stays(api: Api) -> None:
    kind = kind_of("aws:cloudwatch/logGroup:LogGroup")
    made = kind.create(api, {"name": "/mesh/a", "skipDestroy": True})
    kind.delete(api, made.outputs)
    assert kind.read(api, made.outputs) is not None


def test_a_subscription_is_known_by_what_sns_answered(api: Api) -> None:
    GROUND["topic"](api)
    kind = kind_of("aws:sns/topicSubscription:TopicSubscription")
    made = kind.create(api, {"topic": TOPIC, "protocol": "sqs", "endpoint": "arn:aws:sqs:eu-west-1:1:q"})
    (found,) = api.call("sns", "list_subscriptions_by_topic", TopicArn=TOPIC)["Subscriptions"]
    assert made.id == found["SubscriptionArn"]


@pytest.mark.parametrize("token", sorted(table()))
def test_an_input_that_no_line_consumes_is_an_error(token: str, api: Api) -> None:
    from .test_resources_catalog import LIVES as CATALOG
    from .test_resources_identity import LIVES as IDENTITY
    from .test_resources_identity_center import LIVES as PEOPLE
    from .test_resources_pipelines import LIVES as PIPELINES
    from .test_resources_storage import LIVES as STORAGE

    key = Life("aws:kms/key:Key", {"description": "d"}, lambda api: None, None)
    lives = {life.token: life for life in (*CATALOG, *IDENTITY, *PEOPLE, *PIPELINES, *STORAGE, *LIVES, key)}
    life = lives[token]
    for name in life.needs:
        GROUND[name](api)
    with pytest.raises(SandboxError, match=r"surprising.* (is consumed by no line|never reach AWS)"):
        kind_of(token).create(api, {**life.inputs, "surprising": "thing"})


def test_a_type_without_a_row_is_an_error_that_says_where_to_add_it() -> None:
    with pytest.raises(SandboxError, match="doesn't know the resource type aws:x/y:Z; add a row"):
        kind_of("aws:x/y:Z")


def test_no_type_is_both_made_and_not_made() -> None:
    assert not set(NOTHING) & set(table())
    assert all(NOTHING.values())
