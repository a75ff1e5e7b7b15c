"""How people and pipelines come in: through groups, tokens and roles that end within hours, and never by a key."""

import json
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pulumi_aws as aws
import pytest

from components import BreakGlass, BreakGlassArgs, CiAccess, CiAccessArgs, PeopleAccess, PeopleAccessArgs
from components.policies import Account, Holdings, ci, ci_adopted, people, trust
from meshwright import names
from meshwright.language import Environment, GitHub, GitLab, IdentityCenter, Oidc, Saml
from meshwright.loader import read_definition
from tests.harness import check_inventory, deploy

from .ground import CENTER, FEDERATED, FOUNDATION, GOVERNANCE

INVENTORY = Path(__file__).parent / "inventory"
DOMAINS = ["fleet", "operations"]


def break_glass() -> None:
    args = BreakGlassArgs(environment=FEDERATED, governance=GOVERNANCE, topic_arn=FOUNDATION.alerts_topic_arn)
    BreakGlass("it", args)


REPOSITORY = GitHub("example/mesh")


def ci_access(pipelines: GitHub | GitLab = REPOSITORY, **adopted: Sequence[str]) -> None:
    args = CiAccessArgs(environment=FEDERATED, governance=GOVERNANCE, pipelines=pipelines, **adopted)
    CiAccess("it", args)


def people_access(center: IdentityCenter = CENTER) -> None:
    asking = aws.Provider("identity", region=center.region, allowed_account_ids=[center.account])
    args = PeopleAccessArgs(environment=FEDERATED, governance=GOVERNANCE, center=center, domains=DOMAINS, asking=asking)
    PeopleAccess("it", args)


BUILDS = [break_glass, ci_access, people_access]


@pytest.mark.parametrize("build", BUILDS, ids=lambda b: b.__name__)
def test_inventory(build: Callable[[], None]) -> None:
    check_inventory(deploy(build), INVENTORY / f"{build.__name__}.yaml")


@pytest.mark.parametrize("build", BUILDS, ids=lambda b: b.__name__)
def test_preview_shows_everything_update_creates(build: Callable[[], None]) -> None:
    assert deploy(build, preview=True).urns == deploy(build).urns


@pytest.mark.parametrize("duty", names.PEOPLE)
def test_every_group_is_assigned_a_set_that_takes_its_own_role_and_no_other(duty: str) -> None:
    deployed = deploy(people_access)
    statement = only(deployed[f"it-fleet-{duty}-policy"].inputs["inlinePolicy"])
    assert statement["Action"] == ["sts:AssumeRole"]
    assert statement["Resource"] == [names.role_arn(FEDERATED, "fleet", duty)]
    assert statement["Condition"] == {"StringEquals": {"aws:PrincipalTag/domain": ["fleet"]}}
    assigned = deployed[f"it-fleet-{duty}-assignment"]
    assert assigned.inputs["principalType"] == "GROUP"
    assert assigned.inputs["targetId"] == FEDERATED.account


def test_every_set_is_bounded_before_anybody_is_assigned_and_lasts_four_hours() -> None:
    deployed = deploy(people_access)
    sets = deployed.of_type("aws:ssoadmin/permissionSet:PermissionSet")
    assert len(sets) == len(DOMAINS) * len(names.PEOPLE) + 1
    assert {s.inputs["sessionDuration"] for s in sets} == {"PT4H"}
    for one in sets:
        boundary = deployed[f"{one.name}-boundary"]
        reference = boundary.inputs["permissionsBoundary"]["customerManagedPolicyReference"]
        assert reference == {"name": "mesh-prod-people", "path": "/mesh/"}
        assert boundary.urn in deployed[f"{one.name}-assignment"].dependencies


def test_groups_are_looked_up_by_name_where_identity_center_is() -> None:
    deployed = deploy(people_access)
    ids = {r.inputs["principalId"] for r in deployed.of_type("aws:ssoadmin/accountAssignment:AccountAssignment")}
    assert len(ids) == len(DOMAINS) * len(names.PEOPLE) + 1
    assert not deployed.of_type("aws:identitystore/group:Group")


