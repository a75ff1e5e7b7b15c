"""Lake Formation decides alone who reads data, and has the words to decide by."""

import pytest

from components import DataLakeGovernance, DataLakeGovernanceArgs
from components.ontology import VALUES_LIMIT, ontology
from meshwright.language import Governance
from meshwright.recording.calls import ANSWERS
from tests.harness import Deployment, deploy, statements

from .ground import DEPLOYER, GOVERNANCE, OPERATIONS, SANDBOX, SUFFIX
from .test_ground_components import data_lake_governance


@pytest.fixture(scope="module")
def deployed() -> Deployment:
    return deploy(data_lake_governance)


def test_new_databases_and_tables_are_open_to_nobody(deployed: Deployment) -> None:
    settings = deployed["it-settings"].inputs
    assert settings["createDatabaseDefaultPermissions"] == []
    assert settings["createTableDefaultPermissions"] == []


def test_who_deploys_stays_an_administrator(deployed: Deployment) -> None:
    assert deployed["it-settings"].inputs["admins"] == [DEPLOYER]


def test_administrators_and_settings_of_others_are_read_first_and_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    token, others = "aws:lakeformation/getDataLakeSettings:getDataLakeSettings", "arn:aws:iam::123456789012:role/theirs"
    empty = ANSWERS[token]
    held = {
        "admins": [others, "AROADELETEDDELETED000", DEPLOYER], "readOnlyAdmins": [others],
        "trustedResourceOwners": ["999988887777"], "allowExternalDataFiltering": True,
        "createTableDefaultPermissions": [{"principal": "IAM_ALLOWED_PRINCIPALS", "permissions": ["ALL"]}],
    }  # fmt: skip
    monkeypatch.setitem(ANSWERS, token, lambda args, place: {**empty(args, place), **held})
    settings = deploy(data_lake_governance)["it-settings"].inputs
    assert settings["admins"] == [DEPLOYER, others], "who deploys first; a deleted role can't be named again"
    assert settings["readOnlyAdmins"] == [others]
    assert settings["trustedResourceOwners"] == ["999988887777"]
    assert settings["allowExternalDataFiltering"] is True
    assert settings["createTableDefaultPermissions"] == [], "what opens new tables does not stay"


def test_who_only_looks_is_a_read_only_administrator_beside_those_of_others(monkeypatch: pytest.MonkeyPatch) -> None:
    token, others = "aws:lakeformation/getDataLakeSettings:getDataLakeSettings", "arn:aws:iam::123456789012:role/theirs"
    empty, viewer = ANSWERS[token], "arn:aws:iam::123456789012:role/mesh/mesh-sandbox-ci-plan"
    monkeypatch.setitem(ANSWERS, token, lambda args, place: {**empty(args, place), "readOnlyAdmins": [others]})
    args = DataLakeGovernanceArgs(
        environment=SANDBOX,
        governance=GOVERNANCE,
        domains=[],
        suffix=SUFFIX,
        administrators=[DEPLOYER],
        viewers=[viewer],
    )
    settings = deploy(lambda: DataLakeGovernance("it", args))["it-settings"].inputs
    assert settings["readOnlyAdmins"] == [viewer, others]
    assert settings["admins"] == [DEPLOYER]


def test_settings_outlive_the_stack(deployed: Deployment) -> None:
    """Without them every table of the account would open."""
    assert deployed["it-settings"].options.retain_on_delete


def test_tags_wait_for_the_settings(deployed: Deployment) -> None:
    for tag in deployed.of_type("aws:lakeformation/lfTag:LfTag"):
        assert deployed["it-settings"].urn in tag.dependencies


def test_every_registered_domain_is_a_value_from_the_beginning() -> None:
    found = ontology(GOVERNANCE, ["weather", OPERATIONS.name])
    assert found["domain"] == ("operations", "platform", "weather")


def test_a_mesh_without_domains_has_a_value_too() -> None:
    assert all(ontology(GOVERNANCE, []).values())


def test_tags_say_what_the_governance_says() -> None:
    governance = Governance(
        owner="p@example.org", allowed_regions=["eu-west-1"], classifications=["internal", "public"]
    )
    found = ontology(governance, [])
    assert found["classification"] == ("internal", "public")
    assert found["visibility"] == ("open", "shared")
    assert found["sensitivity"] == ("none", "sensitive")


def test_more_domains_than_a_tag_has_values_are_refused() -> None:
    domains = [f"d{n}" for n in range(VALUES_LIMIT)]
    args = DataLakeGovernanceArgs(
        environment=SANDBOX, governance=GOVERNANCE, domains=domains, suffix=SUFFIX, administrators=[DEPLOYER]
    )
    with pytest.raises(ValueError, match="the tag domain would have 1001 values, Lake Formation allows 1000"):
        deploy(lambda: DataLakeGovernance("it", args))


def test_data_is_served_by_a_role_that_only_the_services_take(deployed: Deployment) -> None:
    trusted = statements(deployed["it-locations"], "assumeRolePolicy")
    assert sorted(s["Principal"]["Service"][0] for s in trusted) == [
        "glue.amazonaws.com",
        "lakeformation.amazonaws.com",
    ]
    assert all(s["Condition"] == {"StringEquals": {"aws:SourceAccount": ["123456789012"]}} for s in trusted)
