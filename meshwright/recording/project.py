"""Records the stacks of a project, each by running the project's own program as the engine would."""

import contextlib
import os
import runpy
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType

from pulumi import RunError

from meshwright.loader.attention import members_alone
from meshwright.recording.errors import RecordingError
from meshwright.recording.graph import Graph
from meshwright.recording.keeping import SETTINGS, SOURCES
from meshwright.recording.recalling import Recall, told
from meshwright.recording.references import StackName
from meshwright.recording.run import PROJECT, run

PROGRAM = "stacks"
"""The folder whose ``__main__.py`` is the program of every stack."""
COMPONENTS = "components"
_NOBODY: frozenset[str] = frozenset()

Fingerprint = tuple[object, ...]

_Members = frozenset[str] | None
"""The domains that anybody will look at; None where it is all of them."""
_recorded: dict[tuple[Path, str, bool, _Members], tuple[Fingerprint, Graph]] = {}
_components: dict[Path, tuple[Fingerprint, dict[str, ModuleType]]] = {}


def record_stack(root: Path, stack: str, *, preview: bool = False) -> Graph:
    """The desired graph of one stack of the project at ``root``.

    A reference to another stack of the project is answered from what that stack would have deployed, in a preview too.
    Recordings are kept in the process for as long as the files they follow from stay the same. Raises RecordingError
    with what the program itself refuses, and where there is no program or stacks refer to each other in a circle.
    """
    return record_stacks(root, [stack], preview=preview)[stack]


@dataclass(frozen=True)
class _Project:
    """Whose stacks are recorded, and how."""

    root: Path
    preview: bool
    fingerprint: Fingerprint
    recall: Recall | None


def record_stacks(
    root: Path,
    stacks: Iterable[str],
    *,
    preview: bool = False,
    members: frozenset[str] | None = None,
    recall: Recall | None = None,
) -> dict[str, Graph]:
    """The desired graphs of several stacks, as ``record_stack``; the files are looked at only once.

    Where ``members`` are given, what is made for one domain alone is left out of every other domain than these.
    ``recall`` is where recordings are kept between runs; those of a preview aren't.
    """
    root = root.resolve()
    if not (root / PROGRAM / "__main__.py").is_file():
        raise RecordingError(f"{root} has no {PROGRAM}/__main__.py; name the folder that holds Pulumi.yaml")
    project = _Project(root, preview, _fingerprint(root), None if preview else recall)
    return {stack: _recording(project, stack, members, ()) for stack in stacks}


def _recording(project: _Project, stack: str, members: _Members, above: tuple[str, ...]) -> Graph:
    found = _known(project, stack, members, outputs=bool(above))
    if found is not None:
        return found
    if stack in above:
        raise RecordingError(f"stacks refer to each other in a circle: {' -> '.join([*above, stack])}")

    def referenced(name: StackName) -> Graph:
        if name.project != PROJECT:
            raise RecordingError(f"{name} belongs to another project; refer to stacks of {PROJECT} only")
        # the program that asks is in the middle of its own event loop, and a thread has one for itself
        with ThreadPoolExecutor(1) as thread:
            deployed = replace(project, preview=False)
            return thread.submit(_recording, deployed, name.stack, _NOBODY, (*above, stack)).result()

    root, preview = project.root, project.preview
    program = _program(root, project.fingerprint)
    try:
        with contextlib.nullcontext() if members is None else members_alone(members):
            graph = run(program, StackName(PROJECT, stack), referenced, preview=preview, root=root)
    except RecordingError:
        raise
    except RunError as refusal:
        raise RecordingError(str(refusal)) from refusal
    except ValueError as refusal:  # of a component, or of a name that does not fit
        raise RecordingError(f"{stack}: {refusal}") from refusal
    _recorded[root, stack, preview, members] = (project.fingerprint, graph)
    if project.recall is not None:
        project.recall.put(stack, told(members), graph)
    return graph


def _known(project: _Project, stack: str, members: _Members, *, outputs: bool) -> Graph | None:
    """What was recorded before: the same, or more than that where nothing but ``outputs`` is looked at."""
    for more in dict.fromkeys((members, None) if outputs else (members,)):
        kept = _recorded.get((project.root, stack, project.preview, more))
        if kept is not None and kept[0] == project.fingerprint:
            return kept[1]
    return project.recall.get(stack, told(members)) if project.recall is not None else None


def _program(root: Path, fingerprint: Fingerprint) -> Callable[[], None]:
    """The project's program as the engine runs it: in its folder, which comes first on the path, as ``__main__``."""

    def program() -> None:
        folder = root / PROGRAM
        with contextlib.chdir(folder), _own_modules(root, fingerprint), _first_on_path(folder, root):
            runpy.run_path(str(folder / "__main__.py"), run_name="__main__")

    return program


@contextlib.contextmanager
def _first_on_path(folder: Path, root: Path) -> Iterator[None]:
    before = list(sys.path)
    sys.path[:] = [str(folder), str(root), *before]
    try:
        yield
    finally:
        sys.path[:] = before


@contextlib.contextmanager
def _own_modules(root: Path, fingerprint: Fingerprint) -> Iterator[None]:
    """Gives each run modules of its own, as a process of its own would: a program registers things while it loads.

    Components don't, and loading them would take a quarter of the time: they stay as long as their files.
    """
    names = {PROGRAM, COMPONENTS, "domains"}
    names |= {entry.stem for entry in (root / PROGRAM).iterdir() if entry.suffix == ".py" or entry.is_dir()}
    hidden = _taken(names)
    seen, components = _components.get(root, ((), {}))
    if seen == fingerprint:
        sys.modules.update(components)
    try:
        yield
    finally:
        _components[root] = (fingerprint, _taken({COMPONENTS}))
        _taken(names)
        sys.modules.update(hidden)


def _taken(names: set[str]) -> dict[str, ModuleType]:
    found = {key: module for key, module in sys.modules.items() if key.partition(".")[0] in names}
    for key in found:
        del sys.modules[key]
    return found


def _fingerprint(root: Path) -> Fingerprint:
    """Changes when a file that a recording follows from does, a variable of the environment, or the day.

    Grants end on a day, so what a program builds may change overnight.
    """
    settings = sorted((key, value) for key, value in os.environ.items() if key.startswith(SETTINGS))
    return (
        datetime.now(UTC).date(),
        tuple(settings),
        tuple(sorted(state for source in SOURCES for state in _states(root / source))),
    )


def _states(path: Path) -> Iterator[tuple[str, int, int, int]]:
    """Path, size, time of change and inode of a file, or of every file below a folder; links are not followed."""
    files = [str(path)] if path.is_file() else []
    for folder, folders, names in os.walk(path):
        folders[:] = [name for name in folders if name != "__pycache__"]
        files += [os.path.join(folder, name) for name in names]
    for file in files:
        status = os.stat(file, follow_symlinks=False)
        yield (file, status.st_size, status.st_mtime_ns, status.st_ino)
