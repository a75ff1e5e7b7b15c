"""What observations come to, and how answers are compared with requests."""

import json
from pathlib import Path

import pytest

from meshwright.verify import CHECKS, Breach, Check, Result, Sound, Untold
from meshwright.verify.comparing import differences, same_policy

CHECK = Check("V99", "it holds", "it has to", lambda ground: ())


def test_one_breach_fails_a_check_and_what_was_not_seen_proves_nothing() -> None:
    sound, breach, untold = Sound("a", "fine"), Breach("b", "off", "on"), Untold("c", "nobody knows")
    assert Result(CHECK, (sound, breach, untold)).outcome == "fails"
    assert Result(CHECK, (sound, untold)).outcome == "not checkable here"
    assert Result(CHECK, (sound, sound)).outcome == "holds"
    assert Result(CHECK, ()).outcome == "not checkable here"
    assert Result(CHECK, ()).evidence == "nothing of its kind is declared"
    assert Result(CHECK, (sound, Sound("d", "fine"))).evidence == "2: fine"
    assert "nobody knows" in Result(CHECK, (sound, untold)).evidence


@pytest.mark.parametrize(
    ("wanted", "seen", "told"),
    [
        ({"a": 1}, {"a": 1, "own": "arn"}, []),
        ({"a": 1}, {"a": 2}, ["a: found 2, declared 1"]),
        ({"a": True}, {}, ["a: found nothing, declared true"]),
        ({"a": ["x", "y"]}, {"a": ["y", "x"]}, []),
        ({"a": ["x"]}, {"a": ["y", "x"]}, ['a: found ["y", "x"], declared ["x"]']),
        ({"a": [{"b": 1}]}, {"a": [{"b": 1, "c": 2}]}, []),
        ({"a": [{"b": 1}]}, {"a": [{"b": 2}]}, ["a[0].b: found 2, declared 1"]),
        ({"a": [{"b": 1}]}, {"a": []}, ['a: found nothing, declared [{"b": 1}]']),
        ({"a": {}}, {}, []),
        ({"a": []}, {"a": None}, []),
        ({"a": False}, {}, ["a: found nothing, declared false"]),
    ],
)
def test_an_answer_is_compared_with_what_a_request_says(
    wanted: dict[str, object], seen: dict[str, object], told: list[str]
) -> None:
    assert list(differences(wanted, seen)) == told


def test_policies_are_compared_by_what_they_say() -> None:
    secure = "aws:SecureTransport"
    one = {"Action": ["a"], "Resource": ["x", "y"], "Condition": {"Bool": {secure: False}}}
    other = {"Resource": ["y", "x"], "Action": "a", "Condition": {"Bool": {secure: "false"}}}
    assert same_policy(json.dumps({"Statement": [one]}), json.dumps({"Statement": other}))
    assert not same_policy(json.dumps({"Statement": [one]}), json.dumps({"Statement": {**other, "Action": "b"}}))


def test_the_page_lists_the_checks() -> None:
    page = (Path(__file__).parents[2] / "docs" / "verify.md").read_text()
    assert [line for line in page.splitlines() if line.startswith("| V")] == [
        f"| {check.number} | {check.title} |" for check in CHECKS
    ]
