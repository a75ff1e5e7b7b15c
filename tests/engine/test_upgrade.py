"""What the last release built goes on: names and type tokens are a contract with every state that exists.

``tests/engine/released/`` has the states of an example mesh as that release left them, and its definitions. At a
release they are made anew: ``UPDATE_RELEASE=1 make test TESTS=tests/engine/test_upgrade.py``.
"""

import gzip
import json
import os
import re
from pathlib import Path
from typing import Any

import pytest

from meshwright.sandbox.server import Server

from .engine import Engine
from .projects import ENVIRONMENT, write_project

pytestmark = [pytest.mark.engine, pytest.mark.sandbox]

RELEASED = Path(__file__).parent / "released"
UPDATE = "UPDATE_RELEASE"
STACKS = (f"foundation.{ENVIRONMENT}", f"sales.{ENVIRONMENT}")
ENDPOINT = "http://127.0.0.1:1"
"""What stands in the committed states for the address of the embedded AWS."""
LOSING = {"delete", "replace", "create-replacement", "delete-replaced"}
"""Operations after which something is gone."""


def definitions() -> dict[str, str]:
    return {
        path.relative_to(RELEASED).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(RELEASED.glob("domains/**/*"))
        if path.is_file()
    }


def portable(text: str, root: Path) -> str:
    """A state without where it was made."""
    text = re.sub(r"http://127\.0\.0\.1:\d+", ENDPOINT, text)
    return text.replace(str(root), "/project")


def write_states(engine: Engine) -> None:
    for stack in STACKS:
        engine.init(stack)
        engine.up(stack)
        text = portable(engine.run("stack", "export", "-s", stack, "--show-secrets").out, engine.root)
        state = json.dumps(json.loads(text), sort_keys=True, separators=(",", ":")).encode()
        (RELEASED / f"{stack}.json.gz").write_bytes(gzip.compress(state, mtime=0))


def state(stack: str, endpoint: str, root: Path) -> dict[str, Any]:
    text = gzip.decompress((RELEASED / f"{stack}.json.gz").read_bytes()).decode()
    found: dict[str, Any] = json.loads(text.replace(ENDPOINT, endpoint).replace("/project", str(root)))
    return found


@pytest.fixture(scope="module")
def engine(aws: Server, tmp_path_factory: pytest.TempPathFactory) -> Engine:
    place = tmp_path_factory.mktemp("upgrade")
    return Engine(write_project(place / "project", aws, definitions()), place / "home")


@pytest.mark.skipif(UPDATE not in os.environ, reason=f"writes the states of a release; set {UPDATE}=1 at a release")
def test_the_states_of_this_release_are_written(engine: Engine) -> None:
    write_states(engine)


@pytest.mark.skipif(UPDATE in os.environ, reason="the states are written now")
def test_the_state_of_the_last_release_previews_without_a_replacement_or_a_deletion(
    engine: Engine, aws: Server
) -> None:
    for stack in STACKS:
        engine.init(stack)
        file = engine.home / "released.json"
        file.write_text(json.dumps(state(stack, aws.endpoint, engine.root)))
        engine.run("stack", "import", "-s", stack, "--file", str(file))
    for stack in STACKS:
        done = engine.preview(stack)
        assert not LOSING & set(done.steps), f"{stack}: {done.out}"
        assert done.steps["same"] > 50, f"{stack}: {done.steps}"
