"""The sandbox comes, goes, dies and is fought over; a person is told what happened and what to do."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from meshwright.sandbox.lock import Lock
from meshwright.sandbox.progress import Step
from tests.end_to_end import port
from tests.end_to_end.port import VISITS_TABLE
from tests.end_to_end.project import Project, environment

pytestmark = pytest.mark.sandbox

UP = ("up", "--today", "2026-11-23")
COUNT = ("query", f"SELECT count(*) AS n FROM {VISITS_TABLE}", "--as", "harbour", "--role", "owner", "--format", "csv")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    with Project.at(tmp_path_factory.mktemp("life"), port.SMALL) as p:
        done = p.command(*UP)
        assert "start the sandbox: started" in done.out
        yield p


def folder(project: Project) -> Path:
    return project.root / ".mesh"


def test_a_run_tells_what_it_does_line_by_line(project: Project) -> None:
    lines = project.command(*UP).out.splitlines()
    begun = [line for line in lines if line.endswith(" ...")]
    assert begun == [
        "start the sandbox ...", "record the stacks ...", "build resources ...", "deliver raw files ...",
        "run pipelines ...",
    ]  # fmt: skip
    assert any(line.startswith("start the sandbox: it was running") for line in lines)
    assert any(line.startswith("record the stacks: 3 as before") for line in lines)
    assert f"  {VISITS_TABLE}: unchanged" in lines
    assert lines == [line.rstrip() for line in lines]


def test_the_suggested_commands_work(project: Project) -> None:
    lines = project.command(*UP).out.splitlines()
    suggested = [line.strip() for line in lines[lines.index("try next:") + 1 :]]
    assert suggested[-1] == "mesh ls"
    (refused,) = (line for line in suggested if "refused" in line)
    question = refused.split('"')[1]
    done = project.command("query", question, "--as", refused.split("--as ")[1].split()[0], status=1)
    assert "may not read" in done.err


@pytest.mark.parametrize("damage", ["", "{{{", '{"pid": 1, "port": 99999999, "nonce": "x"}', "\0\0"])
def test_a_damaged_server_file_hides_nothing(project: Project, damage: str) -> None:
    path = folder(project) / "server.json"
    held = path.read_text()
    path.write_text(damage)
    try:
        assert project.command(*COUNT).out == "n\n5\n"
    finally:
        path.write_text(held)


def test_a_folder_in_the_place_of_a_file_is_said(project: Project) -> None:
    path = folder(project) / "server.json"
    held = path.read_text()
    path.unlink()
    path.mkdir()
    try:
        assert project.command(*COUNT, status=1).err.startswith(f"mesh: {path}: is a directory; move it")
    finally:
        path.rmdir()
        path.write_text(held)


def test_two_commands_at_once_do_not_mix(project: Project) -> None:
    lock = Lock(folder(project) / "up.lock")
    assert lock.acquire("mesh up, pid 4711")
    try:
        for command in (UP, ("run", "harbour.visits"), ("down",)):
            done = project.command(*command, status=1)
            assert "is busy with another command (mesh up, pid 4711)" in done.err
            assert "Traceback" not in done.err
        assert project.command(*COUNT).out == "n\n5\n"  # a question waits for nobody
    finally:
        lock.release()


def test_what_a_dead_command_wrote_into_its_lock_stops_nobody(project: Project) -> None:
    (folder(project) / "up.lock").write_text("mesh up, pid 4711")
    project.command("run", "harbour.visits")


def test_an_interrupted_run_says_how_to_go_on(project: Project) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "meshwright.cli", *UP],
        cwd=project.root, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdout.readline() == "start the sandbox ...\n"
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=30)
    assert (process.returncode, told) == (130, "mesh: interrupted; `mesh up` again goes on from here\n")


def test_definitions_that_can_not_be_read_build_nothing(project: Project) -> None:
    project.replace("domains/press/domain.py", "owner=", "ownr=")
    try:
        done = project.command(*UP, status=1)
        assert done.err.splitlines()[0].startswith("domains/press/domain.py:5:")
        assert done.err.splitlines()[-1].startswith("mesh: nothing was built; mend the errors above")
        assert done.out == ""
        assert project.command(*COUNT).out == "n\n5\n", "what is deployed can still be asked"
        lost = project.command("query", "SELECT 1 AS one", "--as", "press", status=1)
        assert "in what can be read; mend the errors above" in lost.err
        listed = project.command("ls", "--format", "csv", status=1)
        assert listed.out.splitlines()[1].startswith("harbour,visits,1.0.0")
    finally:
        project.replace("domains/press/domain.py", "ownr=", "owner=")


def test_a_program_that_fails_is_told_with_its_line(project: Project) -> None:
    program = "stacks/foundation.py"
    project.replace(
        program, "\ndef build(", "\ndef build(*_: object) -> None:\n    raise KeyError('lost')\n\ndef built("
    )
    try:
        done = project.command(*UP, status=1)
        assert "the program of foundation.sandbox failed with KeyError: 'lost' at" in done.err
        assert "Traceback" not in done.err
    finally:
        project.replace(
            program, "\ndef build(*_: object) -> None:\n    raise KeyError('lost')\n\ndef built(", "\ndef build("
        )


def test_a_mesh_without_a_sandbox_says_where_to_add_it(project: Project) -> None:
    place = 'Environment("sandbox"'
    project.replace("stacks/environments.py", place, 'Environment("trial"')
    try:
        for command in (UP, COUNT, ("run", "harbour.visits"), ("graph",)):
            done = project.command(*command, status=1)
            assert 'there is no environment "sandbox"; add one to stacks/environments.py' in done.err
    finally:
        project.replace("stacks/environments.py", 'Environment("trial"', place)


def kill(project: Project) -> None:
    """End the server as the machine would under pressure."""
    os.kill(json.loads((folder(project) / "server.json").read_text())["pid"], signal.SIGKILL)
    while Lock(folder(project) / "server.lock").holder() is not None:
        time.sleep(0.01)


@pytest.mark.parametrize("phase", ["deliver", "run"])
def test_a_server_that_dies_during_a_run_is_told(project: Project, phase: str, monkeypatch: pytest.MonkeyPatch) -> None:
    project.command(*UP)
    killed: list[Step] = []

    def watch(step: Step) -> None:
        if step.phase == phase and not killed:
            killed.append(step)
            kill(project)

    with monkeypatch.context() as patched:
        patched.setattr("meshwright.cli.sandbox.shown", lambda: contextlib.nullcontext(watch))
        done = project.command(*UP, status=1)
    assert killed
    assert (
        done.err == "mesh: the sandbox server stopped answering; run `mesh up`, which starts a new one if it is gone\n"
    )
    project.command(*UP)
    assert project.command(*COUNT).out == "n\n5\n"


def test_a_dead_server_is_told_and_everything_is_built_anew(project: Project) -> None:
    kill(project)
    for command in (COUNT, ("run", "harbour.visits")):
        assert project.command(*command, status=1).err == "mesh: the sandbox is not running; start it with `mesh up`\n"
    assert "the sandbox is not running" in project.command("ls").err
    done = project.command(*UP)
    assert "start the sandbox: started anew, so it is empty" in done.out
    assert "its account is empty; all is created again" in done.out
    assert project.command(*COUNT).out == "n\n5\n"


def test_down_stops_it_and_forgets(project: Project) -> None:
    assert project.command("down").out == "the sandbox is down\n"
    assert project.command("down").out == "the sandbox was not running\n"
    assert not {"server.json", "state.json", "state.journal"} & {p.name for p in folder(project).iterdir()}
    assert "start it with `mesh up`" in project.command(*COUNT, status=1).err
