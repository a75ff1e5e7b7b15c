"""What three linters of policies say of every policy, of the example mesh and of one of fifty domains."""

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from cfnlint.api import ManualArgs, lint
from cloudsplaining.scan.policy_document import PolicyDocument
from policy_sentry.querying.all import get_all_actions

from meshwright import names
from meshwright.loader import load
from meshwright.recording import Graph, record_stacks
from tests.generated import write_mesh

from .environments import ACCOUNT, CENTRAL, REGION, declare
from .evaluator import Fields
from .ground import Attached, ground
from .operators import like, listed
from .recorded import example, graphs
from .templates import template

DOMAINS = 50
RISKS = (
    "allows_data_exfiltration_actions",
    "allows_privilege_escalation",
    "credentials_exposure",
    "permissions_management_without_constraints",
    "service_wildcard",
    "tagging_actions_without_constraints",
    "write_actions_without_constraints",
)
"""What cloudsplaining looks for in what a role is given."""
BOUNDED = tuple(risk for risk in RISKS if risk != "write_actions_without_constraints")
"""The same of a boundary, which gives nothing: it says what may be given at all, and on what is each role's own."""
DEPLOYING, EMERGENCIES = "platform-ci-deploy-policy", "platform-break-glass-policy"
LAKE_ADMINISTRATION = ("Add", "Batch", "Create", "Delete", "Deregister", "Grant", "Put", "Register", "Remove", "Revoke")
"""How Lake Formation's actions begin that change who may see what."""


HOLDERS = {
    "aws:cloudwatch/eventBusPolicy:EventBusPolicy",
    "aws:iam/policy:Policy",
    "aws:iam/role:Role",
    "aws:iam/rolePolicy:RolePolicy",
    "aws:kms/key:Key",
    "aws:s3/bucketPolicy:BucketPolicy",
    "aws:sns/topicPolicy:TopicPolicy",
    "aws:ssoadmin/permissionSetInlinePolicy:PermissionSetInlinePolicy",
}
"""The types of what carries a policy: by hand, so that a new one is noticed."""


@dataclass(frozen=True)
class Mesh:
    """What a mesh's stacks would build, and the policies that the linters look at."""

    graphs: tuple[Graph, ...]
    policies: Sequence[Attached]


