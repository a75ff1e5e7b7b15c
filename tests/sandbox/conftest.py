"""One embedded AWS for all tests of a process, empty for each test."""

import http.client
from collections.abc import Iterator
from pathlib import Path

import pytest

from meshwright.sandbox.api import Api
from meshwright.sandbox.server import Server
from tests.embedded import embedded_aws

from .project import Sandbox

pytest.register_assert_rewrite("tests.sandbox.lives")


@pytest.fixture(scope="session")
def shared_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with embedded_aws(tmp_path_factory.mktemp("shared")) as server:
        yield server


@pytest.fixture
def server(shared_server: Server) -> Server:
    """The server with an empty account."""
    empty(shared_server)
    return shared_server


@pytest.fixture
def api(server: Server, tmp_path: Path) -> Api:
    return Api(server.client, root=tmp_path)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project's folder."""
    (tmp_path / ".mesh").mkdir()
    return tmp_path


@pytest.fixture
def sandbox(server: Server, root: Path) -> Sandbox:
    """A project whose account is empty."""
    return Sandbox(server, root)


def empty(server: Server) -> None:
    """Forget everything in the account, which stays the same server with the same nonce."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    connection.request("POST", "/moto-api/reset")
    assert connection.getresponse().status == 200
    connection.close()
