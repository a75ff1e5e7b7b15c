"""Where the files of a mesh are read from: a folder as it is now, or a commit."""

from collections.abc import Iterable
from typing import Protocol

from .files import Unfit


class Source(Protocol):
    """The files of a mesh. Paths are relative to its root, with forward slashes; links are judged as a folder's are."""

    def expect(self, folders: Iterable[str]) -> None:
        """Say which domains' folders are read next, so that they can be fetched together."""

    def entries(self, folder: str) -> list[str] | Unfit | None:
        """The names in a folder, sorted; None where there is no folder."""

    def is_folder(self, path: str) -> bool:
        """Whether there is a folder, be it by way of a link."""

    def leads_out(self, path: str, within: str) -> bool:
        """Whether a path is a link to somewhere outside of the folder ``within``, or to nowhere."""

    def text(self, path: str, within: str) -> str | Unfit | None:
        """The text of a plain file inside ``within``; None where there is no file."""

    def digest(self, path: str, within: str) -> str | Unfit | None:
        """The SHA-256 of a file's text, in hexadecimal; otherwise as ``text``."""

    def has_file(self, path: str, within: str) -> bool:
        """Whether a plain file of any size is there, inside ``within``."""
