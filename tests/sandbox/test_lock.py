"""Locks: only one command at a time, and none is ever stale."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from meshwright.sandbox.errors import SandboxError
from meshwright.sandbox.lock import Lock, exclusive

HOLD = """
import sys
from pathlib import Path
from meshwright.sandbox.lock import Lock
lock = Lock(Path(sys.argv[1])); lock.acquire("the other")
print("held", flush=True)
sys.stdin.read()
"""


def test_a_second_command_is_told_who_holds_the_sandbox(tmp_path: Path) -> None:
    busy = rf"busy with another command \(mesh up, pid {os.getpid()}\)"
    with exclusive(tmp_path, "mesh up"), pytest.raises(SandboxError, match=busy), exclusive(tmp_path, "mesh run"):
        pass
    with exclusive(tmp_path, "mesh run"):
        pass


def test_a_failing_command_gives_the_sandbox_back(tmp_path: Path) -> None:
    with pytest.raises(KeyError), exclusive(tmp_path, "mesh up"):
        raise KeyError
    with exclusive(tmp_path, "mesh up"):
        pass


def test_a_killed_holder_leaves_no_lock_behind(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, path],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment,
        text=True,
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    mine = Lock(path)
    assert mine.holder() == "the other"
    assert not mine.acquire("me")
    holder.kill()
    holder.communicate()
    assert mine.holder() is None
    assert mine.acquire("me")
    mine.release()


def test_only_the_holder_may_write(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="not held"):
        Lock(tmp_path / "lock").write("me")
