"""What AWS would compute is exact where it follows from a name, and unmistakable where AWS makes it up."""

import importlib
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pulumi import _types
from pulumi_aws import (
    athena,
    budgets,
    cloudtrail,
    cloudwatch,
    glue,
    iam,
    kms,
    lakeformation,
    lambda_,
    s3,
    scheduler,
    sfn,
    sns,
    sqs,
)
from pulumi_random import RandomId

from meshwright.recording import RecordingError, record_stack
from meshwright.recording.naming import NAMING
from meshwright.recording.outputs import COMPUTED, TAGGED, computed_outputs
from meshwright.recording.registration import Place, Registration
from tests.harness import deploy

HERE = Place(account="123456789012", region="eu-west-1")
IN = "eu-west-1:123456789012"


ROOT = Path(__file__).parents[2]
STACKS = ["foundation.sandbox", *sorted(f"{p.parent.name}.sandbox" for p in ROOT.glob("domains/*/domain.py"))]


def python_class(token: str) -> Any:
    package, module, name = token.split(":")
    path = f"pulumi_{package}" if module.startswith("index") else f"pulumi_{package}.{module.partition('/')[0]}"
    return getattr(importlib.import_module(path), name)


def registration(token: str, urn: str = "urn:a", **inputs: Any) -> Registration:
    return Registration(urn=urn, type=token, name="n", inputs=inputs, place=HERE)


@pytest.mark.parametrize("token", sorted(COMPUTED))
def test_every_computed_output_is_one_that_the_type_has(token: str) -> None:
    known = {"id", *_types.resource_types(python_class(token))}
    assert computed_outputs(registration(token)).keys() <= known


@pytest.mark.parametrize("token", sorted(COMPUTED))
def test_every_type_has_an_id(token: str) -> None:
    assert isinstance(computed_outputs(registration(token))["id"], str)


@pytest.mark.parametrize("token", sorted(COMPUTED))
def test_exactly_the_types_that_take_tags_answer_them(token: str) -> None:
    assert ("tagsAll" in _types.resource_types(python_class(token))) == (token in TAGGED)


@pytest.mark.parametrize("token", sorted(NAMING))
def test_a_made_up_name_goes_to_a_property_that_the_type_has(token: str) -> None:
    assert NAMING[token].key in _types.resource_types(python_class(token))


@pytest.mark.parametrize("stack", STACKS)
def test_every_type_that_the_stacks_use_is_listed(stack: str) -> None:
    used = {r.type for r in record_stack(ROOT, stack).resources if r.custom and not r.type.startswith("pulumi:")}
    assert sorted(used - COMPUTED.keys()) == []


