"""Policies are data: exact, checked when they are written down, and the same bytes every time."""

import json
from collections.abc import Callable

import pulumi
import pytest

from components.policies import EVERYONE, Policy, Principal, Statement, allow, deny, roles, services, when
from tests.harness import deploy


def read(sid: str = "Read") -> Statement:
    return allow(sid, ["s3:GetObject"], ["arn:aws:s3:::b/*"])


BAD: list[tuple[str, Callable[[], object]]] = [
    ('action "s3:*" is not one action', lambda: allow("A", ["s3:*"], ["*"])),
    ('action "s3:Get*" is not one action', lambda: allow("A", ["s3:Get*"], ["*"])),
    ('action "*" is not one action', lambda: allow("A", ["*"], ["*"])),
    ('action "GetObject" is not one action', lambda: allow("A", ["GetObject"], ["*"])),
    ('action "s3:Ge?Object" is not one action', lambda: deny("A", ["s3:Ge?Object"], ["*"])),
    ("statement A has no actions", lambda: allow("A", [], ["*"])),
    ("names neither principals nor resources", lambda: allow("A", ["s3:GetObject"])),
    ('sid "read it" is not letters and digits', lambda: read("read it")),
    ('sid "" is not letters and digits', lambda: read("")),
    (
        "only a denial without resources may name not_resources",
        lambda: deny("A", ["s3:*"], ["a"], not_resources=["b"]),
    ),
    (
        "only a denial without resources may name not_resources",
        lambda: Statement(sid="A", effect="Allow", actions=("s3:GetObject",), not_resources=("b",)),
    ),
    (
        "tests one key twice with one operator",
        lambda: allow("A", ["s3:GetObject"], ["*"], when("Bool", "k", "true"), when("Bool", "k", "false")),
    ),
    ("condition Bool aws:SecureTransport has no values", lambda: when("Bool", "aws:SecureTransport")),
    ("a principal without identifiers", lambda: Principal("AWS", ())),
    ("two statements share a sid: Read", lambda: Policy((read(), read()))),
    ("a policy without statements", lambda: Policy(())),
]


@pytest.mark.parametrize(("message", "written"), BAD, ids=[f"{n}-{m[:30]}" for n, (m, _) in enumerate(BAD)])
def test_what_iam_would_read_otherwise_than_meant_is_refused(message: str, written: Callable[[], object]) -> None:
    with pytest.raises(ValueError, match="(?s)" + message.replace("*", r"\*").replace("?", r"\?")):
        written()


def test_a_statement_is_written_as_iam_reads_it() -> None:
    found = allow(
        "PublishAlarms",
        ["sns:Publish", "sns:GetTopicAttributes", "sns:Publish"],
        ["arn:topic"],
        when("StringEquals", "aws:SourceAccount", "1"),
        when("ArnLike", "aws:SourceArn", "a", "b"),
        principals=[services("cloudwatch.amazonaws.com"), roles("arn:x"), services("budgets.amazonaws.com")],
    ).document()
    assert found == {
        "Sid": "PublishAlarms",
        "Effect": "Allow",
        "Principal": {"AWS": ["arn:x"], "Service": ["cloudwatch.amazonaws.com", "budgets.amazonaws.com"]},
        "Action": ["sns:GetTopicAttributes", "sns:Publish"],
        "Resource": ["arn:topic"],
        "Condition": {"ArnLike": {"aws:SourceArn": ["a", "b"]}, "StringEquals": {"aws:SourceAccount": ["1"]}},
    }
    assert list(found) == ["Sid", "Effect", "Principal", "Action", "Resource", "Condition"]


def test_a_denial_may_cover_a_whole_service_and_everything_but_a_list() -> None:
    found = deny("DenyOthers", ["s3:*"], not_resources=["arn:mine"], principals=[EVERYONE]).document()
    assert found["NotResource"] == ["arn:mine"]
    assert found["Principal"] == {"AWS": ["*"]}
    assert "Resource" not in found


def test_the_order_in_which_conditions_are_written_does_not_matter() -> None:
    one, other = when("Bool", "a", "true"), when("ArnLike", "b", "x")
    first = Policy((allow("A", ["s3:GetObject"], ["*"], one, other),))
    second = Policy((allow("A", ["s3:GetObject"], ["*"], other, one),))
    assert first.text == second.text


def test_outputs_are_resolved_wherever_they_stand() -> None:
    def program() -> None:
        bucket = pulumi.Output.from_input("arn:bucket")
        found = allow(
            "Read",
            ["s3:GetObject"],
            [bucket, pulumi.Output.concat(bucket, "/*")],
            when("StringEquals", "aws:SourceArn", bucket),
            principals=[roles(bucket)],
        )
        pulumi.export("policy", Policy((found,)).json)

    (statement,) = json.loads(deploy(program).outputs["policy"])["Statement"]
    assert statement["Resource"] == ["arn:bucket", "arn:bucket/*"]
    assert statement["Condition"] == {"StringEquals": {"aws:SourceArn": ["arn:bucket"]}}
    assert statement["Principal"] == {"AWS": ["arn:bucket"]}


def test_a_policy_without_outputs_reads_the_same_with_and_without_pulumi() -> None:
    policy = Policy((read(),))
    assert deploy(lambda: pulumi.export("policy", policy.json)).outputs["policy"] == policy.text
