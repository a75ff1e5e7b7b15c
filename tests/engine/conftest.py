"""The real engine on projects of the tests' own, in an embedded AWS. Skipped, with a word, where there is no CLI."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from meshwright.sandbox.server import Server
from tests.embedded import embedded_aws
from tests.generated import PROJECT

from .engine import INSTALL, cli
from .plugins.prepared import SOCKET


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if cli() is None:
        for item in items:
            if item.get_closest_marker("engine"):
                item.add_marker(pytest.mark.skip(reason=INSTALL))


@pytest.fixture(scope="session", autouse=True)
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Programs are forked from a process that has loaded what they need: two thirds of a short run's time."""
    if cli() is None:
        yield
        return
    path = tmp_path_factory.mktemp("prepared") / "socket"
    command = [sys.executable, "-m", "tests.engine.plugins.prepared", str(path)]
    process = subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    os.environ[SOCKET] = str(path)
    yield
    del os.environ[SOCKET]
    process.kill()
    process.wait()
    process.stdout.close()


@pytest.fixture(scope="module")
def aws(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """An account that nothing is in yet."""
    with embedded_aws(tmp_path_factory.mktemp("aws")) as server:
        yield server


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"
