"""Reads a mesh from a folder as it is now, and what has not changed since not again."""

import os
import time
from collections.abc import Iterable
from dataclasses import dataclass

from . import limits
from .files import Stamp, Unfit, digest, leads_out, plain_file, read, stamp

_SETTLED = 100_000_000
"""Nanoseconds after which a file that changes again gets another stamp, on every file system in use."""


@dataclass(frozen=True)
class _Kept:
    stamp: Stamp
    settled: bool
    content: str | Unfit


class Folder:
    """A source: the files below a root, with what was read of them before."""

    def __init__(self, root: str) -> None:
        self.root = root
        self._kept: dict[str, _Kept] = {}
        self.digests: dict[str, tuple[Stamp, str]] = {}
        """By path, what is known of texts whose files had settled. It may be filled from a run before."""
        self.changed = False
        """Whether more is known than was filled in."""

    def expect(self, folders: Iterable[str]) -> None:
        """Nothing to do: files are read one by one."""

    def entries(self, folder: str) -> list[str] | Unfit | None:
        """The names in a folder, sorted; None where there is no folder."""
        try:
            with os.scandir(f"{self.root}/{folder}") as entries:
                names = []
                for entry in entries:
                    names.append(entry.name)
                    if len(names) > limits.FOLDER_ENTRIES:
                        return overfull()
                return sorted(names)
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            return Unfit(f"the folder cannot be read: {(error.strerror or 'unreadable').lower()}", "make it readable")

    def is_folder(self, path: str) -> bool:
        """Whether there is a folder, be it by way of a link."""
        return os.path.isdir(f"{self.root}/{path}")

    def leads_out(self, path: str, within: str) -> bool:
        """Whether a path is a link to somewhere outside of the folder ``within``, or to nowhere."""
        return leads_out(f"{self.root}/{path}", f"{self.root}/{within}")

    def text(self, path: str, within: str) -> str | Unfit | None:
        """The text of a plain file inside ``within``; None where there is no file."""
        full = f"{self.root}/{path}"
        found = stamp(full, f"{self.root}/{within}")
        if not isinstance(found, Stamp):
            return found
        kept = self._kept.get(path)
        if kept is not None and kept.stamp == found and kept.settled:
            return kept.content
        settled = _settled(found)
        content = read(full)
        if kept is not None and kept.content == content:
            content = kept.content  # the same object: what was made of it is found again
        self._kept[path] = _Kept(found, settled, content)
        return content

    def digest(self, path: str, within: str) -> str | Unfit | None:
        """The SHA-256 of a file's text, in hexadecimal; otherwise as ``text``."""
        found = stamp(f"{self.root}/{path}", f"{self.root}/{within}")
        if not isinstance(found, Stamp):
            return found
        known = self.digests.get(path)
        if known is not None and known[0] == found:
            return known[1]
        settled = _settled(found)
        content = read(f"{self.root}/{path}")
        if isinstance(content, Unfit):
            return content
        made = digest(content)
        if settled:
            self.digests[path] = found, made
            self.changed = True
        return made

    def has_file(self, path: str, within: str) -> bool:
        """Whether a plain file of any size is there, inside ``within``."""
        return plain_file(f"{self.root}/{path}", f"{self.root}/{within}")


def _settled(found: Stamp) -> bool:
    return time.time_ns() - max(found.modified, found.changed) > _SETTLED


def overfull() -> Unfit:
    """Of a folder with more in it than anybody reads."""
    message = f"the folder holds more than {limits.FOLDER_ENTRIES} entries"
    return Unfit(message, "remove what does not belong there", id="over-limit")