def test_departments_become_domains_where_an_environment_says_that_it_decides() -> None:
    assert "it-attributes" not in deploy(people_access)
    here = CENTER.model_copy(update={"attributes": "here"})
    attribute = deploy(lambda: people_access(here))["it-attributes"].inputs["attributes"]
    assert attribute == [{"key": "domain", "values": [{"sources": ["${path:enterprise.department}"]}]}]


def test_the_boundary_of_people_allows_only_to_take_the_roles_of_people() -> None:
    allowed, denied = people.boundary(Account(FEDERATED)).document()["Statement"]
    assert allowed["Resource"] == denied["NotResource"]
    assert denied["Effect"] == "Deny"
    assert not any("pipeline" in arn or "orchestrator" in arn for arn in allowed["Resource"])


@pytest.mark.parametrize("duty", [*names.PEOPLE, names.BREAK_GLASS])
@pytest.mark.parametrize("domain", ["fleet", "averyverylongdomainname12", "platform"])
def test_names_of_permission_sets_fit_and_differ(domain: str, duty: str) -> None:
    name = names.permission_set("production", domain, duty)
    assert len(name) <= 32
    others = {names.permission_set("production", domain, other) for other in names.PEOPLE if other != duty}
    assert name not in others


def environment(**more: Any) -> Environment:
    return Environment("prod", account="123456789012", region="eu-west-1", **more)


def trusting(duty: str, where: Environment) -> dict[str, Any]:
    found: dict[str, Any] = trust.duty(duty, Holdings(where, "fleet", "")).document()["Statement"][0]
    return found


def test_a_role_trusts_the_one_permission_set_in_the_one_department() -> None:
    statement = trusting("reader", environment(identity=CENTER))
    arn = statement["Condition"]["ArnLike"]["aws:PrincipalArn"]
    expected = "role/aws-reserved/sso.amazonaws.com/*AWSReservedSSO_prod-fleet-reader_????????????????"
    assert arn == [f"arn:aws:iam::123456789012:{expected}"]
    assert statement["Condition"]["StringEquals"] == {"aws:PrincipalTag/domain": ["fleet"]}


def test_a_role_trusts_a_saml_provider_that_says_domain_and_duty_and_nothing_else() -> None:
    statement = trusting("reader", environment(identity=Saml("corporate")))
    assert statement["Principal"] == {"Federated": ["arn:aws:iam::123456789012:saml-provider/corporate"]}
    assert statement["Action"] == ["sts:AssumeRoleWithSAML", "sts:TagSession"]
    assert statement["Condition"] == {
        "StringEquals": {
            "SAML:aud": ["https://signin.aws.amazon.com/saml"],
            "aws:RequestTag/domain": ["fleet"],
            "aws:RequestTag/duty": ["reader"],
        },
        "ForAllValues:StringEquals": {"aws:TagKeys": ["domain", "duty"]},
    }


def test_a_role_trusts_an_oidc_provider_for_its_own_audience() -> None:
    statement = trusting("owner", environment(identity=Oidc("login.example.org", audience="mesh")))
    assert statement["Action"] == ["sts:AssumeRoleWithWebIdentity", "sts:TagSession"]
    assert statement["Condition"]["StringEquals"]["login.example.org:aud"] == ["mesh"]


def test_what_runs_jobs_is_nobodys_to_take() -> None:
    assert trusting("pipeline", environment(identity=CENTER))["Principal"] == {"Service": ["glue.amazonaws.com"]}


SUBJECTS = [
    (GitHub("example/mesh"), "plan", "repo:example/mesh:ref:refs/heads/main"),
    (GitHub("example/mesh"), "deploy", "repo:example/mesh:environment:prod"),
    (GitLab("data/mesh"), "plan", "project_path:data/mesh:ref_type:branch:ref:main"),
    (GitLab("data/mesh", deploys="release"), "deploy", "project_path:data/mesh:ref_type:branch:ref:release"),
]


@pytest.mark.parametrize(("pipelines", "duty", "subject"), SUBJECTS, ids=[s for _, _, s in SUBJECTS])
def test_a_pipeline_is_let_in_by_its_subject_to_the_letter(pipelines: Any, duty: str, subject: str) -> None:
    statement = trust.ci(Account(environment(ci=pipelines)), duty).document()["Statement"][0]
    tests = statement["Condition"]
    host = trust.ci_host(pipelines)
    assert tests["StringEquals"][f"{host}:sub"] == [subject]
    assert tests["StringEquals"][f"{host}:aud"] == [trust.ci_audience(pipelines)]
    assert set(tests) == {"StringEquals"}, "no wildcard lets in a second branch or a fork"