ARNS: dict[str, tuple[Callable[[], Any], str]] = {
    "bucket": (lambda: s3.Bucket("r", bucket="b"), "arn:aws:s3:::b"),
    "object": (lambda: s3.BucketObjectv2("r", bucket="b", key="a/k"), "arn:aws:s3:::b/a/k"),
    "role": (
        lambda: iam.Role("r", name="x", path="/mesh/", assume_role_policy="{}"),
        "arn:aws:iam::123456789012:role/mesh/x",
    ),
    "role at the top": (lambda: iam.Role("r", name="x", assume_role_policy="{}"), "arn:aws:iam::123456789012:role/x"),
    "policy": (
        lambda: iam.Policy("r", name="x", path="/mesh/", policy="{}"),
        "arn:aws:iam::123456789012:policy/mesh/x",
    ),
    "oidc": (
        lambda: iam.OpenIdConnectProvider("r", url="https://ci.example.org", client_id_lists=["a"]),
        "arn:aws:iam::123456789012:oidc-provider/ci.example.org",
    ),
    "alias": (lambda: kms.Alias("r", name="alias/x", target_key_id="k"), f"arn:aws:kms:{IN}:alias/x"),
    "topic": (lambda: sns.Topic("r", name="x"), f"arn:aws:sns:{IN}:x"),
    "queue": (lambda: sqs.Queue("r", name="x"), f"arn:aws:sqs:{IN}:x"),
    "database": (lambda: glue.CatalogDatabase("r", name="x"), f"arn:aws:glue:{IN}:database/x"),
    "table": (lambda: glue.CatalogTable("r", name="x", database_name="d"), f"arn:aws:glue:{IN}:table/d/x"),
    "job": (
        lambda: glue.Job("r", name="x", role_arn="a", command={"script_location": "s"}),
        f"arn:aws:glue:{IN}:job/x",
    ),
    "log group": (lambda: cloudwatch.LogGroup("r", name="/mesh/x"), f"arn:aws:logs:{IN}:log-group:/mesh/x"),
    "state machine": (
        lambda: sfn.StateMachine("r", name="x", role_arn="a", definition="{}"),
        f"arn:aws:states:{IN}:stateMachine:x",
    ),
    "bus": (lambda: cloudwatch.EventBus("r", name="x"), f"arn:aws:events:{IN}:event-bus/x"),
    "rule": (lambda: cloudwatch.EventRule("r", name="x"), f"arn:aws:events:{IN}:rule/x"),
    "rule on a bus": (lambda: cloudwatch.EventRule("r", name="x", event_bus_name="b"), f"arn:aws:events:{IN}:rule/b/x"),
    "schedule group": (lambda: scheduler.ScheduleGroup("r", name="x"), f"arn:aws:scheduler:{IN}:schedule-group/x"),
    "schedule": (
        lambda: scheduler.Schedule(
            "r",
            name="x",
            group_name="g",
            schedule_expression="rate(1 day)",
            flexible_time_window={"mode": "OFF"},
            target={"arn": "a", "role_arn": "b"},
        ),
        f"arn:aws:scheduler:{IN}:schedule/g/x",
    ),
    "alarm": (
        lambda: cloudwatch.MetricAlarm("r", name="x", comparison_operator="c", evaluation_periods=1),
        f"arn:aws:cloudwatch:{IN}:alarm:x",
    ),
    "trail": (lambda: cloudtrail.Trail("r", name="x", s3_bucket_name="b"), f"arn:aws:cloudtrail:{IN}:trail/x"),
    "workgroup": (lambda: athena.Workgroup("r", name="x"), f"arn:aws:athena:{IN}:workgroup/x"),
    "budget": (
        lambda: budgets.Budget("r", name="x", budget_type="COST", time_unit="MONTHLY"),
        "arn:aws:budgets::123456789012:budget/x",
    ),
    "a type that no table knows": (
        lambda: lambda_.Alias("r", name="x", function_name="f", function_version="1"),
        f"arn:aws:lambda:{IN}:alias/x",
    ),
}


@pytest.mark.parametrize("case", ARNS)
def test_an_arn_follows_from_the_name(case: str) -> None:
    program, arn = ARNS[case]
    assert deploy(program)["r"].outputs["arn"] == arn


IDS: dict[str, tuple[Callable[[], Any], str]] = {
    "bucket": (lambda: s3.Bucket("r", bucket="b"), "b"),
    "versioning": (lambda: s3.BucketVersioning("r", bucket="b", versioning_configuration={"status": "Enabled"}), "b"),
    "role policy": (lambda: iam.RolePolicy("r", name="p", role="x", policy="{}"), "x:p"),
    "database": (lambda: glue.CatalogDatabase("r", name="x"), "123456789012:x"),
    "table": (lambda: glue.CatalogTable("r", name="x", database_name="d"), "123456789012:d:x"),
    "optimizer": (
        lambda: glue.CatalogTableOptimizer(
            "r",
            catalog_id="1",
            database_name="d",
            table_name="t",
            type="compaction",
            configuration={"enabled": True, "role_arn": "r"},
        ),
        "1,d,t,compaction",
    ),
    "tag": (lambda: lakeformation.LfTag("r", key="k", values=["v"]), "123456789012:k"),
    "location": (lambda: lakeformation.Resource("r", arn="arn:aws:s3:::b"), "arn:aws:s3:::b"),
    "filter": (
        lambda: lakeformation.DataCellsFilter(
            "r",
            table_data=lakeformation.DataCellsFilterTableDataArgs(
                database_name="d",
                name="f",
                table_catalog_id="1",
                table_name="t",
                row_filter=lakeformation.DataCellsFilterTableDataRowFilterArgs(filter_expression="a = 1"),
            ),
        ),
        "d,f,1,t",
    ),
    "target": (lambda: cloudwatch.EventTarget("r", rule="x", arn="a", target_id="t", event_bus_name="b"), "b-x-t"),
}


@pytest.mark.parametrize("case", IDS)
def test_an_id_is_the_providers(case: str) -> None:
    program, identity = IDS[case]
    assert deploy(program)["r"].id == identity


def keys() -> None:
    for name in ("a", "b"):
        kms.Key(name)
        iam.Role(name + "-role", assume_role_policy="{}")
        RandomId(name + "-id", byte_length=4)


