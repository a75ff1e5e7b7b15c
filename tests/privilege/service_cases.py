"""What runs, tells and is recorded; and what nobody in a domain does: IAM, other regions, blindness."""

from collections.abc import Iterator

from meshwright import names

from .askers import ELSEWHERE, Site, service
from .case import Case, Said, alone, may

LOOK_AT_LOGS = "logs:GetLogEvents logs:FilterLogEvents"


def cases(site: Site) -> Iterator[Case]:
    """Of jobs, state machines, logs, alarms, topics and the bus; then of what is refused everywhere."""
    yield from _runs(site)
    yield from _logs(site)
    yield from _alarms(site)
    yield from _bus(site)
    yield from _refused(site)
    yield from _elsewhere(site)


def _runs(site: Site) -> Iterator[Case]:
    for whose, domain, starts, stops, runs in (
        ("own", site.own, "ca", "oecba", "oeca"),
        ("other domain's", site.other, "a", "ba", "a"),
    ):
        job = site.arn("glue", f"job/{names.job(f'{domain}_x_v1', 't')}")
        machine = site.arn("states", f"stateMachine:{names.state_machine(f'{domain}_x_v1')}")
        execution = machine.replace(":stateMachine:", ":execution:") + ":1"
        people = "oea" if domain == site.own else "a"
        yield from may("runs", f"start {whose} job", "glue:StartJobRun", job, starts)
        yield from may("runs", f"stop {whose} job", "glue:BatchStopJobRun", job, stops)
        yield from may("runs", f"change {whose} job", "glue:UpdateJob", job, "da")
        yield from may("runs", f"look at what {whose} job connects to", "glue:GetConnection", job, "a")
        yield from may("runs", f"start {whose} state machine", "states:StartExecution", machine, runs)
        yield from may("runs", f"change {whose} state machine", "states:UpdateStateMachine", machine, "da")
        yield from may("runs", f"look into {whose} execution", "states:GetExecutionHistory", execution, people)
        yield from may("runs", f"stop {whose} execution", "states:StopExecution", execution, f"b{people}")
        yield from may("runs", f"redrive {whose} execution", "states:RedriveExecution", execution, "a")


def _logs(site: Site) -> Iterator[Case]:
    for what, group, reads, writes in (
        ("own", names.log_group(site.environment, site.own, "x"), "oeba", "pa"),
        ("other domain's", names.log_group(site.environment, site.other, "x"), "ba", "a"),
        ("Glue's", "/aws-glue/jobs/x", "a", "pa"),
    ):
        arn = site.arn("logs", f"log-group:{group}")
        yield from may("logs", f"read {what}", LOOK_AT_LOGS, arn, reads)
        deploys = "" if what == "Glue's" else "d"
        yield from may("logs", f"write {what}", "logs:PutLogEvents", arn, writes)
        yield from may("logs", f"begin {what}", "logs:CreateLogGroup", arn, f"{writes}{deploys}")
        yield from may("logs", f"remove {what}", "logs:DeleteLogGroup", arn, f"a{deploys}")
        yield from may("logs", f"deliver to {what}", "logs:CreateLogDelivery", arn, "ca")
    anything = site.arn("xray", "x")
    yield from may("logs", "trace", "xray:PutTraceSegments", anything, "ca")
    yield from may("logs", "read traces", "xray:GetTraceSummaries", anything, "a")
    for namespace, by in ((names.METRICS, "pa"), ("Glue", "pa"), ("AWS/S3", "a")):
        said = {"cloudwatch:namespace": namespace}
        metric = site.arn("cloudwatch", "metric/x")
        yield from may("logs", f"measure in {namespace}", "cloudwatch:PutMetricData", metric, by, said)
        yield from may("logs", f"draw {namespace}", "cloudwatch:PutDashboard", metric, "a", said)


def _alarms(site: Site) -> Iterator[Case]:
    for whose, domain, by in (("own", site.own, "oa"), ("other domain's", site.other, "a")):
        alarm = site.arn("cloudwatch", f"alarm:{names.alarm(f'{domain}_x_v1', 'failed')}")
        yield from may("alarms", f"silence {whose}", "cloudwatch:DisableAlarmActions", alarm, by)
        yield from may("alarms", f"remove {whose}", "cloudwatch:DeleteAlarms", alarm, "da")
    for whose, domain, by in (
        ("own topic", site.own, "ca"),
        ("other domain's topic", site.other, "a"),
        ("the platform's topic", names.PLATFORM, "a"),
    ):
        topic = site.arn("sns", names.topic(site.environment, domain))
        yield from may("alarms", f"tell {whose}", "sns:Publish", topic, by)
        yield from may("alarms", f"subscribe to {whose}", "sns:Subscribe", topic, "da")
        yield from may("no TLS", f"tell {whose}", "sns:Publish", topic, "", {"aws:SecureTransport": "false"})
        if domain != site.other:
            yield from _told(site, domain, topic)


