"""What the role for emergencies reaches, and how it is told that somebody took it."""

from collections.abc import Iterator

from meshwright import names

from .askers import ELSEWHERE, Site, exists, service
from .case import Case, alone, may


def cases(site: Site) -> Iterator[Case]:
    """Of what runs anywhere in the account, and of the rule that tells; nothing where there is no such role."""
    if not exists(site, names.BREAK_GLASS):
        return
    yield from _reach(site)
    yield from _told(site)


def _reach(site: Site) -> Iterator[Case]:
    product, group = f"{site.own}_x_v1", "emergencies"
    execution = site.arn("states", f"execution:{names.state_machine(product)}:1")
    yield from may(group, "look into a run", "states:DescribeExecution", execution, "oeba")
    elsewhere = execution.replace(site.ground.region, "us-east-1")
    stop = "states:StopExecution states:DescribeExecution"
    yield from may("wrong region", "stop a run", stop, elsewhere, "a", {"aws:RequestedRegion": "us-east-1"})
    stray = site.arn("glue", "job/other")
    yield from may(group, "stop what is not the mesh's", "glue:BatchStopJobRun glue:GetJobRuns", stray, "a")
    yield from may(group, "start it", "glue:StartJobRun", stray, "a")


def _told(site: Site) -> Iterator[Case]:
    topic, key = site.arn("sns", names.topic(site.environment, names.PLATFORM)), site.key(names.PLATFORM)
    events, rule = service("events"), site.arn("events", f"rule/{names.break_glass(site.environment)}")
    ours, stray = {"aws:SourceArn": rule}, {"aws:SourceArn": f"{rule}-more"}
    here = {"aws:SourceAccount": site.ground.account}
    there = {**ours, "aws:SourceAccount": ELSEWHERE}
    for what, action, resource, says, allowed in (
        ("its rule tells", "sns:Publish", topic, ours, True),
        ("its rule subscribes", "sns:Subscribe", topic, ours, False),
        ("another rule tells", "sns:Publish", topic, stray, False),
        ("its rule tells without TLS", "sns:Publish", topic, {**ours, "aws:SecureTransport": "false"}, False),
        ("its rule encrypts", "kms:GenerateDataKey", key, {**ours, **here}, True),
        ("its rule lends the key", "kms:CreateGrant", key, {**ours, **here}, False),
        ("another rule encrypts", "kms:GenerateDataKey", key, {**stray, **here}, False),
        ("a rule of another account encrypts", "kms:GenerateDataKey", key, there, False),
    ):
        yield alone("alarm of emergencies", what, events, action, resource, allowed=allowed, says=says)
    yield from may("alarm of emergencies", "tell as its rule does", "sns:Publish", topic, "a", ours)
    yield from may("alarm of emergencies", "encrypt as its rule does", "kms:GenerateDataKey", key, "", {**ours, **here})
