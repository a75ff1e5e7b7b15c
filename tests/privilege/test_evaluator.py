"""The evaluator itself: the order of IAM's decisions, each operator, and an error for whatever it doesn't know."""

from typing import Any

import pytest

from .askers import ELSEWHERE
from .evaluator import Asker, Fields, Request, Says, answer, said
from .operators import Context, UnsupportedError, arn_like, holds

ACCOUNT, ROLE, BUCKET = "123456789012", "arn:aws:iam::123456789012:role/r", "arn:aws:s3:::b"
KEY = f"arn:aws:kms:eu-west-1:{ACCOUNT}:key/k"
ROOT = {"AWS": [f"arn:aws:iam::{ACCOUNT}:root"]}


def statement(effect: str, action: str = "*", **more: Any) -> Fields:
    return {"Effect": effect, "Action": [action], "Resource": ["*"], **more}


ALLOW, DENY = statement("Allow"), statement("Deny")
SERVICE = Asker("s", "glue.amazonaws.com", None)


def role(*identity: Fields, boundary: tuple[Fields, ...] | None = None, account: str = ACCOUNT) -> Asker:
    return Asker("r", ROLE.replace(ACCOUNT, account), account, identity, boundary)


def asked(
    asker: Asker, policy: tuple[Fields, ...] | None = None, action: str = "s3:GetObject", on: str = BUCKET
) -> bool:
    return answer(Request(asker, action, on, {}), policy, ACCOUNT).allowed


NAMED, ALL = {"AWS": [ROLE]}, {"AWS": ["*"]}


@pytest.mark.parametrize(
    ("allowed", "asker", "policy"),
    [
        (True, role(ALLOW), None),
        (False, role(), None),
        (False, role(ALLOW, DENY), None),
        (True, role(ALLOW, boundary=(ALLOW,)), None),
        (False, role(ALLOW, boundary=()), None),
        (False, role(ALLOW, boundary=(ALLOW, DENY)), None),
        (False, role(boundary=(ALLOW,)), None),
        (True, role(), (statement("Allow", Principal=NAMED),)),
        (False, role(boundary=()), (statement("Allow", Principal=NAMED),)),
        (False, role(ALLOW), (statement("Deny", Principal=ALL),)),
        (False, role(), (statement("Allow", Principal=ROOT),)),
        (False, role(ALLOW, account=ELSEWHERE), None),
        (False, role(ALLOW, account=ELSEWHERE), (statement("Allow", Principal=ROOT),)),
        (True, role(ALLOW, account=ELSEWHERE), (statement("Allow", Principal=ALL),)),
        (False, role(account=ELSEWHERE), (statement("Allow", Principal=ALL),)),
        (True, SERVICE, (statement("Allow", Principal={"Service": ["glue.amazonaws.com"]}),)),
        (False, SERVICE, (statement("Allow", Principal={"Service": ["s3.amazonaws.com"]}),)),
        (False, SERVICE, (statement("Allow", Principal=ROOT),)),
        (False, SERVICE, None),
    ],
)
def test_layers_decide_together(allowed: bool, asker: Asker, policy: tuple[Fields, ...] | None) -> None:
    assert asked(asker, policy) is allowed


def test_a_key_has_to_let_iam_decide_before_iam_does() -> None:
    leaves = (statement("Allow", Principal=ROOT),)
    for allowed, asker, policy in (
        (False, role(ALLOW), None),
        (False, role(ALLOW), ()),
        (True, role(ALLOW), leaves),
        (False, role(), leaves),
        (True, role(), (statement("Allow", Principal=NAMED),)),
    ):
        assert asked(asker, policy, "kms:Decrypt", KEY) is allowed


def test_a_denial_of_what_is_allowed_is_told_from_one_of_what_is_not() -> None:
    request = Request(role(), "s3:GetObject", BUCKET, {})
    assert said((DENY,), request) is Says.DENIES
    assert said((DENY, ALLOW), request) is Says.OVERRULES