def _told(site: Site, domain: str, topic: str) -> Iterator[Case]:
    whose = "own" if domain == site.own else "the platform's"
    name = names.alarm(f"{domain}_x_v1", "failed")
    here = {"aws:SourceAccount": site.ground.account, "aws:SourceArn": site.arn("cloudwatch", f"alarm:{name}")}
    stray = site.arn("cloudwatch", f"alarm:{names.alarm(f'{site.other}_x_v1', 'failed')}")
    stray = stray if domain == site.own else site.arn("sqs", "x")
    tls: Said = {"aws:SecureTransport": "false"}
    for who, what, action, said, allowed in (
        ("cloudwatch", "an alarm tells", "sns:Publish", here, True),
        ("cloudwatch", "an alarm subscribes to", "sns:Subscribe", here, False),
        ("cloudwatch", "another's alarm tells", "sns:Publish", {**here, "aws:SourceArn": stray}, False),
        ("cloudwatch", "for another account tells", "sns:Publish", {**here, "aws:SourceAccount": ELSEWHERE}, False),
        ("cloudwatch", "without TLS tells", "sns:Publish", {**here, **tls}, False),
        ("budgets", "a budget tells", "sns:Publish", {"aws:SourceAccount": site.ground.account}, True),
        ("budgets", "a budget subscribes to", "sns:Subscribe", {"aws:SourceAccount": site.ground.account}, False),
        ("budgets", "for another account tells", "sns:Publish", {"aws:SourceAccount": ELSEWHERE}, False),
    ):
        yield alone("alarms", f"{what} {whose} topic", service(who), action, topic, allowed=allowed, says=said)
    yield from may(
        "alarms",
        f"tell {whose} topic as an alarm does",
        "sns:Publish",
        topic,
        "ca" if domain == site.own else "a",
        here,
    )
    stray_topic = f"{topic}-more"
    yield from may("alarms", f"tell a topic called more than {whose}", "sns:Publish", stray_topic, "a")


def _bus(site: Site) -> Iterator[Case]:
    bus = site.arn("events", f"event-bus/{names.bus(site.environment)}")
    own, other = names.event_source(site.own), names.event_source(site.other)
    for what, sources, by in (
        ("own product", (own,), "c"),
        ("two of its own products", (own, own), "c"),
        ("other domain's product", (other,), ""),
        ("own product and another's at once", (own, other), ""),
    ):
        # the policy of the bus lets in every orchestrator; whose product it announces, its own role says
        said: Said = {"events:source": sources}
        yield from may("announcements", f"announce {what}", "events:PutEvents", bus, by, said)
        yield from may("announcements", f"announce {what}: more", "events:PutRule", bus, "da", said)
    yield from may("announcements", "announce what nobody says it is of", "events:PutEvents", bus, "")
    default, said = site.arn("events", "event-bus/default"), {"events:source": (own,)}
    yield from may("announcements", "announce elsewhere", "events:PutEvents", default, "a", said)


def _refused(site: Site) -> Iterator[Case]:
    role, policy = site.role(site.own, "reader"), f"arn:aws:iam::{site.ground.account}:policy{names.IAM_PATH}x"
    writes = "iam:AttachRolePolicy iam:CreateRole iam:PassRole iam:PutRolePolicy iam:DeleteRolePermissionsBoundary"
    yield from may("IAM writes", "change own roles", writes, role, "a")
    yield from may("IAM writes", "change a policy", "iam:CreatePolicyVersion", policy, "a")
    yield from may("IAM writes", "leave the organization", "organizations:LeaveOrganization", "*", "a")
    yield from may("IAM writes", "let people in", "sso:CreateAccountAssignment", "*", "a")
    yield from may("blindness", "stop the trail", "cloudtrail:StopLogging", site.arn("cloudtrail", "trail/x"), "a")
    yield from may("blindness", "stop recording", "config:StopConfigurationRecorder", "*", "a")


def _elsewhere(site: Site) -> Iterator[Case]:
    """The same in a region where data may not be."""
    said, account = {"aws:RequestedRegion": "us-east-1"}, site.ground.account
    for what, action, resource in (
        ("read own landing", "s3:GetObject", site.bucket(site.own, "landing", "x")),
        ("read what is granted", "lakeformation:GetDataAccess", "*"),
        ("look up a table", "glue:GetTable", f"arn:aws:glue:us-east-1:{account}:table/{site.own}_x_v1/t"),
        ("query", "athena:StartQueryExecution", f"arn:aws:athena:us-east-1:{account}:workgroup/primary"),
        ("start a job", "glue:StartJobRun", f"arn:aws:glue:us-east-1:{account}:job/x"),
        ("make anything", "ec2:RunInstances", f"arn:aws:ec2:us-east-1:{account}:instance/x"),
    ):
        yield from may("wrong region", what, action, resource, "a", said)
    stray: Said = {}
    for service_name, resource in (("ec2", "instance/x"), ("dynamodb", "table/x"), ("lambda", "function:x")):
        arn, action = site.arn(service_name, resource), {"ec2": "ec2:RunInstances", "dynamodb": "dynamodb:GetItem",
                                                         "lambda": "lambda:InvokeFunction"}[service_name]  # fmt: skip
        yield from may("other services", service_name, action, arn, "a", stray)
