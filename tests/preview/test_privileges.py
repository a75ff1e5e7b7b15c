"""Policies before and after: what is said of the difference, and whether it is an escalation."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from meshwright.language import Domain, Environment, Governance, Mesh
from meshwright.preview.deciding import decided
from meshwright.preview.graphs import compared
from meshwright.preview.privileges import changes, wording
from meshwright.preview.privileges.statements import compared as policies
from meshwright.preview.report import PrivilegeChange, Report
from meshwright.preview.text import plain
from meshwright.recording.graph import UNKNOWN, Graph, Resource

from .graphs import BUCKET, KEY, graph, resource
from .pulls import sharing

ROLE, ROLE_POLICY = "aws:iam/role:Role", "aws:iam/rolePolicy:RolePolicy"
BUCKET_POLICY = "aws:s3/bucketPolicy:BucketPolicy"
EXPECTED = Path(__file__).parent / "pulls" / "expected"
ALICE, BOB = "arn:aws:iam::111122223333:role/alice", "arn:aws:iam::111122223333:role/bob"
DATA = ["arn:aws:s3:::data", "arn:aws:s3:::data/*"]


def allow(actions: list[str], resources: list[str] | None = None, sid: str = "Use", **more: Any) -> dict[str, Any]:
    found: dict[str, Any] = {"Sid": sid, "Effect": "Allow", "Action": actions, **more}
    return {**found, "Resource": resources} if resources else found


def deny(actions: list[str], sid: str = "Never", **more: Any) -> dict[str, Any]:
    return {"Sid": sid, "Effect": "Deny", "Action": actions, "Resource": ["*"], **more}


def policy(*statements: Mapping[str, Any]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def where(operator: str, key: str, *values: str) -> dict[str, Any]:
    return {"Condition": {operator: {key: list(values)}}}


READ = allow(["s3:GetObject"], DATA)
TLS = where("Bool", "aws:SecureTransport", "false")
TAG = where("StringEquals", "aws:PrincipalTag/domain", "sales")
ROOT: dict[str, Any] = {"Principal": {"AWS": [ALICE]}}
CASES: dict[str, tuple[list[Any], list[Any], list[str]]] = {
    "another action": (
        [READ],
        [allow(["s3:GetObject", "s3:PutObject"], DATA)],
        ["wider: Use allows also s3:PutObject"],
    ),
    "an action less": ([allow(["s3:GetObject", "s3:PutObject"], DATA)], [READ], ["Use allows no longer s3:PutObject"]),
    "an action that was allowed by a pattern": (
        [allow(["s3:Get*"], DATA)],
        [READ],
        ["Use allows also s3:GetObject; no longer s3:Get*"],
    ),
    "a pattern for an action": (
        [READ],
        [allow(["s3:Get*"], DATA)],
        ["wider: Use allows also s3:Get*; no longer s3:GetObject"],
    ),
    "another resource": (
        [READ],
        [allow(["s3:GetObject"], [*DATA, "arn:aws:s3:::more"])],
        ["wider: Use allows also on arn:aws:s3:::more"],
    ),
    "every resource": (
        [READ],
        [allow(["s3:GetObject"], ["*"])],
        ["wider: Use allows also on *; no longer on arn:aws:s3:::data, arn:aws:s3:::data/*"],
    ),
    "a resource within": (
        [READ],
        [allow(["s3:GetObject"], ["arn:aws:s3:::data/a*"])],
        ["Use allows also on arn:aws:s3:::data/a*; no longer on arn:aws:s3:::data, arn:aws:s3:::data/*"],
    ),
    "another principal": (
        [allow(["sts:AssumeRole"], **ROOT)],
        [allow(["sts:AssumeRole"], Principal={"AWS": [ALICE, BOB]})],
        [f"wider: Use allows also for {BOB}"],
    ),
    "anybody": (
        [allow(["sts:AssumeRole"], **ROOT)],
        [allow(["sts:AssumeRole"], Principal="*")],
        [f"wider: Use allows also for *; no longer for {ALICE}"],
    ),
    "one instead of anybody": (
        [allow(["sts:AssumeRole"], Principal="*")],
        [allow(["sts:AssumeRole"], **ROOT)],
        [f"Use allows also for {ALICE}; no longer for *"],
    ),
    "a condition taken away": (
        [allow(["s3:GetObject"], DATA, **TAG)],
        [READ],
        ["wider: Use allows no longer only where StringEquals aws:PrincipalTag/domain = sales"],
    ),
    "a condition more": (
        [READ],
        [allow(["s3:GetObject"], DATA, **TAG)],
        ["Use allows now only where StringEquals aws:PrincipalTag/domain = sales"],
    ),
    "a condition with another value": (
        [allow(["s3:GetObject"], DATA, **where("StringEquals", "aws:PrincipalTag/domain", "sales", "shop"))],
        [allow(["s3:GetObject"], DATA, **where("StringEquals", "aws:PrincipalTag/domain", "sales", "hr"))],
        [
            "wider: Use allows now where StringEquals aws:PrincipalTag/domain = hr, sales; "
            "before where StringEquals aws:PrincipalTag/domain = sales, shop"
        ],
    ),
    "a condition with a value less": (
        [allow(["s3:GetObject"], DATA, **where("StringEquals", "aws:PrincipalTag/domain", "sales", "shop"))],
        [allow(["s3:GetObject"], DATA, **TAG)],
        [
            "Use allows now where StringEquals aws:PrincipalTag/domain = sales; "
            "before where StringEquals aws:PrincipalTag/domain = sales, shop"
        ],
    ),
    "a condition of another kind": (
        [allow(["s3:GetObject"], DATA, **TAG)],
        [allow(["s3:GetObject"], DATA, **where("StringEqualsIfExists", "aws:PrincipalTag/domain", "sales"))],
        [
            "wider: Use allows now where StringEqualsIfExists aws:PrincipalTag/domain = sales; "
            "before where StringEquals aws:PrincipalTag/domain = sales"
        ],
    ),
    "a pattern that is wider": (
        [allow(["s3:GetObject"], DATA, **where("ArnLike", "aws:SourceArn", "arn:aws:sns:*:1:a"))],
        [allow(["s3:GetObject"], DATA, **where("ArnLike", "aws:SourceArn", "arn:aws:sns:*:1:*"))],
        [
            "wider: Use allows now where ArnLike aws:SourceArn = arn:aws:sns:*:1:*; "
            "before where ArnLike aws:SourceArn = arn:aws:sns:*:1:a"
        ],
    ),
    "a denial less": (
        [READ, deny(["s3:*"], **TLS)],
        [READ],
        ["wider: Never is gone: denied s3:* on * where Bool aws:SecureTransport = false"],
    ),
    "a denial more": ([READ], [READ, deny(["iam:*"])], ["Never is new: denies iam:* on *"]),
    "a denial of less": (
        [deny(["iam:*", "sso:*"])],
        [deny(["iam:*"])],
        ["wider: Never denies no longer sso:*"],
    ),
    "a denial under a condition": (
        [deny(["iam:*"])],
        [deny(["iam:*"], **TLS)],
        ["wider: Never denies now only where Bool aws:SecureTransport = false"],
    ),
    "a denial under no condition": (
        [deny(["iam:*"], **TLS)],
        [deny(["iam:*"])],
        ["Never denies no longer only where Bool aws:SecureTransport = false"],
    ),
    "a region more that is not denied": (
        [deny(["*"], **where("StringNotEquals", "aws:RequestedRegion", "eu-west-1"))],
        [deny(["*"], **where("StringNotEquals", "aws:RequestedRegion", "eu-west-1", "us-east-1"))],
        [
            "wider: Never denies now where StringNotEquals aws:RequestedRegion = eu-west-1, us-east-1; "
            "before where StringNotEquals aws:RequestedRegion = eu-west-1"
        ],
    ),
    "a denial that another takes over": (
        [deny(["iam:*"]), deny(["sso:*"], "Other")],
        [deny(["iam:*", "sso:*"])],
        ["Never denies also sso:*", "Other is gone: denied sso:* on *"],
    ),
    "an exception more from a denial": (
        [{"Sid": "Own", "Effect": "Deny", "Action": "s3:*", "NotResource": "arn:aws:s3:::a"}],
        [{"Sid": "Own", "Effect": "Deny", "Action": "s3:*", "NotResource": ["arn:aws:s3:::a", "arn:aws:s3:::b"]}],
        [
            "wider: Own denies also on everything but arn:aws:s3:::a, arn:aws:s3:::b; "
            "no longer on everything but arn:aws:s3:::a"
        ],
    ),
    "an exception less": (
        [{"Sid": "Own", "Effect": "Deny", "Action": "s3:*", "NotResource": ["arn:aws:s3:::a", "arn:aws:s3:::b"]}],
        [{"Sid": "Own", "Effect": "Deny", "Action": "s3:*", "NotResource": "arn:aws:s3:::a"}],
        [
            "Own denies also on everything but arn:aws:s3:::a; "
            "no longer on everything but arn:aws:s3:::a, arn:aws:s3:::b"
        ],
    ),
    "an exception by a variable": (
        [deny(["s3:PutObject"])],
        [{"Sid": "Never", "Effect": "Deny", "Action": ["s3:PutObject"], "NotResource": ["arn:aws:s3:::${aws:a}"]}],
        ["wider: Never denies also on everything but arn:aws:s3:::${aws:a}; no longer on *"],
    ),
    "a role that may be passed": (
        [READ],
        [READ, allow(["iam:PassRole"], [ALICE], "Pass")],
        [f"wider: Pass is new: allows iam:PassRole on {ALICE} (iam:PassRole makes one act as another)"],
    ),
    "a statement that became a denial": (
        [allow(["s3:GetObject"], ["*"])],
        [deny(["s3:GetObject"], "Use")],
        ["Use is gone: allowed s3:GetObject on *", "Use is new: denies s3:GetObject on *"],
    ),
    "a statement of another name": ([READ], [allow(["s3:GetObject"], DATA, "Other")], []),
    "an action written otherwise": (
        [READ],
        [allow(["S3:getobject"], DATA)],
        ["Use allows also S3:getobject; no longer s3:GetObject"],
    ),
    "statements in another order": ([READ, deny(["iam:*"])], [deny(["iam:*"]), READ], []),
    "without names": (
        [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}],
        [{"Effect": "Allow", "Action": ["s3:GetObject", "s3:PutObject"], "Resource": "*"}],
        ["wider: a statement without a name allows also s3:PutObject"],
    ),
    "a part that nobody knows": (
        [READ],
        [{**READ, "Unheard": 1}],
        ["wider: can't be read before it is made, or is no policy"],
    ),
}


@pytest.mark.parametrize(("before", "after", "words"), CASES.values(), ids=CASES)
def test_a_policy_says_otherwise(before: list[Any], after: list[Any], words: list[str]) -> None:
    steps = policies(policy(*before), policy(*after), str)
    one = PrivilegeChange(holder="the policy", name="", scope="platform", steps=steps)
    (item,) = wording.items([one])
    assert [plain(phrase) for phrase in item.inner] == words


def test_a_text_that_is_known_only_afterwards_counts_as_wider() -> None:
    (step,) = policies(policy(READ), UNKNOWN, str)
    assert step.escalation


@pytest.mark.parametrize("char", ["?", "*"])
def test_a_question_mark_never_covers_a_star(char: str) -> None:
    before, after = (allow(["s3:GetObject"], [f"arn:aws:s3:::data/{c}"]) for c in ("?", char))
    steps = policies(policy(before), policy(after), str)
    assert [s.escalation for s in steps] == ([True] if char == "*" else [])


ENVIRONMENT = Environment("dev", account="111122223333", region="eu-west-1")
TEAM = {name: Domain(name, owner=f"{name}@example.org") for name in ("sales", "hr")}


def mesh(*domains: str, environment: Environment = ENVIRONMENT) -> Mesh:
    return Mesh(
        domains=tuple(TEAM[name] for name in domains),
        governance=Governance(owner="platform@example.org", allowed_regions=["eu-west-1"]),
        environments=(environment,),
    )


SALES, BOTH = mesh("sales"), mesh("sales", "hr")


def between(
    before: Graph,
    after: Graph,
    *,
    meshes: tuple[Mesh, Mesh] = (SALES, SALES),
    code: bool = False,
) -> tuple[PrivilegeChange, ...]:
    base, head = meshes
    environment = head.environments[0]
    sides = {before.stack: before}, {after.stack: after}
    return changes(base, head, environment, compared(before, after), sides, code=code)


def approvals(found: tuple[PrivilegeChange, ...]) -> list[tuple[str, ...]]:
    report = Report(environment="dev", base="main", today=date(2026, 11, 27), privileges=found)
    return [reason.who for reason in decided(report, BOTH, BOTH).approvals]


def role(name: str = "sales-roles-owner", statements: Any = READ, **inputs: Any) -> Resource:
    trust = policy({"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"AWS": ALICE}})
    return resource(ROLE, name, {"name": f"mesh-dev-{name}", "assumeRolePolicy": trust, **inputs})


def may(name: str, *statements: Mapping[str, Any]) -> Resource:
    return resource(ROLE_POLICY, f"{name}-policy", {"role": f"mesh-dev-{name}", "policy": policy(*statements)})


@pytest.mark.parametrize(
    ("before", "after", "escalates"),
    [("a", None, True), ("a", "b", True), (None, "a", False)],
    ids=["taken away", "another", "new"],
)
def test_a_boundary_holds_as_long_as_it_is_there(before: str | None, after: str | None, escalates: bool) -> None:
    sides = (graph(role(**({"permissionsBoundary": side} if side else {}))) for side in (before, after))
    (change,) = between(*sides)
    assert [(s.what, s.escalation) for s in change.steps] == [("permissions boundary", escalates)]


@pytest.mark.parametrize(
    ("token", "key", "before", "after", "escalates"),
    [
        (ROLE, "maxSessionDuration", 3600, 14400, True),
        (ROLE, "maxSessionDuration", 14400, 3600, False),
        ("aws:ssoadmin/permissionSet:PermissionSet", "sessionDuration", "PT1H", "PT4H", True),
        ("aws:ssoadmin/permissionSet:PermissionSet", "sessionDuration", "PT4H", "PT30M", False),
        ("aws:lakeformation/resource:Resource", "hybridAccessEnabled", False, True, True),
        ("aws:lakeformation/resource:Resource", "hybridAccessEnabled", True, False, False),
        ("aws:lakeformation/dataLakeSettings:DataLakeSettings", "admins", [ALICE], [ALICE, BOB], True),
        ("aws:lakeformation/dataLakeSettings:DataLakeSettings", "admins", [ALICE, BOB], [ALICE], False),
        ("aws:iam/userPolicyAttachment:UserPolicyAttachment", "policyArn", "a", "b", True),
    ],
)
def test_a_setting_widens_or_does_not(token: str, key: str, before: Any, after: Any, escalates: bool) -> None:
    (change,) = between(*(graph(resource(token, "one", {key: value})) for value in (before, after)))
    assert [s.escalation for s in change.steps] == [escalates]


def test_a_new_role_of_the_platform_is_an_escalation() -> None:
    found = between(graph(), graph(role("platform-helper"), may("platform-helper", READ)))
    assert [change.escalation for change in found] == [True, True]
    assert approvals(found) == [("platform@example.org",)]


def test_what_goes_with_its_role_or_bucket_widens_nothing() -> None:
    bucket = resource(BUCKET, "data", {"bucket": "data"})
    guarded = resource(BUCKET_POLICY, "data-policy", {"bucket": "data", "policy": policy(deny(["s3:*"]))})
    (kept,), (gone,) = (between(graph(bucket, guarded), graph(*left)) for left in ((bucket,), ()))
    assert (kept.escalation, gone.escalation) == (True, False)


def test_a_topic_that_loses_its_policy_and_stays_is_open_to_more() -> None:
    topic = resource(
        "aws:sns/topic:Topic", "alerts", {"name": "alerts"}, outputs={"arn": "arn:aws:sns:eu-west-1:1:alerts"}
    )
    guarded = resource("aws:sns/topicPolicy:TopicPolicy", "alerts-policy", {
        "arn": "arn:aws:sns:eu-west-1:1:alerts", "policy": policy(deny(["sns:*"], **TLS)),
    })  # fmt: skip
    (kept,), (gone,) = (between(graph(topic, guarded), graph(*left)) for left in ((topic,), ()))
    assert (kept.escalation, gone.escalation) == (True, False)


def test_what_stays_is_looked_at_even_where_a_domain_that_goes_is_called_alike() -> None:
    before, after = (foundation(may("hr-helper", *said)) for said in ([READ], [READ, allow(["s3:*"], DATA, "More")]))
    for meshes in ((BOTH, SALES), (SALES, BOTH)):
        (found,) = between(before, after, meshes=meshes)
        assert found.escalation


def test_a_key_or_a_bucket_of_a_domain_is_its_owners_matter_too() -> None:
    more = allow(["s3:*"], DATA, "More")
    for token in (KEY, BUCKET_POLICY):
        found = between(*(graph(resource(token, "data", {"policy": policy(*s)})) for s in ([READ], [READ, more])))
        assert approvals(found) == [("platform@example.org", "sales@example.org")]


def foundation(*resources: Resource) -> Graph:
    return Graph(stack="foundation.dev", preview=False, resources=resources, outputs={})


OWN = {name: allow(["s3:GetObject"], [f"arn:aws:s3:::mesh-dev-{name}-data"]) for name in TEAM}


def test_a_new_domain_is_no_escalation_as_it_is_built_and_one_where_it_is_built_otherwise() -> None:
    before = foundation(role(), may("sales-roles-owner", OWN["sales"]))
    usual = [*before.resources, role("hr-roles-owner"), may("hr-roles-owner", OWN["hr"])]
    more = allow(["s3:*"], ["*"], "More")
    other = [*before.resources, role("hr-roles-owner"), may("hr-roles-owner", OWN["hr"], more)]
    assert not between(before, foundation(*usual), meshes=(SALES, BOTH))
    assert not between(before, foundation(*usual), meshes=(SALES, BOTH), code=True)
    (found,) = between(before, foundation(*other), meshes=(SALES, BOTH), code=True)
    assert (found.name, found.escalation) == ("mesh-dev-hr-roles-owner", True)


def test_a_role_of_a_domain_that_stays_is_looked_at_whoever_comes_or_goes() -> None:
    before = foundation(may("sales-roles-owner", OWN["sales"]), may("hr-roles-owner", OWN["hr"]))
    after = foundation(may("sales-roles-owner", OWN["sales"], OWN["hr"] | {"Sid": "More"}))
    (found,) = between(before, after, meshes=(BOTH, SALES))
    assert (found.scope, found.escalation) == ("sales", True)


def test_what_changes_alike_for_several_domains_is_said_once() -> None:
    names = tuple(TEAM)
    before = foundation(*(may(f"{n}-roles-owner", OWN[n]) for n in names))
    more = {n: allow(["s3:PutObject"], [f"arn:aws:s3:::mesh-dev-{n}-scratch"], "More") for n in names}
    found = between(before, foundation(*(may(f"{n}-roles-owner", OWN[n], more[n]) for n in names)), meshes=(BOTH, BOTH))
    (item,) = wording.items(found)
    assert "2 alike" in plain(item.phrase)
    assert len(found) == 2


def test_an_environment_that_moves_permits_no_more_by_it() -> None:
    elsewhere = Environment("dev", account="999988887777", region="eu-north-1")
    arns = [f"arn:aws:sns:{e.region}:{e.account}:alerts" for e in (ENVIRONMENT, elsewhere)]
    before, after = (foundation(may("sales-roles-owner", allow(["sns:Publish"], [arn]))) for arn in arns)
    assert not between(before, after, meshes=(SALES, mesh("sales", environment=elsewhere)))


def test_a_secret_is_never_shown() -> None:
    sides = [
        resource(
            "aws:iam/userLoginProfile:UserLoginProfile", "one", {"user": user, "password": text}, secrets=("password",)
        )
        for user, text in (("a", "hidden-one"), ("b", "hidden-two"))
    ]
    (found,) = between(*(graph(side) for side in sides))
    assert found.escalation
    assert "hidden" not in str(found)


@pytest.mark.parametrize("pull", sharing.PULLS, ids=lambda pull: pull.name)
def test_what_is_agreed_is_access_and_not_said_again_as_a_privilege(pull: Any) -> None:
    assert "privileges" not in json.loads((EXPECTED / f"{pull.name}.json").read_text())
