"""Records the stacks of both sides: the head with the code that is here, the base with its own."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from meshwright.errors import MeshError
from meshwright.recording import Graph, RecordingError
from meshwright.recording.recalling import Recall, told

CODE = ("Pulumi.yaml", "components", "stacks", "meshwright")
"""What builds the stacks, in the project's folder."""
RUN = ("Pulumi.yaml", "stacks", "components")
"""What a folder must hold for its stacks to be recorded, beside definitions; ``meshwright`` is the one that runs."""
DEFINED = ("stacks/governance.py", "stacks/environments.py")
"""What is in those folders and is read rather than run."""
UNRECORDED = ("cli", "preview", "sandbox", "history", "live")
"""Packages of ``meshwright`` that no stack's program loads, so that a change there changes no stack."""
_SCRIPT = """\
import json, sys
from pathlib import Path
from meshwright.recording import record_stacks
root, *stacks = sys.argv[1:]
graphs = record_stacks(Path(root), stacks)
json.dump({stack: graph.to_json() for stack, graph in graphs.items()}, sys.stdout)
"""


class Unrecordable(MeshError):
    """A base whose stacks its own code can't record here."""


def builds(path: str) -> bool:
    """Whether a file, by its path in the project, has a part in how stacks are built, beside what is defined."""
    top, _, rest = path.partition("/")
    if top not in CODE or path in DEFINED or "__pycache__" in path:
        return False
    return top != "meshwright" or rest.partition("/")[0] not in UNRECORDED


def record(
    root: Path,
    stacks: Sequence[str],
    today: date,
    *,
    members: frozenset[str] | None = None,
    scopes: Mapping[str, str] | None = None,
) -> dict[str, Graph]:
    """The graphs of several stacks of the project at ``root``, in this process, with grants as of ``today``.

    Where ``members`` are given, what is made for one domain alone is left out of every other domain than these. Where
    ``scopes`` say what stacks follow from, what was recorded of the same before is not recorded again. Raises
    RecordingError, which names files relative to ``root``.
    """
    if not stacks:
        return {}
    try:
        with _as_of(today):
            return _recorded(root, stacks, members, None if scopes is None else Recall(root, scopes))
    except RecordingError as problem:
        raise RecordingError(str(problem).replace(f"{root.resolve()}/", "")) from problem


def _recorded(
    root: Path, stacks: Sequence[str], members: frozenset[str] | None, recall: Recall | None
) -> dict[str, Graph]:
    found = {stack: None if recall is None else recall.get(stack, told(members)) for stack in stacks}
    known = {stack: graph for stack, graph in found.items() if graph is not None}
    missing = [stack for stack in stacks if stack not in known]
    if not missing:
        return known
    from meshwright.recording import record_stacks  # loads the SDK

    # the SDK looks at every frame for every resource, and a thread begins with none
    with ThreadPoolExecutor(1) as thread:
        recorded = thread.submit(record_stacks, root, missing, members=members, recall=recall).result()
    return {stack: known.get(stack) or recorded[stack] for stack in stacks}


def record_apart(root: Path, stacks: Sequence[str], today: date) -> dict[str, Graph]:
    """As ``record``, in a process where the packages below ``root`` win over those that run here.

    Raises Unrecordable where the code there can't do it with what is installed here.
    """
    if not stacks:
        return {}
    environment = {
        **os.environ,
        "MESH_TODAY": today.isoformat(),
        "PULUMI_ERROR_OUTPUT_STRING": "true",
        "PYTHONPATH": os.pathsep.join([str(root), *filter(None, [os.environ.get("PYTHONPATH")])]),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    command = [sys.executable, "-c", _SCRIPT, str(root), *stacks]
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, check=False)
    if done.returncode != 0:
        raise Unrecordable(_last_words(done.stderr.decode(errors="replace")).replace(f"{root.resolve()}/", ""))
    try:
        written: Mapping[str, str] = json.loads(done.stdout)
        return {stack: Graph.from_json(graph) for stack, graph in written.items()}
    except (ValueError, TypeError, KeyError) as problem:
        raise Unrecordable(f"its recording is of another form ({type(problem).__name__})") from problem


def _last_words(errors: str) -> str:
    lines = [line for line in errors.splitlines() if line.strip()]
    return lines[-1].strip() if lines else "its code ended without a word"


@contextmanager
def _as_of(today: date) -> Iterator[None]:
    before = os.environ.get("MESH_TODAY")
    os.environ["MESH_TODAY"] = today.isoformat()
    try:
        yield
    finally:
        if before is None:
            del os.environ["MESH_TODAY"]
        else:
            os.environ["MESH_TODAY"] = before