def test_an_account_that_has_a_provider_for_tokens_gets_no_second_one() -> None:
    made, found = deploy(ci_access), deploy(lambda: ci_access(GitHub("example/mesh", provider="found")))
    assert found.urns == made.urns - {made["it-provider"].urn}
    assert found["it-plan"].inputs == made["it-plan"].inputs


def actions(policy: Any) -> set[str]:
    return {a for s in policy.document()["Statement"] if s["Effect"] == "Allow" for a in s["Action"]}


CHANGES = ("Create", "Delete", "Put", "Update", "Grant", "Revoke", "Tag", "Untag", "Register", "Add", "Remove", "Pass")


def test_what_plans_changes_nothing_but_locks() -> None:
    changing = {
        action
        for statement in ci.plan(Account(FEDERATED)).document()["Statement"]
        for action in statement["Action"]
        if action.partition(":")[2].startswith(CHANGES) and statement["Sid"] != "HoldLocks"
    }
    assert changing == set()


def test_what_plans_reads_the_state_of_its_own_environment_and_no_data() -> None:
    statements = {s["Sid"]: s for s in ci.plan(Account(FEDERATED)).document()["Statement"]}
    assert statements["ReadState"]["Resource"] == ["arn:aws:s3:::mesh-state/prod/*"]
    assert statements["HoldLocks"]["Resource"] == ["arn:aws:s3:::mesh-state/prod/.pulumi/locks/*"]
    read = [r for s in statements.values() if "s3:GetObject" in s["Action"] for r in s["Resource"]]
    assert not [arn for arn in read if "-data-" in arn or "-landing-" in arn or "-scratch-" in arn]


def test_what_deploys_makes_bounded_roles_and_leaves_the_platforms_alone() -> None:
    statements = {s["Sid"]: s for s in ci.deploy(Account(FEDERATED)).document()["Statement"]}
    bounded = {"iam:PermissionsBoundary": ["arn:aws:iam::123456789012:policy/mesh/mesh-prod-boundary"]}
    assert statements["MakeRoles"]["Condition"] == {"StringEquals": bounded}
    assert {"iam:CreateRole", "iam:PutRolePolicy", "iam:PutRolePermissionsBoundary"} <= set(
        statements["MakeRoles"]["Action"]
    )
    writing = {a for s in statements.values() if s["Effect"] == "Allow" for a in s["Action"] if a.startswith("iam:")}
    assert not writing & {"iam:CreateUser", "iam:CreateAccessKey", "iam:CreatePolicyVersion", "iam:AttachRolePolicy"}
    made = [r for s in statements.values() for r in s.get("Resource", []) if s["Sid"] == "MakeRoles"]
    assert not [arn for arn in made if names.PLATFORM_PATH in arn]


@pytest.mark.parametrize("build", [ci.plan, ci.deploy], ids=["plan", "deploy"])
def test_what_pipelines_may_do_fits_into_a_role(build: Callable[[Account], Any]) -> None:
    assert len(build(Account(FEDERATED)).text) <= ci.INLINE_LIMIT


def test_what_who_deploys_reads_fits_into_a_policy_of_its_own() -> None:
    assert len(ci.reads(Account(FEDERATED)).text) <= ci.MANAGED_LIMIT


MANY = [f"acme-lake-{n:03d}-{'x' * 45}" for n in range(200)]


