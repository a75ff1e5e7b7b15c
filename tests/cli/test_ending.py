"""Whatever goes wrong ends in a sentence and a status; only a bug of ours shows where it happened."""

import errno
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from botocore.exceptions import EndpointConnectionError, ReadTimeoutError

from meshwright.cli import checking
from meshwright.cli.ending import Status, WrongUsage, run
from meshwright.errors import MeshError
from meshwright.recording import RecordingError
from meshwright.runtime.errors import RunError
from meshwright.sandbox.errors import ApiError, SandboxError
from tests.generated import PROJECT, write_mesh

Ended = Callable[[BaseException], tuple[int, str]]

SENTENCES: dict[str, tuple[BaseException, str]] = {
    "of the mesh": (MeshError("it is so; do this"), "it is so; do this"),
    "of the sandbox": (SandboxError("it is so; do this"), "it is so; do this"),
    "of a recording": (RecordingError("it is so; do this"), "it is so; do this"),
    "of a run": (RunError("it is so; do this"), "it is so; do this"),
    "of the API": (ApiError("s3", "get_object", "NoSuchKey", "not there"), "s3.get_object: NoSuchKey: not there"),
    "of several lines": (MeshError("it is so\n  a\n  b"), "it is so\n  a\n  b"),
    "that would paint the terminal": (MeshError("a \x1b[31mred\x1b[0m word"), r"a \x1b[31mred\x1b[0m word"),
    "of a full disk": (
        OSError(errno.ENOSPC, "No space left on device"), "no space left on device; make room and run this again"
    ),
    "of a folder that may not be written": (
        PermissionError(errno.EACCES, "Permission denied", "/x/.mesh"),
        "/x/.mesh: permission denied; let this user write there and run this again",
    ),
    "of a disk that can only be read": (
        OSError(errno.EROFS, "Read-only file system", "/x"),
        "/x: read-only file system; let this user write there and run this again",
    ),
    "of a file where a folder should be": (
        NotADirectoryError(errno.ENOTDIR, "Not a directory", "/x/.mesh/a"),
        "/x/.mesh/a: not a directory; move it out of the way and run this again",
    ),
    "of a file that was taken away": (
        FileNotFoundError(errno.ENOENT, "No such file or directory", "/x/.mesh/state.json"),
        "/x/.mesh/state.json: it went away; run this again, and leave .mesh alone meanwhile",
    ),
    "of memory": (MemoryError(), "there is not enough memory; close something, and run this again"),
    "of a server that is gone": (
        EndpointConnectionError(endpoint_url="http://127.0.0.1:1"),
        "the sandbox server stopped answering; run `mesh up`, which starts a new one if it is gone",
    ),
    "of a server that hangs": (
        ReadTimeoutError(endpoint_url="http://127.0.0.1:1"),
        "the sandbox server stopped answering; run `mesh up`, which starts a new one if it is gone",
    ),
}  # fmt: skip


@pytest.fixture
def ended(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Ended:
    """Status and error output of a command in which something is raised."""

    def command(problem: BaseException) -> tuple[int, str]:
        def raising(*_: object, **__: object) -> int:
            raise problem

        monkeypatch.setattr(checking, "check", raising)
        status = run(["check"])
        return status, capsys.readouterr().err

    return command


@pytest.mark.parametrize(("problem", "sentence"), SENTENCES.values(), ids=SENTENCES.keys())
def test_a_problem_is_a_sentence(ended: Ended, problem: BaseException, sentence: str) -> None:
    assert ended(problem) == (Status.REFUSED, f"mesh: {sentence}\n")


def test_wrong_usage_has_a_status_of_its_own(ended: Ended) -> None:
    assert ended(WrongUsage("no; yes")) == (Status.MISUSED, "mesh: no; yes\n")


@pytest.mark.parametrize(
    "problem", [KeyError("lost"), FileNotFoundError(errno.ENOENT, "No such file"), RecursionError()]
)
def test_a_bug_shows_where_and_asks_for_a_report(ended: Ended, problem: Exception) -> None:
    status, told = ended(problem)
    assert status == Status.BUG
    assert told.startswith("Traceback (most recent call last)")
    assert type(problem).__name__ in told
    assert told.splitlines()[-1].startswith("mesh: this is a bug; report it with the lines above")
    assert f"Python {sys.version.split()[0]}" in told.splitlines()[-1]


def test_an_interruption_is_no_error_of_ours(ended: Ended) -> None:
    assert ended(KeyboardInterrupt()) == (Status.INTERRUPTED, "mesh: interrupted\n")


def test_every_error_of_ours_can_be_told() -> None:
    """RunError stands alone, since jobs run without the rest of the package; the command line knows it."""
    for kind in (SandboxError, ApiError, RecordingError, WrongUsage):
        assert issubclass(kind, MeshError)


def test_a_reader_that_has_had_enough_is_no_failure() -> None:
    command = f"{sys.executable} -m meshwright.cli graph foundation.sandbox"
    script = f"set -o pipefail; {command} | head -1"
    done = subprocess.run(["bash", "-c", script], cwd=PROJECT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "{\n", "")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="this system has no full disk to try")
def test_a_full_disk_is_said() -> None:
    for command in (["check", "--format", "json"], ["--version"], ["--help"]):
        with open("/dev/full", "w") as full:
            done = subprocess.run(
                [sys.executable, "-m", "meshwright.cli", *command],
                cwd=PROJECT, stdout=full, stderr=subprocess.PIPE, text=True, check=False,
            )  # fmt: skip
        assert (done.returncode, done.stderr) == (1, "mesh: no space left on device; make room and run this again\n")


def test_a_terminal_that_knows_ascii_only_gets_every_word() -> None:
    done = subprocess.run(
        [sys.executable, "-X", "utf8=0", "-m", "meshwright.cli", "query", "SELECT 1 AS é", "--as", "é"],
        cwd=PROJECT, env={**os.environ, "PYTHONIOENCODING": "ascii"}, capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert done.stderr.startswith(rb'mesh: there is no domain "\xe9"; there are')


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write_mesh(tmp_path, domains=1, products=1, tables=1, columns=4)
    monkeypatch.chdir(tmp_path)
    tmp_path.chmod(0o555)
    try:
        for command in (["up"], ["down"]):
            assert run(command) == Status.REFUSED
            expected = f"mesh: {tmp_path}/.mesh: permission denied; let this user write there and run this again\n"
            assert capsys.readouterr().err == expected
        assert run(["check"]) == Status.DONE
    finally:
        tmp_path.chmod(0o755)
