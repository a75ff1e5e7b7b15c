"""Reads a mesh from a commit, as its folder would be read if it were checked out."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from meshwright.loader import limits
from meshwright.loader.files import NOWHERE, OUT, Unfit, decoded, digest, too_large
from meshwright.loader.folder import overfull

from .objects import FOLDER, LINK, SUBMODULE, Entry, contents, listed

_LINKS = 40
"""How many links lead on from one path, as on Linux."""
_FEW = 256
"""Domains that are named one by one, which a command line has room for."""


class _LeadsOut(Exception):
    pass


class _Nowhere(Exception):
    pass


class Tree:
    """A source: the files of a tree of git's. A link to an absolute path leads out, wherever it points."""

    def __init__(self, root: Path, tree: str | None, domains: Sequence[str] | None = None) -> None:
        """``tree`` is the id of the tree of the folder ``root``; None for an empty one.

        Where ``domains`` are given, nothing is asked of others: they need not be listed.
        """
        self._root = root
        self._entries = _of_mesh(root, tree, domains) if tree is not None else {}
        self._folders: dict[str, list[str]] = {"": []}
        for path, entry in self._entries.items():
            parent, _, name = path.rpartition("/")
            self._folders.setdefault(parent, []).append(name)
            if entry.mode in (FOLDER, SUBMODULE):
                self._folders.setdefault(path, [])
        self._contents: dict[str, bytes] = {}

    def expect(self, folders: Iterable[str]) -> None:
        """Fetch the definitions and transforms of these domains together, and what is defined centrally."""
        paths = [f"stacks/{name}" for name in self._folders.get("stacks", ())]
        for folder in folders:
            paths.append(f"domains/{folder}/domain.py")
            transforms = f"domains/{folder}/transforms"
            paths += [f"{transforms}/{name}" for name in self._folders.get(transforms, ()) if name.endswith(".sql")]
        entries = (self._entries.get(path) for path in paths)
        self._fetch({e.id for e in entries if e is not None and e.mode not in (FOLDER, SUBMODULE) and _fits(e)})

    def entries(self, folder: str) -> list[str] | Unfit | None:
        """The names in a folder, sorted; None where there is no folder."""
        try:
            found = self._folders.get(self._real(folder))
        except (_LeadsOut, _Nowhere):
            return None
        if found is None:
            return None
        return overfull() if len(found) > limits.FOLDER_ENTRIES else sorted(found)

    def is_folder(self, path: str) -> bool:
        """Whether there is a folder, be it by way of a link."""
        try:
            return self._real(path) in self._folders
        except (_LeadsOut, _Nowhere):
            return False

    def leads_out(self, path: str, within: str) -> bool:
        """Whether a path is a link to somewhere outside of the folder ``within``, or to nowhere."""
        try:
            entry = self._entry(path)
            return entry is not None and entry.mode == LINK and not _is_below(self._real(path), self._real(within))
        except (_LeadsOut, _Nowhere):
            return True

    def text(self, path: str, within: str) -> str | Unfit | None:
        """The text of a plain file inside ``within``; None where there is no file."""
        try:
            entry = self._entry(path)
        except (_LeadsOut, _Nowhere):
            return None
        if entry is None:
            return None
        if entry.mode == LINK:
            try:
                real = self._real(path)
                if not _is_below(real, self._real(within)):
                    raise _LeadsOut
            except _LeadsOut:
                return OUT
            except _Nowhere:
                return NOWHERE
            entry = self._entries[real]
        if entry.mode in (FOLDER, SUBMODULE):
            return Unfit("this is a folder", "put a plain text file there")
        return decoded(self._content(entry)) if _fits(entry) else too_large(entry.size)

    def digest(self, path: str, within: str) -> str | Unfit | None:
        """The SHA-256 of a file's text, in hexadecimal; otherwise as ``text``."""
        text = self.text(path, within)
        return digest(text) if isinstance(text, str) else text

    def has_file(self, path: str, within: str) -> bool:
        """Whether a plain file of any size is there, inside ``within``."""
        try:
            real = self._real(path)
            entry = self._entries.get(real)
            plain = entry is not None and entry.mode not in (FOLDER, SUBMODULE)
            return plain and _is_below(real, self._real(within))
        except (_LeadsOut, _Nowhere):
            return False

    def _entry(self, path: str) -> Entry | None:
        """What is at a path itself, after the links on the way to it."""
        parent, _, name = path.rpartition("/")
        real = self._real(parent)
        return self._entries.get(f"{real}/{name}" if real else name)

    def _real(self, path: str) -> str:
        """The path after all links. Raises _LeadsOut where they leave the mesh, _Nowhere where nothing is there."""
        done: list[str] = []
        todo = path.split("/")[::-1]
        links = 0
        while todo:
            part = todo.pop()
            if part in ("", "."):
                continue
            if part == "..":
                if not done:
                    raise _LeadsOut
                done.pop()
                continue
            entry = self._entries.get("/".join([*done, part]))
            if entry is None:
                raise _Nowhere
            if entry.mode != LINK:
                done.append(part)
                continue
            links += 1
            if links > _LINKS:
                raise _Nowhere
            target = self._content(entry).decode(errors="surrogateescape")
            if target.startswith("/"):
                raise _LeadsOut
            todo += target.split("/")[::-1]
        return "/".join(done)

    def _content(self, entry: Entry) -> bytes:
        self._fetch({entry.id})
        return self._contents[entry.id]

    def _fetch(self, ids: set[str]) -> None:
        self._contents.update(contents(self._root, sorted(ids - self._contents.keys())))


def _of_mesh(root: Path, tree: str, domains: Sequence[str] | None) -> dict[str, Entry]:
    """The entries that a mesh is read from: those of two folders, and all where these are links."""
    if domains is not None and len(domains) <= _FEW:
        entries = listed(root, tree, ("stacks", *(f"domains/{name}" for name in domains)))
        if ("domains" in entries or not domains) and not any(entry.mode == LINK for entry in entries.values()):
            return entries
    entries = listed(root, tree, ("domains", "stacks"))
    if any(entries[top].mode == LINK for top in ("domains", "stacks") if top in entries):
        return listed(root, tree)
    return entries


def _is_below(path: str, folder: str) -> bool:
    return not folder or path == folder or path.startswith(f"{folder}/")


def _fits(entry: Entry) -> bool:
    return entry.size <= limits.FILE_BYTES
