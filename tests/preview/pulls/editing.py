"""Pull requests in short: what they change in the small mesh beside this file."""

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

MESH = Path(__file__).parent / "mesh"
PROJECT = Path(__file__).parents[3]

Edit = Callable[[Path], None]
"""Changes files below a root."""


def change(path: str, old: str, new: str) -> Edit:
    """One text of a file for another; it has to be there once."""

    def edit(root: Path) -> None:
        text = (root / path).read_text()
        assert text.count(old) == 1, f"{path} holds {text.count(old)} times: {old}"
        (root / path).write_text(text.replace(old, new))

    return edit


def write(path: str, text: str) -> Edit:
    """A file that is new, or another."""

    def edit(root: Path) -> None:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)

    return edit


def remove(path: str) -> Edit:
    """A file or a folder less."""

    def edit(root: Path) -> None:
        if (root / path).is_dir():
            shutil.rmtree(root / path)
        else:
            (root / path).unlink()

    return edit


@dataclass(frozen=True)
class Pull:
    """One pull request."""

    name: str
    """Also of the files with what is expected."""
    status: int
    edits: Sequence[Edit]
    before: Sequence[Edit] = ()
    """What was changed in the small mesh, and merged, before."""
    environment: str = "dev"
    domains: tuple[str, ...] = ()
    """The domains that the preview is asked for."""
    forms: tuple[str, ...] = ("md", "json")
    """What is kept of it; a very long one is kept as a reviewer sees it only."""


def lay_out(root: Path) -> None:
    """The small mesh in ``root``, with the project's own program."""
    shutil.copytree(MESH, root, dirs_exist_ok=True)
    for file in (PROJECT / "stacks").glob("*.py"):
        if file.name not in ("governance.py", "environments.py"):
            shutil.copy(file, root / "stacks")


def restore(root: Path) -> None:
    """The small mesh as it is, after edits."""
    for name in ("domains", "stacks/governance.py", "stacks/environments.py"):
        if (root / name).is_dir():
            shutil.rmtree(root / name)
    for file in sorted(MESH.rglob("*")):
        if file.is_file() and "__pycache__" not in file.parts:
            target = root / file.relative_to(MESH)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(file.read_bytes())
