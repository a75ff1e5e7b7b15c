"""Nothing travels in plain."""

from collections.abc import Iterator

from meshwright.guardrails.guardrail import Guardrail
from meshwright.guardrails.stack import Breach, Seen, Stack

POLICY = "aws:s3/bucketPolicy:BucketPolicy"


def _check(stack: Stack) -> Iterator[Breach]:
    for policy in stack.of_type(POLICY):
        if policy.known("policy"):
            yield from (Breach(policy, f"{policy.name} lets in {what}") for what in _let_in(stack, policy))


def _let_in(stack: Stack, policy: Seen) -> Iterator[str]:
    denied = [s for s in stack.statements if s.resource is policy and not s.allows and s.principals("AWS") == ["*"]]
    conditions = [(operator, key) for s in denied for operator, keys in s.condition.items() for key in keys]
    wanted = {
        "plain HTTP": ("Bool", "aws:SecureTransport"),
        "TLS before 1.2": ("NumericLessThan", "s3:TlsVersion"),
    }
    yield from (what for what, condition in wanted.items() if condition not in conditions)
    if not any(key == "aws:PrincipalAccount" or key == "aws:ResourceAccount" for _, key in conditions):
        yield "other accounts"


RAIL = Guardrail(
    id="buckets-are-reached-by-tls",
    must="a bucket's policy denies plain HTTP, TLS before 1.2 and other accounts to everyone",
    why="what travels in plain can be read and changed on the way",
    remedy="begin the policy with the denials of meshwright's PrivateBucket",
    severity="critical",
    nist=("AC-4", "SC-8", "SC-23"),
    cdmc=("9",),
    types=(POLICY,),
    check=_check,
)
