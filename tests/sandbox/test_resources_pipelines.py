"""Jobs, state machines, schedules and events: what runs pipelines."""

from typing import Any

import pytest

from meshwright.sandbox.api import Api
from meshwright.sandbox.errors import ApiError
from meshwright.sandbox.resources import kind_of

from .graphs import ACCOUNT, ROLE
from .lives import Life, live

pytestmark = pytest.mark.sandbox

MACHINE = f"arn:aws:states:eu-west-1:{ACCOUNT}:stateMachine:orders"
BUS = f"arn:aws:events:eu-west-1:{ACCOUNT}:event-bus/mesh"
KEY = f"arn:aws:kms:eu-west-1:{ACCOUNT}:key/k"


def steps(name: str) -> str:
    return f'{{"StartAt":"{name}","States":{{"{name}":{{"Type":"Pass","End":true}}}}}}'


def bus_policy(action: str) -> str:
    return (
        f'{{"Version":"2012-10-17","Statement":[{{"Sid":"x","Effect":"Allow","Principal":{{"AWS":"{ACCOUNT}"}},'
        f'"Action":"{action}","Resource":"{BUS}"}}]}}'
    )


def job(api: Api) -> Any:
    told = api.call("glue", "get_job", JobName="fill")["Job"]
    held = api.call("glue", "get_tags", ResourceArn=f"arn:aws:glue:eu-west-1:{ACCOUNT}:job/fill")["Tags"]
    return told["Role"], told["Command"]["ScriptLocation"], told.get("Timeout"), told.get("WorkerType"), held


def security(api: Api) -> Any:
    told = api.call("glue", "get_security_configuration", Name="sealed")["SecurityConfiguration"]
    return told["EncryptionConfiguration"]


def machine(api: Api) -> Any:
    told = api.call("stepfunctions", "describe_state_machine", stateMachineArn=MACHINE)
    held = api.call("stepfunctions", "list_tags_for_resource", resourceArn=MACHINE)["tags"]
    return told["definition"], {tag["key"]: tag["value"] for tag in held}


def bus(api: Api) -> Any:
    told = api.call("events", "describe_event_bus", Name="mesh")
    return told.get("Description"), told.get("KmsKeyIdentifier")


def policy(api: Api) -> Any:
    return "PutEvents" in api.call("events", "describe_event_bus", Name="mesh").get("Policy", "")


def rule(api: Api) -> Any:
    told = api.call("events", "describe_rule", Name="published", EventBusName="mesh")
    return told["EventPattern"], told["State"]


def target(api: Api) -> Any:
    found = api.call("events", "list_targets_by_rule", Rule="r", EventBusName="mesh")["Targets"]
    return [(t["Id"], t.get("Input"), t.get("InputTransformer", {}).get("InputPathsMap")) for t in found]


def group(api: Api) -> Any:
    arn = f"arn:aws:scheduler:eu-west-1:{ACCOUNT}:schedule-group/nightly"
    return {t["Key"]: t["Value"] for t in api.call("scheduler", "list_tags_for_resource", ResourceArn=arn)["Tags"]}


def schedule(api: Api) -> Any:
    told = api.call("scheduler", "get_schedule", Name="orders", GroupName="sales")
    return told["ScheduleExpression"], told["State"], told["Target"]["RoleArn"]


