"""What each stack was last brought up from, noted on the stack itself, so that an unaffected one is left alone.

The mark is a tag of the stack in its backend: every machine sees it, and the resources know nothing of it. It says
which update it belongs to: after any other one, be it by plain ``pulumi``, it counts for nothing.
"""

import hashlib
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from meshwright.loader.states import fingerprints, folder_state
from meshwright.names import FOUNDATION
from meshwright.preview.recording import DEFINED, UNRECORDED

from .project import Project, Stack
from .trouble import LiveError

TAG = "mesh:built-from"
PACKAGES = ("meshwright", "components")
"""What builds the stacks, beside the project's own program."""
LIBRARIES = ("pulumi", "pulumi-aws", "pulumi-random", "pydantic", "sqlglot")


@dataclass(frozen=True)
class Marks:
    """What the stacks of an environment are to be brought up from."""

    project: Project
    wanted: Mapping[str, str]
    """By scope; empty where the definitions can't be read, so that every stack counts as affected."""
    there: Mapping[str, Stack]
    """The stacks as they were before anything was done. One that others change meanwhile counts as affected."""
    jobs: int
    everything: bool = False
    """Whether every stack counts as affected."""

    def unaffected(self, scopes: Iterable[str]) -> list[str]:
        """Those that were brought up from just this, and have not been touched since."""
        if self.everything or not self.wanted or FOUNDATION not in self.there:
            return []
        there = {s: self.there[s] for s in scopes if s in self.there and self.there[s].resources}
        with ThreadPoolExecutor(self.jobs) as pool:
            marked = dict(zip(there, pool.map(self._mark, there.values()), strict=True))
        return [s for s, found in there.items() if marked[s] and marked[s] == self._text(s, found)]

    def note(self, scopes: Iterable[str]) -> None:
        """These were brought up just now."""
        wanted = [scope for scope in scopes if scope in self.wanted]
        if not wanted:
            return
        there = self.project.stacks()

        def tag(scope: str) -> None:
            text = self._text(scope, there[scope])
            with suppress(LiveError):  # a backend without tags: then every run looks at every stack
                self.project.pulumi("stack", "tag", "set", TAG, text, "-s", there[scope].name)

        if any(scope != FOUNDATION for scope in wanted):
            assert self._outputs  # asked for once, and not by each of several threads
        with ThreadPoolExecutor(self.jobs) as pool:
            list(pool.map(tag, (scope for scope in wanted if scope in there)))

    def _text(self, scope: str, stack: Stack) -> str:
        foundation = "" if scope == FOUNDATION else self._outputs
        return f"{_digest(self.wanted.get(scope, ''), foundation)} {stack.updated}"

    def _mark(self, stack: Stack) -> str:
        try:
            return self.project.pulumi("stack", "tag", "get", TAG, "-s", stack.name, about=stack.name).strip()
        except LiveError:
            return ""  # never brought up by this command

    @cached_property
    def _outputs(self) -> str:
        """What the domains' programs get from the foundation, as text; first asked for when that is up."""
        stack = self.project.stack(FOUNDATION)
        return self.project.pulumi("stack", "output", "--json", "-s", stack, about=stack)


def marks(project: Project, there: Mapping[str, Stack], today: date, jobs: int, *, everything: bool) -> Marks:
    """For the project's definitions and code as they are now."""
    code = built_by(project.root)
    found = fingerprints(folder_state(project.root), project.environment.name, today)
    return Marks(project, {scope: _digest(code, text) for scope, text in found.items()}, there, jobs, everything)


def built_by(root: Path) -> str:
    """Identifies the code that builds the stacks: the program, the components, the language, the libraries."""
    files = [
        (root, path) for path in (root / "stacks").rglob("*.py") if path.relative_to(root).as_posix() not in DEFINED
    ]
    for package in PACKAGES:
        spec = find_spec(package)
        assert spec is not None
        assert spec.origin is not None
        place = Path(spec.origin).parent
        skipped = [place / tool for tool in UNRECORDED] if package == "meshwright" else []
        files += [(place, p) for p in place.rglob("*") if p.is_file() and not any(p.is_relative_to(s) for s in skipped)]
    found = hashlib.sha256(" ".join(version(name) for name in LIBRARIES).encode())
    for place, path in sorted(files):
        if "__pycache__" not in path.parts:
            found.update(f"{path.relative_to(place)}\0".encode() + path.read_bytes())
    return found.hexdigest()


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]