def test_pipelines_read_settings_of_what_was_adopted_and_no_data() -> None:
    policies = ci_adopted.adopted(Account(FEDERATED), ["acme-lake-raw", *MANY], ["team/Analyst"])
    statements = [s for p in policies for s in p.document()["Statement"]]
    named = {arn for s in statements for arn in s["Resource"]}
    assert {arn for arn in named if "acme-lake-raw" in arn or "Analyst" in arn} == {
        "arn:aws:s3:::acme-lake-raw", f"arn:aws:iam::{FEDERATED.account}:role/team/Analyst",
    }  # fmt: skip
    assert len(named) == 202
    assert all(len(p.text) <= ci.MANAGED_LIMIT for p in policies)
    assert all(a.partition(":")[2].startswith(("Get", "List")) for s in statements for a in s["Action"])
    assert not {"s3:GetObject", "s3:GetObjectVersion"} & {a for s in statements for a in s["Action"]}
    made = deploy(lambda: ci_access(buckets=["acme-lake-raw"], roles=["team/Analyst"]))
    held = {made[f"it-{duty}-adopted-{n}"].inputs["role"] for duty in ("plan", "deploy") for n in (1, 2)}
    assert held == {names.ci_role(FEDERATED.name, duty) for duty in (names.CI_PLAN, names.CI_DEPLOY)}


def test_what_watches_is_not_a_pipelines_to_change() -> None:
    statements = {s["Sid"]: s for s in ci.deploy(Account(FEDERATED)).document()["Statement"]}
    alarm = deploy(break_glass)["it-alarm"].outputs["arn"]
    assert alarm in statements["LeaveAlarm"]["Resource"]
    assert deploy(break_glass)["it-rule"].outputs["arn"] in statements["LeaveAlarm"]["Resource"]
    assert "arn:aws:s3:::mesh-prod-platform-audit-*" in statements["LeaveRecords"]["Resource"]
    allowed = actions(ci.deploy(Account(FEDERATED)))
    assert not {a for a in allowed if a.startswith("cloudtrail:")}
    assert "lakeformation:PutDataLakeSettings" not in allowed


def test_nothing_that_deletes_buckets_or_keys_is_a_pipelines() -> None:
    assert not actions(ci.deploy(Account(FEDERATED))) & {"s3:DeleteBucket", "kms:ScheduleKeyDeletion", "kms:DisableKey"}


def test_whoever_takes_or_uses_the_role_for_emergencies_raises_an_alarm_of_its_own() -> None:
    deployed = deploy(break_glass)
    role = deployed["it-role"].outputs["arn"]
    pattern = json.loads(deployed["it-rule"].inputs["eventPattern"])["detail"]["$or"]
    assert pattern[0]["requestParameters"] == {"roleArn": [role]}
    assert pattern[1]["userIdentity"]["sessionContext"]["sessionIssuer"] == {"arn": [role]}
    assert deployed["it-rule"].inputs["state"] == "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"
    assert deployed["it-target"].inputs["arn"] == FOUNDATION.alerts_topic_arn
    alarm = deployed["it-alarm"].inputs
    assert alarm["dimensions"] == {"RuleName": deployed["it-rule"].inputs["name"]}
    assert alarm["alarmActions"] == [FOUNDATION.alerts_topic_arn]


def test_the_role_for_emergencies_has_no_standing_read_and_writes_no_iam() -> None:
    statements = [s for s in actions_of_break_glass() if s.startswith(("s3:", "kms:", "iam:", "athena:"))]
    assert statements == []
    assert "lakeformation:GetDataAccess" not in actions_of_break_glass()


def actions_of_break_glass() -> set[str]:
    from components.policies import break_glass as allowed

    return actions(allowed.policy(Account(FEDERATED)))


PAGE = (Path(__file__).parents[2] / "docs" / "identity.md").read_text(encoding="utf-8")


def test_the_page_s_environment_can_be_loaded() -> None:
    (source,) = re.findall(r"^```python\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
    reading = read_definition("environments.py", source)
    assert [str(finding) for finding in reading.findings] == []
    (environment,) = reading.values["environments"]
    assert isinstance(environment.identity, IdentityCenter)


@pytest.mark.parametrize(
    "name",
    [
        *(names.ci_role("<environment>", duty) for duty in (names.CI_PLAN, names.CI_DEPLOY)),
        names.break_glass("<environment>"),
        names.people_boundary("<environment>"),
        names.PLATFORM_PATH,
        names.group("platform", names.BREAK_GLASS),
        *(names.group("<domain>", duty) for duty in names.PEOPLE),
    ],
)
def test_the_page_has_the_names_that_are_given(name: str) -> None:
    assert f"`{name}`" in PAGE


def only(text: str) -> dict[str, Any]:
    (statement,) = json.loads(text)["Statement"]
    found: dict[str, Any] = statement
    return found