@pytest.fixture(scope="module", params=["the example mesh", f"{DOMAINS} domains"])
def mesh(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Mesh:
    if request.param == "the example mesh":
        return Mesh(graphs(), example().policies)
    return many(tmp_path_factory.mktemp("many") / "mesh")


@pytest.fixture
def policies(mesh: Mesh) -> Sequence[Attached]:
    return mesh.policies


def many(root: Path) -> Mesh:
    """Recorded once: pytest asks for everything of one mesh before it goes on to the next."""
    write_mesh(root, domains=DOMAINS)
    declare(root)
    scopes = (names.FOUNDATION, *(d.name for d in load(root).mesh.domains))
    found = tuple(record_stacks(root, [f"{scope}.{CENTRAL}" for scope in scopes]).values())
    return Mesh(found, ground(found, CENTRAL, ACCOUNT, REGION).policies)


def holders(mesh: Mesh) -> Counter[str]:
    """How many resources of each type have something in their inputs that reads like a policy."""
    resources = (r for graph in mesh.graphs for r in graph.resources)
    return Counter(r.type for r in resources if reads_like_a_policy(json.dumps(r.inputs)))


def reads_like_a_policy(text: str) -> bool:
    return all(f'"{word}' in text.replace("\\", "") for word in ("Effect", "Action", "Statement"))


def statements(policies: Sequence[Attached]) -> Iterator[tuple[Attached, Fields]]:
    return ((p, s) for p in policies for s in p.statements)


def document(*found: Fields) -> PolicyDocument:
    """A condition excuses nothing."""
    return PolicyDocument({"Version": "2012-10-17", "Statement": list(found)}, flag_conditional_statements=True)


def risks(found: PolicyDocument, kinds: Sequence[str]) -> dict[str, Any]:
    return {kind: value for kind in kinds if (value := getattr(found, kind))}


def distinct(policies: Sequence[Attached]) -> Sequence[Attached]:
    """One of those that differ in the name or the keys of their domain alone."""
    seen: dict[str, Attached] = {}
    for policy in policies:
        shape = re.sub(r"d\d{4}(?!\d)|key/[0-9a-f-]+", "x", json.dumps([policy.kind, policy.statements]))
        seen.setdefault(shape, policy)
    return tuple(seen.values())


def linted(policies: Sequence[Attached]) -> list[str]:
    found = lint(json.dumps(template(policies)), config=ManualArgs(regions=["eu-west-1"]))
    return [f"{match.rule.id} {match.message}" for match in found]


def given(**more: Any) -> Fields:
    return {"Sid": "X", "Effect": "Allow", "Action": ["s3:GetObject"], "Resource": ["*"], **more}


def unknown(policies: Sequence[Attached]) -> list[str]:
    """Actions, and beginnings of actions, that AWS has none of."""
    known = {action.lower() for action in get_all_actions()}
    assert len(known) > 10_000
    named = {a for _, s in statements(policies) for a in listed(s["Action"]) if a != "*"}
    return sorted(a for a in named if not _exists(a.lower(), known))


def _exists(action: str, known: set[str]) -> bool:
    return any(k.startswith(action[:-1]) for k in known) if action.endswith("*") else action in known


def by_pattern(policies: Sequence[Attached]) -> list[str]:
    """Permissions that don't name each action."""
    return [
        f"{p.name} {s['Sid']}" for p, s in statements(policies) if s["Effect"] == "Allow" and "*" in str(s["Action"])
    ]


def passed_loosely(policies: Sequence[Attached]) -> list[str]:
    """Permissions to hand over a role that isn't named, or to a service that isn't."""
    return [f"{p.name} {s['Sid']}" for p, s in statements(policies) if _allows(s, "iam:PassRole") and not _by_name(s)]


def _by_name(fields: Fields) -> bool:
    services = fields.get("Condition", {}).get("StringEquals", {}).get("iam:PassedToService", ())
    return (
        listed(fields["Action"]) == ("iam:PassRole",)
        and all(re.search(r":role/mesh/mesh-[a-z-]+-\*?[a-z-]+$", r) for r in listed(fields["Resource"]))
        and bool(services)
        and all(re.fullmatch(r"[a-z]+\.amazonaws\.com", service) for service in listed(services))
    )


def _allows(fields: Fields, action: str) -> bool:
    return fields["Effect"] == "Allow" and any(like(a.lower(), action.lower()) for a in listed(fields["Action"]))


def administering(policies: Sequence[Attached]) -> set[str]:
    """Those that may change who sees what."""
    return {
        p.name
        for p, s in statements(policies)
        for a in (listed(s["Action"]) if s["Effect"] == "Allow" else ())
        if a.startswith("lakeformation:") and a.partition(":")[2].startswith(LAKE_ADMINISTRATION)
    }


def raising(policies: Sequence[Attached]) -> dict[str, dict[str, Any]]:
    """What cloudsplaining has to say, by policy."""
    given_away = {
        f"{p.kind} {p.name}": risks(document(*p.statements), BOUNDED if p.kind == "boundary" else RISKS)
        for p in policies
        if p.kind in ("identity", "boundary")
    }
    return {name: found for name, found in given_away.items() if found}


def test_every_policy_of_the_graph_is_looked_at(mesh: Mesh) -> None:
    found = holders(mesh)
    assert set(found) == HOLDERS
    assert found.total() == len(mesh.policies)
    kinds = Counter(p.kind for p in mesh.policies)
    roles = found["aws:iam/role:Role"]
    sets = found["aws:ssoadmin/permissionSetInlinePolicy:PermissionSetInlinePolicy"]
    domains = len(mesh.graphs) - 1
    # five duties for each domain, and what is Lake Formation's, two of pipelines, one of emergencies
    assert (roles, sets) == (5 * domains + 4, 3 * domains + 1)
    assert kinds["trust"] == roles
    # who deploys has two: the second is a policy of its own, as are the two boundaries
    assert kinds["identity"] == roles + sets + 1
    assert kinds["boundary"] == 2
    keys_and_buckets = found["aws:kms/key:Key"] + found["aws:s3/bucketPolicy:BucketPolicy"]
    assert kinds["resource"] == keys_and_buckets + found["aws:sns/topicPolicy:TopicPolicy"] + 1


def test_every_action_exists(policies: Sequence[Attached]) -> None:
    assert unknown(policies) == []


def test_no_permission_is_of_actions_by_pattern(policies: Sequence[Attached]) -> None:
    assert by_pattern(policies) == []


def test_no_role_can_raise_itself_or_give_data_away(policies: Sequence[Attached]) -> None:
    assert raising(policies) == {}


def test_cfn_lint_has_nothing_to_say(policies: Sequence[Attached]) -> None:
    assert linted(distinct(policies)) == []


def test_roles_are_passed_by_name_to_named_services_by_who_deploys_alone(policies: Sequence[Attached]) -> None:
    assert {p.name for p, s in statements(policies) if _allows(s, "iam:PassRole")} == {DEPLOYING}
    assert passed_loosely(policies) == []


def test_lake_formation_is_administered_by_who_deploys_and_in_emergencies_alone(policies: Sequence[Attached]) -> None:
    assert administering(policies) == {DEPLOYING, EMERGENCIES}


def bad(**more: Any) -> Sequence[Attached]:
    return [Attached("bad", "identity", "arn:aws:iam::1:role/x", (given(**more),))]


def test_a_bad_policy_of_each_kind_is_found() -> None:
    """Else their silence would mean nothing."""
    assert unknown(bad(Action=["s3:GetObjects"])) == ["s3:GetObjects"]
    assert unknown(bad(Action=["s3:Gett*"])) == ["s3:Gett*"]
    assert by_pattern(bad(Action=["s3:Get*"])) == ["bad X"]
    assert by_pattern(bad(Action=["*"])) == ["bad X"]
    escalating = ["iam:PassRole", "lambda:CreateFunction", "lambda:InvokeFunction"]
    assert "allows_privilege_escalation" in raising(bad(Action=escalating))["identity bad"]
    assert "allows_data_exfiltration_actions" in raising(bad(Action=["s3:GetObject"]))["identity bad"]
    assert "service_wildcard" in raising(bad(Action=["s3:*"]))["identity bad"]
    role, to = "arn:aws:iam::1:role/mesh/mesh-prod-*-pipeline", {"iam:PassedToService": ["glue.amazonaws.com"]}
    named = {"Action": ["iam:PassRole"], "Resource": [role], "Condition": {"StringEquals": to}}
    assert passed_loosely(bad(**named)) == []
    assert passed_loosely(bad(**{**named, "Condition": {}})) == ["bad X"]
    assert passed_loosely(bad(**{**named, "Resource": ["*"]})) == ["bad X"]
    assert passed_loosely(bad(**{**named, "Action": ["iam:*"]})) == ["bad X"]
    assert administering(bad(Action=["lakeformation:PutDataLakeSettings"])) == {"bad"}
    assert linted(bad(Effect="Maybe"))
    assert linted(bad(Action=["s3:GetObjects"]))
