"""A stack's name alone says what is built and where; a name or a definition that is wrong is said to be so."""

from pathlib import Path

import pulumi
import pytest

from meshwright.language import Domain, Environment, Mesh
from stacks.program import chosen, run
from tests.components.ground import GOVERNANCE
from tests.generated import write_mesh
from tests.harness import deploy

SANDBOX = Environment("sandbox", account="123456789012", region="eu-west-1")
MESH = Mesh(domains=(Domain("operations"), Domain("weather")), governance=GOVERNANCE, environments=(SANDBOX,))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    write_mesh(tmp_path, domains=1, products=1, tables=1, reads=0)
    return tmp_path


def test_foundation_is_a_scope_of_its_own() -> None:
    assert chosen("foundation.sandbox", MESH) == (None, SANDBOX)


def test_any_other_scope_is_a_domain() -> None:
    assert chosen("weather.sandbox", MESH) == (MESH.domain("weather"), SANDBOX)


UNKNOWN = ["weather.prod", "flights.sandbox", "weather", "", "sandbox", ".sandbox", "weather.", "a.weather.sandbox"]


@pytest.mark.parametrize("stack", UNKNOWN)
def test_an_unknown_stack_is_an_error_that_lists_what_exists(stack: str) -> None:
    with pytest.raises(pulumi.RunError) as raised:
        chosen(stack, MESH)
    assert str(raised.value) == (
        f'there is no stack "{stack}"; write foundation.<environment> or <domain>.<environment>'
        "\n  environments: sandbox"
        "\n  domains: operations, weather"
    )


def test_an_empty_mesh_says_that_it_is_empty() -> None:
    with pytest.raises(pulumi.RunError, match="environments: none\n  domains: none"):
        chosen("weather.sandbox", Mesh(domains=(), governance=GOVERNANCE, environments=()))


def test_a_whole_foundation_is_built_from_the_files(root: Path) -> None:
    deployed = deploy(lambda: run(root), stack="foundation.sandbox")
    assert "d0000-roles" in deployed
    assert deployed.outputs["bus_name"] == "mesh-sandbox"


def test_wrong_definitions_build_nothing_and_are_listed_with_their_places(root: Path) -> None:
    definition = root / "domains" / "d0000" / "domain.py"
    definition.write_text(definition.read_text().replace('"1.2.0"', '"1.2"') + "\nimport os\n")
    with pytest.raises(pulumi.RunError) as raised:
        deploy(lambda: run(root), stack="foundation.sandbox")
    lines = str(raised.value).splitlines()
    assert lines[0] == f"the definitions have {len(lines) - 1} errors; nothing was built"
    assert len(lines) >= 3
    assert all(line.startswith("  domains/d0000/domain.py:") for line in lines[1:])


@pytest.mark.parametrize("day", ["tomorrow", "2026-13-01", "01.02.2026"])
def test_a_day_that_is_none_is_refused(root: Path, day: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MESH_TODAY", day)
    exported = deploy(lambda: run(root), stack="foundation.sandbox").graph
    with pytest.raises(pulumi.RunError, match=f'MESH_TODAY="{day}" is not a date; write year-month-day'):
        deploy(lambda: run(root), stack="d0000.sandbox", references={"foundation.sandbox": exported.outputs})
