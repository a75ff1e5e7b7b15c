"""What component tests rely on."""

import json
from pathlib import Path

import pulumi
import pytest
from pulumi_aws import iam, sns

from tests.harness import check_inventory, children, deploy, statement, statements

POLICY = {"Version": "2012-10-17", "Statement": {"Sid": "Read", "Effect": "Allow", "Action": "s3:GetObject"}}


class News(pulumi.ComponentResource):
    """A topic and a policy."""

    def __init__(self, name: str) -> None:
        super().__init__("mesh:test:News", name)
        options = pulumi.ResourceOptions(parent=self)
        self.topic = sns.Topic(f"{name}-topic", name=f"mesh-{name}", opts=options)
        iam.Policy(f"{name}-policy", policy=json.dumps(POLICY), opts=options)
        self.register_outputs({})


def one() -> News:
    return News("daily")


def two() -> None:
    News("daily")
    News("weekly")


def test_resources_are_found_by_name() -> None:
    deployed = deploy(one)
    assert deployed["daily-topic"].inputs["name"] == "mesh-daily"
    assert deployed.component("daily").type == "mesh:test:News"
    assert "daily-topic" in deployed
    assert "weekly-topic" not in deployed


def test_a_misspelt_name_gets_its_neighbours() -> None:
    with pytest.raises(KeyError, match=r"0 resources are named 'daily-topics'; near it are .*daily-topic"):
        deploy(one)["daily-topics"]


def test_children_are_those_of_one_component() -> None:
    assert [r.name for r in children(deploy(two), "weekly")] == ["weekly-policy", "weekly-topic"]


def test_a_single_statement_is_a_list_too() -> None:
    policy = deploy(one)["daily-policy"]
    assert statements(policy) == [POLICY["Statement"]]
    assert statement(policy, "Read")["Action"] == "s3:GetObject"


def test_an_inventory_is_written_on_demand_and_then_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "inventory" / "news.yaml"
    monkeypatch.setenv("UPDATE_INVENTORY", "1")
    check_inventory(deploy(one), path)
    monkeypatch.delenv("UPDATE_INVENTORY")
    check_inventory(deploy(one), path)
    assert "Action: s3:GetObject" in path.read_text()


@pytest.mark.parametrize(
    ("inventory", "difference"),
    [
        ("counts: {'aws:sns/topic:Topic': 2, 'aws:iam/policy:Policy': 1}", "Topic: expected 2, got 1"),
        ("counts: {'aws:sns/topic:Topic': 1}", "counts.aws:iam/policy:Policy: not in the inventory"),
        (
            "counts: {'aws:sns/topic:Topic': 1, 'aws:iam/policy:Policy': 1}\nvalues: {daily-topic: {name: x}}",
            "values.daily-topic.name: expected 'x', got 'mesh-daily'",
        ),
        (
            "counts: {'aws:sns/topic:Topic': 1, 'aws:iam/policy:Policy': 1}\nvalues: {gone: {}}",
            "values.gone: missing",
        ),
    ],
)
def test_a_difference_from_the_inventory_is_named(tmp_path: Path, inventory: str, difference: str) -> None:
    path = tmp_path / "news.yaml"
    path.write_text(inventory)
    with pytest.raises(AssertionError) as raised:
        check_inventory(deploy(one), path)
    assert difference in str(raised.value)


def test_values_that_an_inventory_leaves_out_are_free(tmp_path: Path) -> None:
    path = tmp_path / "news.yaml"
    path.write_text("counts: {'aws:sns/topic:Topic': 1, 'aws:iam/policy:Policy': 1}\nvalues: {daily-topic: {}}")
    check_inventory(deploy(one).graph, path)
    with pytest.raises(AssertionError, match="does not exist; UPDATE_INVENTORY=1 pytest writes it"):
        check_inventory(deploy(one), tmp_path / "nowhere.yaml")