@pytest.mark.parametrize(
    ("met", "operator", "value", "said"),
    [
        (True, "StringEquals", "a*", "a*"),
        (False, "StringEquals", "a*", "ab"),
        (False, "StringEquals", "a", "A"),
        (False, "StringEquals", "a", None),
        (True, "StringEqualsIfExists", "a", None),
        (True, "StringNotEquals", "a", "b"),
        (False, "StringNotEquals", "a", "a"),
        (True, "StringNotEquals", "a", None),
        (True, "StringLike", "a?c*", "abcd"),
        (False, "StringLike", "a.c", "abc"),
        (False, "StringLike", "a*", None),
        (True, "Bool", "false", "False"),
        (False, "Bool", "false", None),
        (True, "BoolIfExists", "false", None),
        (True, "NumericLessThan", "1.2", "1.1"),
        (False, "NumericLessThan", "1.2", "1.2"),
        (False, "NumericLessThan", "1.2", None),
        (True, "Null", "true", None),
        (False, "Null", "true", "x"),
        (True, "Null", "false", "x"),
        (True, "ArnLike", "arn:aws:x:*:1:y*", "arn:aws:x:eu:1:yz:w"),
        (False, "ArnLike", "arn:aws:x:*:y", "arn:aws:x:eu:1:y"),
        (False, "ArnEquals", "arn:aws:x:eu:1:y", None),
        (True, "ArnNotLike", "arn:aws:x:eu:1:y", None),
        (False, "ArnNotLike", "arn:aws:x:eu:1:*", "arn:aws:x:eu:1:y"),
        (True, "ForAnyValue:StringEquals", "a", ("b", "a")),
        (False, "ForAnyValue:StringEquals", "a", None),
        (True, "ForAllValues:StringEquals", "a", None),
        (False, "ForAllValues:StringEquals", "a", ("b", "a")),
        (True, "StringEquals", "${t}", "x"),
    ],
)
def test_operators(met: bool, operator: str, value: str, said: str | tuple[str, ...] | None) -> None:
    context: Context = {"t": "x", **({} if said is None else {"K": said})}
    assert holds({operator: {"k": [value]}}, context) is met


def test_a_star_stops_at_a_colon() -> None:
    assert arn_like("arn:aws:s3:::a*", "arn:aws:s3:::a/b:c")
    assert not arn_like("arn:aws:glue:*:table/x", "arn:aws:glue:eu-west-1:1:table/x")


@pytest.mark.parametrize(
    "fields",
    [
        {"Effect": "Allow", "NotAction": ["x"], "Resource": ["*"]},
        {"Effect": "Deny", "NotPrincipal": ALL, "Action": ["*"], "Resource": ["*"]},
        statement("Allow", Principal=ALL),
        {"Effect": "Allow", "Action": ["*"]},
        statement("Allow", Condition={"IpAddress": {"aws:SourceIp": ["1.2.3.4/8"]}}),
        statement("Allow", Condition={"ForSomeValues:StringEquals": {"k": ["v"]}}),
        statement("Allow", Condition={"StringEquals": {"many": ["v"]}}),
        statement("Allow", Condition={"StringEquals": {"k": ["${wild}"]}}),
    ],
)
def test_what_is_not_known_is_an_error(fields: Fields) -> None:
    context: Context = {"many": ("a", "b"), "wild": "*", "k": "v"}
    with pytest.raises(UnsupportedError):
        said((fields,), Request(role(), "s3:GetObject", BUCKET, context))


def test_a_denial_of_the_accounts_root_is_an_error() -> None:
    with pytest.raises(UnsupportedError):
        said((statement("Deny", Principal=ROOT),), Request(role(), "s3:GetObject", BUCKET, {}), ACCOUNT)


def test_a_variable_that_the_request_lacks_matches_nothing() -> None:
    fields = {"Effect": "Allow", "Action": ["*"], "Resource": ["arn:aws:s3:::${aws:PrincipalTag/domain}"]}
    assert said((fields,), Request(role(), "s3:GetObject", BUCKET, {})) is Says.SILENT
    assert said((fields,), Request(role(), "s3:GetObject", BUCKET, {"aws:PrincipalTag/domain": "b"})) is Says.ALLOWS
