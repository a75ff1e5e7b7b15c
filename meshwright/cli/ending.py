"""How a command ends: with which status, and what is said where it did not do as asked."""

import errno
import os
import sys
import traceback
from collections.abc import Sequence
from enum import IntEnum
from pathlib import Path

from meshwright.errors import MeshError


class Status(IntEnum):
    """What the process ends with."""

    DONE = 0
    REFUSED = 1
    """Something in the mesh or on this machine is not as it should be."""
    MISUSED = 2
    """Nothing was done: the command, an argument, an option or the folder is wrong."""
    BUG = 70
    INTERRUPTED = 130


class WrongUsage(MeshError):
    """What was asked for makes no sense here, whatever the state of the mesh."""


CURES = {
    **dict.fromkeys((errno.EACCES, errno.EPERM, errno.EROFS), "let this user write there"),
    **dict.fromkeys((errno.ENOSPC, errno.EDQUOT), "make room"),
    **dict.fromkeys((errno.ENOTDIR, errno.EISDIR, errno.EEXIST), "move it out of the way"),
    **dict.fromkeys((errno.EMFILE, errno.ENFILE), "close something or raise the limit on open files"),
    **dict.fromkeys((errno.EIO, errno.ELOOP, errno.ENAMETOOLONG), "use another place"),
}
"""What a person can do about what this machine refuses. Any other error of the operating system is a bug."""
AGAIN = ("up", "run")
"""Commands that go on where they were stopped."""


def run(arguments: Sequence[str]) -> int:
    """Run one command and return its status. Nothing that a person can bring about ends in a traceback."""
    os.environ.setdefault("PULUMI_ERROR_OUTPUT_STRING", "true")  # an Output in an f-string must never reach a policy
    for stream in (sys.stdout, sys.stderr):
        if (reconfigure := getattr(stream, "reconfigure", None)) is not None:
            reconfigure(errors="backslashreplace")  # a terminal that knows ASCII only still gets every word
    try:
        status = _invoked(arguments)
        sys.stdout.flush()
    except BrokenPipeError:  # the reader of our output, such as head, has had enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Status.DONE
    except KeyboardInterrupt:
        goes_on = f"; `mesh {arguments[0]}` again goes on from here" if {*arguments[:1]} & {*AGAIN} else ""
        _say(f"interrupted{goes_on}")
        return Status.INTERRUPTED
    except Exception as problem:
        return _told(problem)
    return status


def released() -> str:
    """The installed version."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("meshwright")
    except PackageNotFoundError:  # run from its sources
        return "that is not installed"


def _invoked(arguments: Sequence[str]) -> int:
    """Parse and call. This does not use typer's own way, which ends the process in its own words."""
    import typer

    from meshwright.cli.app import app

    command = typer.main.get_command(app)
    try:
        with command.make_context("mesh", list(arguments) or ["--help"]) as context:
            command.invoke(context)
    except typer.Exit as end:
        return end.exit_code if arguments else Status.MISUSED
    return Status.DONE


def _told(problem: Exception) -> Status:
    from meshwright.language.quoting import printable

    if (misuse := getattr(problem, "format_message", None)) is not None:  # of the parser
        _say(printable(_sentence(misuse())) + _help(problem))
        return Status.MISUSED
    message = _explained(problem)
    if message is None:
        _report(problem)
        return Status.BUG
    _say("\n".join(printable(line) for line in message.splitlines()))
    return Status.MISUSED if isinstance(problem, WrongUsage) else Status.REFUSED


def _explained(problem: Exception) -> str | None:
    """The problem in words for a person; None where it is a bug."""
    if isinstance(problem, MeshError):
        return str(problem)
    if isinstance(problem, OSError) and problem.errno in CURES:
        where = "" if problem.filename is None else f"{problem.filename}: "
        return f"{where}{_sentence(problem.strerror or '')}; {CURES[problem.errno]} and run this again"
    if isinstance(problem, FileNotFoundError) and ".mesh" in Path(str(problem.filename)).parts:
        return f"{problem.filename}: it went away; run this again, and leave .mesh alone meanwhile"
    if isinstance(problem, MemoryError):
        return "there is not enough memory; close something, and run this again"
    if "meshwright.runtime.errors" in sys.modules:
        from meshwright.runtime.errors import RunError

        if isinstance(problem, RunError):
            return str(problem)
    if "botocore.exceptions" in sys.modules:
        from botocore.exceptions import ConnectionError as NoConnection
        from botocore.exceptions import HTTPClientError

        if isinstance(problem, HTTPClientError | NoConnection):
            return "the sandbox server stopped answering; run `mesh up`, which starts a new one if it is gone"
    return None


def _sentence(text: str) -> str:
    text = text.strip().removesuffix(".").replace("Value error, ", "")
    return text if text[1:2].isupper() else f"{text[:1].lower()}{text[1:]}"


def _help(problem: Exception) -> str:
    path = getattr(getattr(problem, "ctx", None), "command_path", "mesh")
    return f"; see `{path} --help`"


def _report(problem: Exception) -> None:
    traceback.print_exception(problem)
    here = f"meshwright {released()}, Python {sys.version.split()[0]}"
    _say(f"this is a bug; report it with the lines above, the command that you ran, and: {here}")


def _say(message: str) -> None:
    print(f"mesh: {message}", file=sys.stderr)
