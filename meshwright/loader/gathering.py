"""Finds and reads the files of a mesh: definitions, central definitions, transforms."""

import os
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from meshwright.findings import Finding
from meshwright.language.place import Place
from meshwright.language.quoting import printable, quoted

from . import limits
from .files import Stamp, Unfit, leads_out, read, stamp

GOVERNANCE = "stacks/governance.py"
ENVIRONMENTS = "stacks/environments.py"
_SETTLED = 100_000_000
"""Nanoseconds after which a file that changes again gets another stamp, on every file system in use."""


@dataclass
class Gathered:
    """The texts of a mesh's files, and what is wrong with the files themselves."""

    definitions: dict[str, str] = field(default_factory=dict)
    """By path: a domain's definition, the governance, the environments."""
    folders: dict[str, str] = field(default_factory=dict)
    """By name of a domain's folder, the path of its definition, read or not."""
    transforms: dict[str, dict[str, str]] = field(default_factory=dict)
    """By name of a domain's folder and file name."""
    findings: list[Finding] = field(default_factory=list)

    def report(self, path: str, unfit: Unfit) -> None:
        """Add a finding about a file."""
        self.findings.append(Finding(Place(path, unfit.line, unfit.column), unfit.id, unfit.message, unfit.fix))


@dataclass(frozen=True)
class _Kept:
    stamp: Stamp
    settled: bool
    content: str | Unfit


class Files:
    """Reads files, and those that have not changed since not again."""

    def __init__(self) -> None:
        self._kept: dict[str, _Kept] = {}

    def text(self, path: str, within: str) -> str | Unfit | None:
        """The text of a plain file inside ``within``; None where there is no file."""
        found = stamp(path, within)
        if not isinstance(found, Stamp):
            return found
        kept = self._kept.get(path)
        if kept is not None and kept.stamp == found and kept.settled:
            return kept.content
        now = time.time_ns()
        content = read(path)
        if kept is not None and kept.content == content:
            content = kept.content  # the same object: what was made of it is found again
        settled = now - max(found.modified, found.changed) > _SETTLED
        self._kept[path] = _Kept(found, settled, content)
        return content


def gather(root: str, files: Files) -> Gathered:
    """Read everything that a mesh in ``root`` is defined by."""
    gathered = Gathered()
    for name in _folders(root, gathered):
        _gather_domain(root, name, files, gathered)
    for path in (GOVERNANCE, ENVIRONMENTS):
        if leads_out(f"{root}/stacks", root):
            gathered.report(path, _link("the folder"))
            continue
        content = files.text(f"{root}/{path}", f"{root}/stacks")
        if isinstance(content, Unfit):
            gathered.report(path, content)
        elif content is not None:
            gathered.definitions[path] = content
        else:
            gathered.report(path, _absent(path))
    return gathered


def _gather_domain(root: str, name: str, files: Files, gathered: Gathered) -> None:
    folder = f"{root}/domains/{name}"
    path = f"domains/{printable(name)}/domain.py"
    gathered.folders[name] = path
    content = files.text(f"{folder}/domain.py", f"{root}/domains")
    if isinstance(content, Unfit):
        gathered.report(path, content)
    elif content is not None:
        gathered.definitions[path] = content
    else:
        fix = f"write one that binds domain = Domain({quoted(name)}, …), or remove the folder"
        gathered.report(path, Unfit(f"folder {quoted(name)} has no domain.py", fix, id="missing-definition"))
    for file in _transforms(folder, root, path, gathered):
        content = files.text(f"{folder}/transforms/{file}", f"{root}/domains")
        if isinstance(content, Unfit):
            gathered.report(f"domains/{printable(name)}/transforms/{printable(file)}", content)
        elif content is not None:
            gathered.transforms.setdefault(name, {})[file] = content


def _folders(root: str, gathered: Gathered) -> Iterator[str]:
    domains = f"{root}/domains"
    if leads_out(domains, root):
        gathered.report("domains", _link("the folder"))
        return
    entries = _entries(domains, "domains", gathered)
    if entries is None:
        fix = "write domains/<name>/domain.py"
        gathered.report("domains", Unfit("there is no folder domains", fix, id="missing-definition"))
        return
    for name in entries:
        folder = f"{domains}/{name}"
        shown = f"domains/{printable(name)}"
        if name.startswith((".", "_")):
            continue
        if leads_out(folder, domains):
            gathered.report(shown, _link("the folder"))
        elif not name.isascii() or not name.isprintable():
            fix = "name it as the domain: lower-case letters and digits"
            gathered.report(shown, Unfit(f"folder {quoted(name)} is not a domain's", fix, id="wrong-folder"))
        elif os.path.isdir(folder):
            yield name


def _transforms(folder: str, root: str, definition: str, gathered: Gathered) -> list[str]:
    transforms = f"{folder}/transforms"
    shown = f"{definition.rpartition('/')[0]}/transforms"
    if leads_out(transforms, f"{root}/domains"):
        gathered.report(shown, _link("the folder"))
        return []
    names = _entries(transforms, shown, gathered) or []
    return [name for name in names if name.endswith(".sql") and not name.startswith(".")]


def _entries(folder: str, shown: str, gathered: Gathered) -> list[str] | None:
    """The names in a folder, sorted; None where there is no folder."""
    try:
        with os.scandir(folder) as entries:
            names = []
            for entry in entries:
                names.append(entry.name)
                if len(names) > limits.FOLDER_ENTRIES:
                    message = f"the folder holds more than {limits.FOLDER_ENTRIES} entries"
                    gathered.report(shown, Unfit(message, "remove what does not belong there", id="over-limit"))
                    return []
            return sorted(names)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        message = f"the folder cannot be read: {(error.strerror or 'unreadable').lower()}"
        gathered.report(shown, Unfit(message, "make it readable"))
        return []


def _link(what: str) -> Unfit:
    return Unfit(f"{what} is a link that leads out of its place", f"put {what} itself there")


def _absent(path: str) -> Unfit:
    wanted = {
        GOVERNANCE: 'governance = Governance(owner="…", allowed_regions=["eu-west-1"])',
        ENVIRONMENTS: 'environments = [Environment("dev", account="…", region="eu-west-1")]',
    }[path]
    return Unfit("there is no such file", f"write one that binds {wanted}", id="missing-definition")
