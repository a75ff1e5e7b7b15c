"""What three linters of policies say of every policy, of the example mesh and of one of fifty domains."""

import json
import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from cfnlint.api import ManualArgs, lint
from cloudsplaining.scan.policy_document import PolicyDocument
from policy_sentry.querying.all import get_all_actions

from components.policies import Account, Policy, break_glass, ci, people
from meshwright import names
from meshwright.loader import load
from meshwright.recording import record_stacks
from tests.components.ground import FEDERATED
from tests.generated import write_mesh

from .evaluator import Fields
from .ground import Attached, ground
from .operators import like, listed
from .recorded import example
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
LAKE_ADMINISTRATION = ("Add", "Batch", "Create", "Delete", "Deregister", "Grant", "Put", "Register", "Remove", "Revoke")
"""How Lake Formation's actions begin that change who may see what."""


def entrances() -> Sequence[Attached]:
    """What pipelines, people and whoever sets things right may do, where an environment says who they are."""
    account, role = Account(FEDERATED), f"arn:aws:iam::{FEDERATED.account}:role/x"
    own = names.role_arn(FEDERATED, "fleet", "owner")
    policies = {
        "plan": ci.plan(account),
        "deploy": ci.deploy(account),
        "deploy reads": ci.reads(account),
        "break glass": break_glass.policy(account),
        "a permission set": people.assumes(own, "fleet"),
        "the boundary of people": people.boundary(account),
    }
    return [Attached(name, "identity", role, _fields(policy)) for name, policy in policies.items()]


def _fields(policy: Policy) -> tuple[Fields, ...]:
    return tuple(json.loads(policy.text)["Statement"])


@pytest.fixture(scope="module", params=["the example mesh", f"{DOMAINS} domains"])
def policies(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Sequence[Attached]:
    return example().policies if request.param == "the example mesh" else many(tmp_path_factory.mktemp("many") / "mesh")


@cache
def many(root: Path) -> Sequence[Attached]:
    write_mesh(root, domains=DOMAINS)
    scopes = (names.FOUNDATION, *(d.name for d in load(root).mesh.domains))
    graphs = record_stacks(root, [f"{scope}.sandbox" for scope in scopes])
    return ground(graphs.values(), "123456789012", "eu-west-1").policies


def statements(policies: Sequence[Attached]) -> Iterator[tuple[Attached, Fields]]:
    return ((p, s) for p in policies for s in p.statements)


def document(*found: Fields) -> PolicyDocument:
    return PolicyDocument({"Version": "2012-10-17", "Statement": list(found)})


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


def given(action: str, **more: Any) -> Fields:
    return {"Sid": "X", "Effect": "Allow", "Action": [action], "Resource": ["*"], **more}


def test_every_action_exists(policies: Sequence[Attached]) -> None:
    policies = [*policies, *entrances()]
    known = {action.lower() for action in get_all_actions()}
    assert len(known) > 10_000
    named = {a for _, s in statements(policies) for a in listed(s["Action"]) if "*" not in a}
    assert sorted(a for a in named if a.lower() not in known) == []
    begun = {a for _, s in statements(policies) for a in listed(s["Action"]) if a.endswith("*") and a != "*"}
    assert sorted(a for a in begun if not any(k.startswith(a[:-1].lower()) for k in known)) == []


def test_no_permission_is_of_actions_by_pattern(policies: Sequence[Attached]) -> None:
    policies = [*policies, *entrances()]
    assert [
        (p.name, s["Sid"]) for p, s in statements(policies) if s["Effect"] == "Allow" and "*" in str(s["Action"])
    ] == []


def test_no_role_can_raise_itself_or_give_data_away(policies: Sequence[Attached]) -> None:
    for policy in policies:
        if policy.kind in ("identity", "boundary"):
            kinds = BOUNDED if policy.kind == "boundary" else RISKS
            assert risks(document(*policy.statements), kinds) == {}, policy.name


def test_cfn_lint_has_nothing_to_say(policies: Sequence[Attached]) -> None:
    assert linted(distinct(policies)) == []


def test_what_lets_people_and_pipelines_in_is_well_formed() -> None:
    assert linted(entrances()) == []


def test_roles_are_passed_by_name_to_named_services_by_who_deploys_alone(policies: Sequence[Attached]) -> None:
    passing = [(p, s) for p, s in statements([*policies, *entrances()]) if _allows(s, "iam:PassRole")]
    assert {p.name for p, _ in passing} == {"deploy"}
    for _, fields in passing:
        assert listed(fields["Action"]) == ("iam:PassRole",)
        assert all(re.search(r":role/mesh/mesh-[a-z-]+-\*?[a-z-]+$", r) for r in listed(fields["Resource"])), fields
        services = fields["Condition"]["StringEquals"]["iam:PassedToService"]
        assert all(re.fullmatch(r"[a-z]+\.amazonaws\.com", service) for service in services)


def _allows(fields: Fields, action: str) -> bool:
    return fields["Effect"] == "Allow" and any(like(a.lower(), action.lower()) for a in listed(fields["Action"]))


def test_nobody_in_a_domain_administers_lake_formation(policies: Sequence[Attached]) -> None:
    for policy, fields in statements(policies):
        for action in listed(fields["Action"]) if fields["Effect"] == "Allow" else ():
            service, _, name = action.partition(":")
            assert service != "lakeformation" or not name.startswith(LAKE_ADMINISTRATION), policy.name


def test_the_linters_find_what_they_are_there_for() -> None:
    """Else their silence would mean nothing."""
    escalating = document(given("iam:PassRole"), given("lambda:CreateFunction"), given("lambda:InvokeFunction"))
    found = risks(escalating, RISKS)
    assert {"allows_privilege_escalation", "write_actions_without_constraints"} <= set(found)
    assert "allows_data_exfiltration_actions" in risks(document(given("s3:GetObject")), RISKS)
    assert "service_wildcard" in risks(document(given("s3:*")), RISKS)
    assert linted([Attached("x", "identity", "arn:aws:iam::1:role/x", ({**given("s3:GetObject"), "Effect": "Maybe"},))])
    assert "s3:getobjects" not in {action.lower() for action in get_all_actions()}
