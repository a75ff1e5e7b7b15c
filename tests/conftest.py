"""Settings every test shares."""

import gc
import os
import shutil
import tempfile
from pathlib import Path

import pytest

_made: list[str] = []


def pytest_configure() -> None:
    # turns f"{some_output}" from a silent wrong string into an error, in fixtures of every scope
    os.environ["PULUMI_ERROR_OUTPUT_STRING"] = "true"
    # what is kept between runs stays among the tests of this run; workers share it
    if "PYTEST_XDIST_WORKER" not in os.environ:
        _made.append(tempfile.mkdtemp(prefix="mesh-cache-"))
        os.environ["MESH_CACHE"] = _made[0]
    # the many processes that tests start compile no module twice, whatever the shell says
    if os.environ.pop("PYTHONDONTWRITEBYTECODE", None):
        os.environ["PYTHONPYCACHEPREFIX"] = str(Path(__file__).parent.parent / ".pytest_cache" / "compiled")
    gc.set_threshold(100_000)  # most of what tests load and build stays to the end


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    # workers take one file after another: the long ones first, so that none is left with one at the end
    items.sort(key=lambda item: not item.get_closest_marker("engine"))


def pytest_unconfigure() -> None:
    for folder in _made:
        shutil.rmtree(folder, ignore_errors=True)
