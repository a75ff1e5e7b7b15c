"""A project whose stacks are realised in a sandbox of its own, without any run: what it is, and what it should be."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from meshwright.account.desired import Desired, desired
from meshwright.account.reaching import Account, sandbox_account
from meshwright.language import Mesh
from meshwright.names import FOUNDATION
from meshwright.recording import Graph, record_stacks
from meshwright.sandbox.api import Api
from meshwright.sandbox.place import sandbox_environment
from meshwright.sandbox.realiser import realise
from meshwright.sandbox.report import Report
from meshwright.sandbox.server import Server, start
from meshwright.sandbox.state import State
from tests.end_to_end.project import TODAY, Project


@dataclass
class Realised:
    """A sandbox, the project that it follows from, and what a person can do to either."""

    project: Project
    server: Server
    mesh: Mesh = field(init=False)
    graphs: list[Graph] = field(init=False)

    def __post_init__(self) -> None:
        self.read()

    def read(self) -> None:
        """Look at the definitions, as they are now."""
        self.mesh = self.project.mesh
        scopes = [FOUNDATION, *(d.name for d in self.mesh.domains)]
        with pytest.MonkeyPatch.context() as patched:
            patched.setenv("MESH_TODAY", TODAY.isoformat())
            stacks = [f"{scope}.sandbox" for scope in scopes]
            self.graphs = list(record_stacks(self.project.root, stacks).values())

    @property
    def account(self) -> Account:
        """The account, as if nobody had asked it anything yet."""
        return sandbox_account(sandbox_environment(self.mesh), self.server)

    @property
    def api(self) -> Api:
        return self.account.api

    @property
    def desired(self) -> Desired:
        return desired(self.account, self.graphs)

    def realise(self) -> Report:
        """``mesh up`` of what was read, without running anything."""
        return realise(self.graphs, self.server, State.open(self.project.root, self.server.nonce))

    def ask(self, service: str, operation: str, **parameters: Any) -> Any:
        return self.api.call(service, operation, **parameters)


@contextmanager
def realised(root: Path, files: Mapping[str, str]) -> Iterator[Realised]:
    """A project with these files, realised."""
    with Project.at(root, files) as project:
        made = Realised(project, start(project.root))
        made.realise()
        yield made
