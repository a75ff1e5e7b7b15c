"""An environment whose state is in Pulumi's service: where the CLI goes, as whom, and what is said if it can't.

The service is played as far as nothing is updated: what an update sends to it, only the real one can tell.
"""

from collections.abc import Iterator

import pytest

from meshwright.sandbox.server import Server

from .engine import Engine
from .projects import ENVIRONMENT, domain_files, write_environment, write_project
from .service import ORGANISATION, TOKEN, Service, service
from .shell import Shell

pytestmark = [pytest.mark.engine, pytest.mark.sandbox]

UP = ("up", "--env", ENVIRONMENT)
NO_PASSPHRASE = "PULUMI_CONFIG_PASSPHRASE"


@pytest.fixture
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with service(tmp_path_factory.mktemp("cloud")) as running:
        yield running


@pytest.fixture
def shell(aws: Server, cloud: Service, tmp_path_factory: pytest.TempPathFactory) -> Shell:
    place = tmp_path_factory.mktemp("cloud")
    root = write_project(place / "project", aws, domain_files("alpha"))
    write_environment(root, aws, backend=f'"{cloud.address}"')
    return Shell(Engine(root, place / "home", {"SSL_CERT_FILE": str(cloud.certificate)}))


def test_without_a_token_or_with_a_wrong_one_nothing_is_touched(shell: Shell, cloud: Service) -> None:
    said = shell.mesh(*UP, status=1, without=NO_PASSPHRASE)
    assert "not logged in; set PULUMI_ACCESS_TOKEN" in said
    assert cloud.asked == []
    said = shell.mesh(*UP, status=1, without=NO_PASSPHRASE, PULUMI_ACCESS_TOKEN="pul-wrong")
    assert "does not take the token" in said
    assert "pul-wrong" not in said
    assert set(cloud.asked) == {"GET /api/user"}
    assert shell.engine.calls() == []


def test_stacks_are_made_in_the_default_organisation_of_the_environments_service(shell: Shell, cloud: Service) -> None:
    said = shell.mesh(*UP, status=1, without=NO_PASSPHRASE, PULUMI_ACCESS_TOKEN=TOKEN)
    assert "foundation.dev: could not create stack: [404] Not found" in said  # as far as this service goes
    assert f"POST /api/stacks/{ORGANISATION}/meshwright" in cloud.asked
    assert TOKEN not in said
    assert shell.engine.calls() == []
    assert not list((shell.engine.home / "backend").rglob("*.json"))


def test_a_mesh_in_another_organisation_is_not_built_a_second_time(shell: Shell, cloud: Service) -> None:
    cloud.add(f"foundation.{ENVIRONMENT}", organisation="elsewhere")
    said = shell.mesh(*UP, status=1, without=NO_PASSPHRASE, PULUMI_ACCESS_TOKEN=TOKEN)
    assert "the stacks of dev are in the organisation elsewhere, not in the default one" in said
    assert "pulumi org set-default elsewhere" in said
    assert not [request for request in cloud.asked if request.startswith("POST")]
