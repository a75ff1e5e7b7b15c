"""Provider functions are answered the same way everywhere, and as the provider would."""

import json
from typing import Any

import pulumi
import pulumi_aws as aws
import pytest
from pulumi_aws import iam, identitystore, sns

from meshwright.recording import RecordingError
from meshwright.recording.policy_document import rendered
from tests.harness import deploy


def answer(function: Any, *args: Any, **kwargs: Any) -> Any:
    """What a program sees."""
    seen: list[Any] = []
    deploy(lambda: seen.append(function(*args, **kwargs)))
    return seen[0]


def test_the_caller_is_in_the_recorded_account() -> None:
    identity = answer(aws.get_caller_identity)
    assert identity.account_id == "123456789012"
    assert identity.arn.startswith("arn:aws:sts::123456789012:assumed-role/")


def test_the_session_of_the_caller_has_a_role() -> None:
    arn = answer(aws.get_caller_identity).arn
    assert answer(iam.get_session_context, arn=arn).issuer_arn == "arn:aws:iam::123456789012:role/deployer"


def test_a_users_session_is_the_user() -> None:
    user = "arn:aws:iam::123456789012:user/ann"
    assert answer(iam.get_session_context, arn=user).issuer_arn == user


def test_region_partition_and_zones() -> None:
    assert answer(aws.get_region).region == "eu-west-1"
    assert answer(aws.get_partition).partition == "aws"
    assert answer(aws.get_partition).dns_suffix == "amazonaws.com"
    assert answer(aws.get_availability_zones).names == ["eu-west-1a", "eu-west-1b", "eu-west-1c"]


def test_a_call_through_a_provider_is_answered_where_the_provider_works() -> None:
    def program() -> None:
        provider = aws.Provider("p", region="us-gov-west-1", allowed_account_ids=["111111111111"])
        options = pulumi.InvokeOutputOptions(provider=provider)
        pulumi.export("account", aws.get_caller_identity_output(opts=options).account_id)
        pulumi.export("region", aws.get_region_output(opts=options).region)
        pulumi.export("partition", aws.get_partition_output(opts=options).partition)

    assert deploy(program).outputs == {
        "account": "111111111111",
        "region": "us-gov-west-1",
        "partition": "aws-us-gov",
    }


def test_any_other_call_is_an_error_naming_it() -> None:
    with pytest.raises(
        RecordingError, match=r"provider call aws:sns/getTopic:getTopic has no recorded answer; use one of"
    ):
        deploy(lambda: sns.get_topic(name="x"))


def test_a_policy_document_of_outputs_is_rendered() -> None:
    def program() -> None:
        topic = sns.Topic("topic", name="t")
        document = iam.get_policy_document_output(
            statements=topic.arn.apply(
                lambda arn: [
                    iam.GetPolicyDocumentStatementArgs(actions=["sns:Publish"], resources=[arn], sid="Publish")
                ]
            )
        )
        iam.Policy("policy", policy=document.json)

    policy = deploy(program)["policy"]
    assert json.loads(policy.inputs["policy"]) == {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Sid": "Publish",
                "Effect": "Allow",
                "Action": "sns:Publish",
                "Resource": "arn:aws:sns:eu-west-1:123456789012:t",
            }
        ],
    }
    assert [urn.rpartition("::")[2] for urn in policy.dependencies] == ["topic"]


STATEMENTS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "several values are sorted downwards": (
        {"actions": ["s3:Get", "s3:Put", "s3:Get"], "resources": ["*"]},
        {"Effect": "Allow", "Action": ["s3:Put", "s3:Get"], "Resource": "*"},
    ),
    "everything but": (
        {"effect": "Deny", "notActions": ["s3:Get"], "notResources": ["a"]},
        {"Effect": "Deny", "NotAction": "s3:Get", "NotResource": "a"},
    ),
    "everybody": (
        {"principals": [{"type": "*", "identifiers": ["*"]}]},
        {"Effect": "Allow", "Principal": "*"},
    ),
    "principals by type": (
        {
            "principals": [
                {"type": "Service", "identifiers": ["b.amazonaws.com"]},
                {"type": "AWS", "identifiers": ["1"]},
                {"type": "Service", "identifiers": ["a.amazonaws.com"]},
            ]
        },
        {"Effect": "Allow", "Principal": {"AWS": "1", "Service": ["b.amazonaws.com", "a.amazonaws.com"]}},
    ),
    "conditions by test": (
        {
            "conditions": [
                {"test": "StringEquals", "variable": "aws:b", "values": ["1", "2"]},
                {"test": "Bool", "variable": "aws:x", "values": ["false"]},
                {"test": "StringEquals", "variable": "aws:a", "values": ["3"]},
            ]
        },
        {
            "Effect": "Allow",
            "Condition": {"Bool": {"aws:x": "false"}, "StringEquals": {"aws:a": "3", "aws:b": ["1", "2"]}},
        },
    ),
    "variables": (
        {"actions": ["s3:Get"], "resources": ["arn:aws:s3:::b/&{aws:username}"]},
        {"Effect": "Allow", "Action": "s3:Get", "Resource": "arn:aws:s3:::b/${aws:username}"},
    ),
}


@pytest.mark.parametrize("case", STATEMENTS)
def test_a_statement_is_rendered(case: str) -> None:
    given, expected = STATEMENTS[case]
    assert json.loads(rendered({"statements": [given]})["json"])["Statement"] == [expected]


def test_source_documents_come_first_and_overrides_replace_by_sid() -> None:
    def document(*actions: str) -> str:
        return json.dumps(
            {"Statement": [{"Sid": action[-1], "Effect": "Allow", "Action": action} for action in actions]}
        )

    found = json.loads(
        rendered(
            {
                "sourcePolicyDocuments": [document("s3:A")],
                "statements": [{"sid": "B", "actions": ["s3:B"]}],
                "overridePolicyDocuments": [document("kms:A", "kms:C")],
            }
        )["json"]
    )
    assert [s["Action"] for s in found["Statement"]] == ["kms:A", "s3:B", "kms:C"]


def test_both_forms_of_a_document_say_the_same() -> None:
    found = rendered({"policyId": "p", "version": "2008-10-17", "statements": [{"actions": ["s3:Get"]}]})
    assert json.loads(found["json"]) == json.loads(found["minifiedJson"])
    assert json.loads(found["json"])["Id"] == "p"
    assert " " not in found["minifiedJson"]


def test_a_group_is_found_by_its_name_and_has_an_id_of_its_own() -> None:
    def group(name: str) -> Any:
        by_name = identitystore.GetGroupAlternateIdentifierUniqueAttributeArgs(
            attribute_path="DisplayName", attribute_value=name
        )
        wanted = identitystore.GetGroupAlternateIdentifierArgs(unique_attribute=by_name)
        return answer(identitystore.get_group, identity_store_id="d-1234567890", alternate_identifier=wanted)

    assert group("fleet-reader").group_id == group("fleet-reader").group_id
    assert group("fleet-reader").group_id != group("fleet-owner").group_id
    assert group("fleet-reader").display_name == "fleet-reader"