JOB = {
    "name": "fill",
    "roleArn": ROLE,
    "glueVersion": "5.1",
    "workerType": "G.1X",
    "numberOfWorkers": 2,
    "timeout": 60,
    "command": {"name": "glueetl", "scriptLocation": "s3://code/a.py", "pythonVersion": "3"},
    "executionProperty": {"maxConcurrentRuns": 1},
    "securityConfiguration": "sealed",
    "connections": ["c"],
    "tags": {"a": "1", "b": "2"},
}
TARGET = {"rule": "r", "eventBusName": "mesh", "targetId": "start", "arn": MACHINE, "roleArn": ROLE}
SCHEDULE = {
    "name": "orders",
    "groupName": "sales",
    "scheduleExpression": "cron(0 5 * * ? *)",
    "scheduleExpressionTimezone": "UTC",
    "flexibleTimeWindow": {"mode": "OFF"},
    "kmsKeyArn": KEY,
    "target": {
        "arn": MACHINE,
        "roleArn": ROLE,
        "input": "{}",
        "retryPolicy": {"maximumRetryAttempts": 2, "maximumEventAgeInSeconds": 60},
    },
}
LIVES = [
    Life(
        "aws:glue/job:Job",
        JOB,
        job,
        (ROLE, "s3://code/a.py", 60, "G.1X", {"a": "1", "b": "2"}),
        {"command": {"name": "glueetl", "scriptLocation": "s3://code/b.py"}, "timeout": None, "tags": {"a": "3"}},
        (ROLE, "s3://code/b.py", None, "G.1X", {"a": "3"}),
        arn=f"arn:aws:glue:eu-west-1:{ACCOUNT}:job/fill",
    ),
    Life(
        "aws:glue/securityConfiguration:SecurityConfiguration",
        {
            "name": "sealed",
            "encryptionConfiguration": {
                "cloudwatchEncryption": {"cloudwatchEncryptionMode": "SSE-KMS", "kmsKeyArn": KEY},
                "jobBookmarksEncryption": {"jobBookmarksEncryptionMode": "CSE-KMS", "kmsKeyArn": KEY},
                "s3Encryption": {"s3EncryptionMode": "SSE-KMS", "kmsKeyArn": KEY},
            },
        },
        security,
        {
            "CloudWatchEncryption": {"CloudWatchEncryptionMode": "SSE-KMS", "KmsKeyArn": KEY},
            "JobBookmarksEncryption": {"JobBookmarksEncryptionMode": "CSE-KMS", "KmsKeyArn": KEY},
            "S3Encryption": [{"S3EncryptionMode": "SSE-KMS", "KmsKeyArn": KEY}],
        },
    ),
    Life(
        "aws:sfn/stateMachine:StateMachine",
        {
            "name": "orders",
            "roleArn": ROLE,
            "type": "STANDARD",
            "definition": steps("a"),
            "loggingConfiguration": {
                "includeExecutionData": False,
                "level": "ERROR",
                "logDestination": f"arn:aws:logs:eu-west-1:{ACCOUNT}:log-group:/mesh:*",
            },
            "tracingConfiguration": {"enabled": True},
            "encryptionConfiguration": {"kmsKeyId": KEY, "type": "CUSTOMER_MANAGED_KMS_KEY"},
            "tags": {"a": "1", "b": "2"},
        },
        machine,
        (steps("a"), {"a": "1", "b": "2"}),
        {"definition": steps("b"), "tags": {"a": "3"}},
        (steps("b"), {"a": "3"}),
        arn=MACHINE,
    ),
    Life(
        "aws:cloudwatch/eventBus:EventBus",
        {"name": "mesh", "kmsKeyIdentifier": KEY, "description": "d"},
        bus,
        ("d", KEY),
        {"description": "e", "kmsKeyIdentifier": None},
        ("e", None),
        arn=BUS,
    ),
    Life(
        "aws:cloudwatch/eventBusPolicy:EventBusPolicy",
        {"eventBusName": "mesh", "policy": bus_policy("events:PutEvents")},
        policy,
        True,
        {"policy": bus_policy("events:PutRule")},
        False,
        needs=("bus",),
    ),
    Life(
        "aws:cloudwatch/eventRule:EventRule",
        {"name": "published", "eventBusName": "mesh", "eventPattern": '{"source":["a"]}', "state": "ENABLED"},
        rule,
        ('{"source":["a"]}', "ENABLED"),
        {"eventPattern": '{"source":["b"]}', "state": "DISABLED"},
        ('{"source":["b"]}', "DISABLED"),
        arn=f"arn:aws:events:eu-west-1:{ACCOUNT}:rule/mesh/published",
        needs=("bus",),
    ),
    Life(
        "aws:cloudwatch/eventTarget:EventTarget",
        {**TARGET, "inputTransformer": {"inputPaths": {"p": "$.detail"}, "inputTemplate": '{"a": <p>}'}},
        target,
        [("start", None, {"p": "$.detail"})],
        {"inputTransformer": None, "input": "{}", "retryPolicy": {"maximumRetryAttempts": 2}},
        [("start", "{}", None)],
        needs=("bus", "rule"),
    ),
    Life(
        "aws:scheduler/scheduleGroup:ScheduleGroup",
        {"name": "nightly", "tags": {"a": "1", "b": "2"}},
        group,
        {"a": "1", "b": "2"},
        {"tags": {"a": "3"}},
        {"a": "3"},
        arn=f"arn:aws:scheduler:eu-west-1:{ACCOUNT}:schedule-group/nightly",
    ),
    Life(
        "aws:scheduler/schedule:Schedule",
        SCHEDULE,
        schedule,
        ("cron(0 5 * * ? *)", "ENABLED", ROLE),
        {"scheduleExpression": "cron(0 6 * * ? *)", "state": "DISABLED"},
        ("cron(0 6 * * ? *)", "DISABLED", ROLE),
        arn=f"arn:aws:scheduler:eu-west-1:{ACCOUNT}:schedule/sales/orders",
        needs=("group",),
    ),
]


@pytest.mark.parametrize("life", LIVES, ids=lambda life: life.name)
def test_pipelines_live_as_declared(life: Life, api: Api) -> None:
    live(life, api)


def test_a_group_that_is_made_again_keeps_its_schedules(api: Api) -> None:
    for _ in range(2):
        kind_of("aws:scheduler/scheduleGroup:ScheduleGroup").create(api, {"name": "sales"})
        kind_of("aws:scheduler/schedule:Schedule").create(api, SCHEDULE)
    assert schedule(api)[1] == "ENABLED"


def test_a_schedule_needs_its_group(api: Api) -> None:
    with pytest.raises(ApiError, match="ResourceNotFoundException: Schedule group sales does not exist"):
        kind_of("aws:scheduler/schedule:Schedule").create(api, SCHEDULE)


def test_a_rule_on_the_default_bus_goes_without_saying(api: Api) -> None:
    made = kind_of("aws:cloudwatch/eventRule:EventRule").create(api, {"name": "r", "scheduleExpression": "rate(1 day)"})
    assert (made.id, made.outputs["arn"]) == ("r", f"arn:aws:events:eu-west-1:{ACCOUNT}:rule/r")
