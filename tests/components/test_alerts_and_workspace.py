"""A domain hears of failed and late runs, queries where nobody can overrule the settings, and hears of its costs."""

from datetime import timedelta

import pytest

from components.domain_alerts import LOOKBACK, freshness, windows
from meshwright import names
from meshwright.language import Domain, Objective, Product, ProductRef, Table, text
from tests.harness import Deployment, deploy, statement

from . import domain_components as built
from .ground import KEY_ARN, SANDBOX

TABLE = Table("t", columns=[text(1, "a", key=True)])


@pytest.fixture(scope="module")
def alerts() -> Deployment:
    return deploy(built.domain_alerts)


@pytest.fixture(scope="module")
def workspace() -> Deployment:
    return deploy(built.domain_workspace)


def promising(*objectives: str) -> ProductRef:
    product = Product("p", version="1.0.0", tables=[TABLE], objectives=[Objective.fresh(within=o) for o in objectives])
    return ProductRef(Domain("d", products=[product]), product)


def test_the_topic_is_encrypted_and_speaks_tls_only(alerts: Deployment) -> None:
    assert alerts["it-topic"].inputs["kmsMasterKeyId"] == KEY_ARN
    denied = statement(alerts["it-policy"], "DenyPlaintext")
    assert (denied["Effect"], denied["Principal"]) == ("Deny", {"AWS": ["*"]})
    assert denied["Condition"] == {"Bool": {"aws:SecureTransport": ["false"]}}


def test_the_owner_is_written_to(alerts: Deployment) -> None:
    (subscription,) = alerts.of_type("aws:sns/topicSubscription:TopicSubscription")
    assert (subscription.inputs["protocol"], subscription.inputs["endpoint"]) == ("email", "sales@example.org")


@pytest.mark.parametrize("product", ["orders_v1", "countries_v2"])
def test_a_failed_run_of_any_product_raises_an_alarm(alerts: Deployment, product: str) -> None:
    alarm = alerts[f"it-{product}-failed"].inputs
    machine = names.state_machine_arn(SANDBOX, f"sales_{product}")
    assert alarm["dimensions"] == {"StateMachineArn": machine}
    assert (alarm["namespace"], alarm["metricName"], alarm["threshold"]) == ("AWS/States", "ExecutionsFailed", 1)
    assert alarm["comparisonOperator"] == "GreaterThanOrEqualToThreshold"
    assert alarm["treatMissingData"] == "notBreaching", "no run is no failure"
    assert alarm["alarmActions"] == [alerts["it-topic"].outputs["arn"]]


def test_silence_is_what_makes_data_late(alerts: Deployment) -> None:
    alarm = alerts["it-orders_v1-late"].inputs
    assert (alarm["metricName"], alarm["comparisonOperator"]) == ("ExecutionsSucceeded", "LessThanThreshold")
    assert alarm["treatMissingData"] == "breaching"
    assert alarm["period"] * alarm["evaluationPeriods"] == 90 * 60, "the strictest of two promises"
    assert alarm["datapointsToAlarm"] == alarm["evaluationPeriods"]
    assert "90m" in alarm["alarmDescription"]


def test_a_promise_longer_than_cloudwatch_looks_back_raises_no_false_alarm(alerts: Deployment) -> None:
    assert "it-countries_v2-late" not in alerts


def test_the_strictest_promise_counts() -> None:
    assert freshness(promising()) is None
    assert freshness(promising("8d")) is None
    found = freshness(promising("7d", "26h", "2d"))
    assert found is not None
    assert found.within == "26h"


@pytest.mark.parametrize(
    ("within", "expected"),
    [
        (timedelta(minutes=1), (60, 1)),
        (timedelta(minutes=90), (60, 90)),
        (timedelta(hours=1), (3600, 1)),
        (timedelta(hours=26), (3600, 26)),
        (timedelta(days=1), (3600, 24)),
        (timedelta(minutes=1441), (3600, 25)),
        (LOOKBACK, (3600, 168)),
    ],
)
def test_an_alarm_looks_back_as_far_as_the_promise(within: timedelta, expected: tuple[int, int]) -> None:
    period, periods = windows(within)
    assert (period, periods) == expected
    assert timedelta(seconds=period * periods) >= within
    assert period >= 3600 or period * periods <= 86_400, "short periods reach back a day at most"


@pytest.mark.parametrize("audience", names.WORKGROUPS)
def test_nobody_overrules_a_workgroup(workspace: Deployment, audience: str) -> None:
    found = workspace[f"it-{audience}-workgroup"].inputs["configuration"]
    assert found["enforceWorkgroupConfiguration"] is True
    assert found["publishCloudwatchMetricsEnabled"] is True
    assert found["bytesScannedCutoffPerQuery"] >= 10_485_760, "the least that Athena accepts"
    assert found["engineVersion"] == {"selectedEngineVersion": "Athena engine version 3"}


@pytest.mark.parametrize("audience", names.WORKGROUPS)
def test_results_are_encrypted_and_stay_with_those_who_may_see_them(workspace: Deployment, audience: str) -> None:
    workgroup = workspace[f"it-{audience}-workgroup"].inputs
    assert workgroup["name"] == f"mesh-sandbox-sales-{audience}"
    found = workgroup["configuration"]["resultConfiguration"]
    assert found["outputLocation"] == f"s3://mesh-sandbox-sales-scratch-0a1b2c3d/athena/{audience}/"
    assert found["encryptionConfiguration"] == {"encryptionOption": "SSE_KMS", "kmsKeyArn": KEY_ARN}
    assert found["expectedBucketOwner"] == "123456789012"


def test_the_owner_hears_of_costs_before_they_are_too_high(workspace: Deployment) -> None:
    budget = workspace["it-budget"].inputs
    assert budget["costFilters"] == [{"name": "TagKeyValue", "values": ["user:domain$sales"]}]
    assert budget["timeUnit"] == "MONTHLY"
    said = {n["notificationType"]: n["threshold"] for n in budget["notifications"]}
    assert said == {"ACTUAL": 80, "FORECASTED": 100}
    assert all(n["subscriberEmailAddresses"] == ["sales@example.org"] for n in budget["notifications"])
