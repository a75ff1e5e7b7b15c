"""Runs git where a mesh lives: no prompt, no pager, nothing written, every failure a sentence."""

import os
import subprocess
from pathlib import Path

from meshwright.errors import MeshError
from meshwright.language.quoting import printable

_ELSEWHERE = frozenset(
    (
        "GIT_ALTERNATE_OBJECT_DIRECTORIES",
        "GIT_COMMON_DIR",
        "GIT_CONFIG",
        "GIT_CONFIG_PARAMETERS",
        "GIT_DIR",
        "GIT_GRAFT_FILE",
        "GIT_IMPLICIT_WORK_TREE",
        "GIT_INDEX_FILE",
        "GIT_NAMESPACE",
        "GIT_OBJECT_DIRECTORY",
        "GIT_PREFIX",
        "GIT_REPLACE_REF_BASE",
        "GIT_SHALLOW_FILE",
        "GIT_WORK_TREE",
    )
)
"""Variables that name a repository, as they are set inside a hook: the one around the mesh is meant."""


class GitFailed(Exception):
    """Git ended with an error."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


def git(root: Path, *arguments: str, input: bytes | None = None, index: Path | None = None) -> bytes:
    """What ``git`` prints when it runs in ``root``, with another index where one is given.

    Arguments that a person wrote have to be unable to be taken for an option.

    Raises GitFailed where git refuses, MeshError where there is no git, no such folder, or no repository.
    """
    return told(root, *arguments, input=input, index=index)[0]


def told(root: Path, *arguments: str, input: bytes | None = None, index: Path | None = None) -> tuple[bytes, str]:
    """As ``git``, with what it printed to its standard error."""
    command = ["git", "-c", "core.quotePath=false", "-c", "core.warnAmbiguousRefs=true", *arguments]
    try:
        # with an empty input where there is none, so that git waits for nobody
        done = subprocess.run(
            command, cwd=root, input=input or b"", capture_output=True, check=False, env=_environment(index)
        )
    except FileNotFoundError:
        if not root.is_dir():
            raise MeshError(f"{root} is not a folder; name the folder of a mesh") from None
        raise MeshError("git is not installed, and the history of a mesh is read with it; install git") from None
    except OSError as error:
        reason = (error.strerror or "unknown").lower()
        raise MeshError(f"git cannot be run: {reason}; see that git works in {root}") from None
    errors = done.stderr.decode(errors="replace").strip()
    if done.returncode != 0:
        _refuse_no_repository(root, errors)
        raise GitFailed(done.returncode, errors)
    return done.stdout, errors


def failed(doing: str, error: GitFailed) -> MeshError:
    """What to tell a person of a failure that nothing better is known of."""
    said = str(error).splitlines()[-1:] or [f"git ended with status {error.status}"]
    return MeshError(f"{doing} failed: {printable(said[0]).removeprefix('fatal: ')}; see what `git fsck` says")


def _environment(index: Path | None) -> dict[str, str]:
    own = {} if index is None else {"GIT_INDEX_FILE": str(index)}
    return {
        **{name: value for name, value in os.environ.items() if name not in _ELSEWHERE},
        "LC_ALL": "C",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_OPTIONAL_LOCKS": "0",  # so that looking at the work tree does not refresh the index
        "GIT_LITERAL_PATHSPECS": "1",
        "GIT_NO_REPLACE_OBJECTS": "1",
        **own,
    }


def _refuse_no_repository(root: Path, errors: str) -> None:
    if "dubious ownership" in errors:
        raise MeshError(
            f"git does not trust {root}, which belongs to another user; "
            f"run: git config --global --add safe.directory {root}"
        )
    if "not a git repository" in errors:
        raise MeshError(f"{root} is in no git repository, so it has no history; run this in a clone")