def test_what_aws_makes_up_is_different_for_each_resource() -> None:
    deployed = deploy(keys)
    for kind, output in (("", "keyId"), ("", "arn"), ("-role", "uniqueId"), ("-id", "hex")):
        assert deployed[f"a{kind}"].outputs[output] != deployed[f"b{kind}"].outputs[output]


def test_what_aws_makes_up_is_different_in_each_stack() -> None:
    sales, fleet = (deploy(keys, stack=stack)["a"] for stack in ("sales.dev", "fleet.dev"))
    assert sales.outputs["keyId"] != fleet.outputs["keyId"]


def test_an_id_that_nothing_names_is_the_resources_own() -> None:
    def program() -> None:
        for name in ("a", "b"):
            lakeformation.Permissions(name, principal="p", permissions=["DESCRIBE"])
            s3.BucketObjectv2(f"{name}-object", bucket="b", key=name, content="c")

    deployed = deploy(program)
    assert deployed["a"].id != deployed["b"].id
    assert deployed["a-object"].outputs["versionId"] != deployed["b-object"].outputs["versionId"]


def test_what_aws_makes_up_looks_like_it() -> None:
    deployed = deploy(keys)
    key = deployed["a"].outputs
    assert re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", key["keyId"])
    assert key["arn"] == f"arn:aws:kms:{IN}:key/{key['keyId']}"
    assert re.fullmatch(r"AROA[A-Z2-7]{17}", deployed["a-role"].outputs["uniqueId"])


def test_a_random_id_is_one_number_in_four_notations() -> None:
    outputs = deploy(keys)["a-id"].outputs
    assert re.fullmatch(r"[0-9a-f]{8}", outputs["hex"])
    assert int(outputs["dec"]) == int(outputs["hex"], 16)
    assert outputs["b64Url"] == outputs["id"]


def test_a_random_ids_prefix_comes_first() -> None:
    outputs = deploy(lambda: RandomId("r", byte_length=2, prefix="mesh-"))["r"].outputs
    assert re.fullmatch(r"mesh-[0-9a-f]{4}", outputs["hex"])


def test_an_alias_knows_its_keys_arn() -> None:
    def program() -> None:
        key = kms.Key("key")
        kms.Alias("by-id", name="alias/a", target_key_id=key.key_id)
        kms.Alias("by-arn", name="alias/b", target_key_id=key.arn)

    deployed = deploy(program)
    arn = deployed["key"].outputs["arn"]
    assert deployed["by-id"].outputs["targetKeyArn"] == deployed["by-arn"].outputs["targetKeyArn"] == arn


def test_an_input_wins_over_what_would_be_computed() -> None:
    key = deploy(lambda: kms.Key("k", key_usage="GENERATE_VERIFY_MAC"))["k"]
    assert key.outputs["keyUsage"] == "GENERATE_VERIFY_MAC"


def test_only_email_subscriptions_wait_for_confirmation() -> None:
    def program() -> None:
        for protocol in ("email", "sqs"):
            sns.TopicSubscription(protocol, topic="arn:t", protocol=protocol, endpoint="e")

    deployed = deploy(program)
    assert deployed["email"].outputs["pendingConfirmation"] is True
    assert deployed["sqs"].outputs["pendingConfirmation"] is False


def test_a_resource_without_a_name_gets_one_that_stays() -> None:
    def program() -> None:
        s3.Bucket("Raw")
        iam.Role("Reader", assume_role_policy="{}")
        kms.Alias("vault", target_key_id="k")
        sns.Topic("prefixed", name_prefix="news-")

    deployed = deploy(program)
    assert re.fullmatch(r"raw-[0-9a-f]{7}", deployed["Raw"].outputs["bucket"])
    assert re.fullmatch(r"Reader-[0-9a-f]{7}", deployed["Reader"].outputs["name"])
    assert re.fullmatch(r"alias/vault-[0-9a-f]{7}", deployed["vault"].outputs["name"])
    assert re.fullmatch(r"news-[0-9a-f]{7}", deployed["prefixed"].outputs["name"])
    assert deployed["Raw"].inputs == {}


def test_a_name_too_long_for_the_service_is_an_error_with_the_limit() -> None:
    with pytest.raises(
        RecordingError, match=r"has 68 characters, 64 are allowed; shorten the logical name or give 'name'"
    ):
        deploy(lambda: iam.Role("r" * 60, assume_role_policy="{}"))
