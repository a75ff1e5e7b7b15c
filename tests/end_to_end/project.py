"""A project in a folder of its own: its files, its sandbox, and what a person does with them."""

import contextlib
import io
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from meshwright import checks
from meshwright.cli.ending import run
from meshwright.language import Mesh
from meshwright.recording import record_stacks
from meshwright.sandbox import querylog
from meshwright.sandbox.building import Built, build
from meshwright.sandbox.place import sandbox_environment
from meshwright.sandbox.progress import unseen
from meshwright.sandbox.query import query
from meshwright.sandbox.server import Server, running, stop
from tests.generated import PROJECT

TODAY = date(2026, 11, 23)


@dataclass(frozen=True)
class Done:
    """How a command ended, and what it printed."""

    status: int
    out: str
    err: str


@dataclass
class Project:
    """A copy of the platform with definitions of its own."""

    root: Path

    @classmethod
    @contextmanager
    def at(cls, root: Path, files: Mapping[str, str]) -> "Iterator[Project]":
        """The project with these files; its sandbox is stopped in the end."""
        root.mkdir(parents=True, exist_ok=True)
        shutil.copy(PROJECT / "Pulumi.yaml", root)
        shutil.copytree(PROJECT / "stacks", root / "stacks", ignore=shutil.ignore_patterns("__pycache__"))
        project = cls(root)
        for path, text in files.items():
            project.write(path, text)
        try:
            yield project
        finally:
            stop(root)

    def write(self, path: str, text: str) -> None:
        """A file with this text; one that has it already is not touched."""
        file = self.root / path
        if not file.exists() or file.read_text() != text:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)

    def replace(self, path: str, old: str, new: str) -> None:
        """One change in a file; what is replaced has to be there."""
        text = (self.root / path).read_text()
        assert old in text, f"{path} has no {old!r}"
        self.write(path, text.replace(old, new))

    @property
    def mesh(self) -> Mesh:
        """The mesh, without a finding that counts."""
        mesh, findings = checks.check(self.root, today=TODAY)
        assert [str(f) for f in findings if f.level == "error"] == []
        return mesh

    def up(self, today: date = TODAY) -> Built:
        """``mesh up``, in this process and without its check of the day."""
        with pytest.MonkeyPatch.context() as patched:
            patched.setenv("MESH_TODAY", today.isoformat())
            return build(self.mesh, self.root, unseen, today=today, record=record_stacks)

    @property
    def server(self) -> Server:
        """The sandbox, which has to run."""
        server = running(self.root)
        assert server is not None
        return server

    def ask(self, sql: str, consumer: str, role: str = "reader", today: date = TODAY) -> list[dict[str, Any]]:
        """``mesh query``, in this process."""
        mesh = self.mesh
        answer = query(self.server, mesh, sandbox_environment(mesh), consumer, sql, role=role, today=today)
        rows: list[dict[str, Any]] = answer.rows.to_pylist()
        return rows

    def logged(self) -> list[dict[str, Any]]:
        """Every question that was asked so far."""
        return [json.loads(line) for line in querylog.path(self.root).read_text().splitlines()]

    def command(self, *arguments: str, status: int | None = 0) -> "Done":
        """``mesh``, in this process; it has to end with this status, or with any where that is None."""
        out, err = io.StringIO(), io.StringIO()
        with (
            pytest.MonkeyPatch.context() as patched,
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(err),
            contextlib.chdir(self.root),
        ):
            patched.setenv("MESH_TODAY", "")  # what a command sets is over with it
            done = Done(int(run(arguments)), out.getvalue(), err.getvalue())
        assert status is None or done.status == status, f"{done.out}\n{done.err}"
        return done

    def killed(self, *arguments: str, after: float) -> bool:
        """``mesh`` as a process that gets SIGKILL after so many seconds; whether it was still at work."""
        process = subprocess.Popen(
            [sys.executable, "-m", "meshwright.cli", *arguments],
            cwd=self.root, env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            process.wait(after)
            return False
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
            return True


def environment() -> dict[str, str]:
    """This process's, as a person's shell would have it, with the code under test."""
    mine = {k: v for k, v in os.environ.items() if not k.startswith(("AWS_", "PYTEST", "COLUMNS"))}
    return {**mine, "PYTHONPATH": str(PROJECT)}


def outcomes(built: Built) -> dict[str, str]:
    """By table, what became of its pipeline."""
    return {f"{r.ref.database}.{r.table.name}": r.outcome for r in built.runs}
