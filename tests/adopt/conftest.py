"""One embedded AWS with a lake that grew by hand, for all tests of a process; none of them writes to it."""

from collections.abc import Iterator

import pytest

from meshwright.account.reaching import sandbox_account
from meshwright.adopt.estate import Estate
from meshwright.adopt.reading import read_estate
from meshwright.language import Environment
from meshwright.sandbox.server import Server
from tests.embedded import embedded_aws

from . import foreign_lake

SANDBOX = Environment("sandbox", account=foreign_lake.ACCOUNT, region="eu-west-1")


@pytest.fixture(scope="session")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with embedded_aws(tmp_path_factory.mktemp("lake")) as server:
        assert foreign_lake.build(server.client) == 50
        yield server


@pytest.fixture(scope="session")
def estate(lake: Server) -> Estate:
    return read_estate(sandbox_account(SANDBOX, lake))
