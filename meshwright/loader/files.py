"""Reads files that anybody may have put there: only plain ones, only inside their folder, only so much of them."""

import errno
import hashlib
import os
import re
import stat
from dataclasses import dataclass
from typing import NamedTuple

from . import limits

_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_HIDDEN = re.compile(
    "[\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
"""What reorders or hides text in an editor: joiners, direction marks, tags, halves of characters."""
_COOKIE = re.compile(r"[ \t]*#.*?coding[:=][ \t]*([-\w.]+)", re.ASCII)


@dataclass(frozen=True)
class Unfit:
    """Why a file or its text cannot be taken, and where in it."""

    message: str
    fix: str
    line: int = 1
    column: int = 1
    id: str = "unreadable-file"


OUT = Unfit("the file is a link that leads out of its folder", "put the file itself there")
NOWHERE = Unfit("the file is a link that leads nowhere", "put the file itself there")


class Stamp(NamedTuple):
    """What tells, without reading it, that a file is still the same."""

    device: int
    inode: int
    size: int
    modified: int
    """In nanoseconds; so is ``changed``."""
    changed: int


def plain_file(path: str, within: str) -> bool:
    """Whether a plain file of any size is there, inside ``within``."""
    try:
        found = os.stat(path)
        return stat.S_ISREG(found.st_mode) and _inside(path, within)
    except (OSError, ValueError):
        return False


def _inside(path: str, folder: str) -> bool:
    outer = os.path.realpath(folder)
    return os.path.commonpath((outer, os.path.realpath(path, strict=True))) == outer


def leads_out(folder: str, within: str) -> bool:
    """Whether a folder is a link to somewhere else, or nowhere."""
    try:
        return os.path.islink(folder) and not _inside(folder, within)
    except (OSError, ValueError):
        return True


def stamp(path: str, within: str) -> Stamp | Unfit | None:
    """The stamp of a plain file inside ``within``; None where there is nothing of that name."""
    try:
        found = os.lstat(path)
        if stat.S_ISLNK(found.st_mode):
            if not _inside(path, within):
                return OUT
            found = os.stat(path)
    except (FileNotFoundError, NotADirectoryError):
        return NOWHERE if os.path.islink(path) else None
    except (OSError, ValueError) as error:
        return NOWHERE if isinstance(error, OSError) and error.errno == errno.ELOOP else _failed(error)
    if stat.S_ISDIR(found.st_mode):
        return Unfit("this is a folder", "put a plain text file there")
    if not stat.S_ISREG(found.st_mode):
        return Unfit("this is not a plain file", "put a plain text file there")
    if found.st_size > limits.FILE_BYTES:
        return too_large(found.st_size)
    return Stamp(found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)


def too_large(size: int) -> Unfit:
    """Of a file with so many bytes."""
    return Unfit(f"the file has {size} bytes", f"keep it below {limits.FILE_BYTES}, or split it", id="over-limit")


def read(path: str) -> str | Unfit:
    """The text of a file that has a stamp."""
    try:
        # a file swapped for a pipe since it was stamped must not block
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0))
        with open(descriptor, "rb") as file:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                return Unfit("this is not a plain file", "put a plain text file there")
            content = file.read(limits.FILE_BYTES + 1)
    except OSError as error:
        return _failed(error)
    if len(content) > limits.FILE_BYTES:
        return Unfit("the file is too large", f"keep it below {limits.FILE_BYTES} bytes, or split it", id="over-limit")
    return decoded(content)


def decoded(content: bytes) -> str | Unfit:
    """UTF-8 without a byte order mark, as text with LF line ends and nothing hidden in it."""
    if content.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        return Unfit("the file begins with a byte order mark", "save it as UTF-8 without one")
    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        before = content[: error.start].decode(errors="replace")
        line, column = _position(before)
        return Unfit(f"byte 0x{content[error.start]:02x} is not UTF-8", "save the file as UTF-8", line, column)
    return plain(text)


def plain(text: str) -> str | Unfit:
    """The text with LF line ends, where it holds only what an editor shows."""
    text = text.replace("\r\n", "\n")
    found = _CONTROLS.search(text)
    if found is not None:
        line, column = _position(text[: found.start()])
        if found[0] == "\r":
            return Unfit("a line ends with CR alone", "save the file with LF or CRLF line ends", line, column)
        message = f"control character U+{ord(found[0]):04X}"
        return Unfit(message, "delete it", line, column, "hidden-character")
    found = None if text.isascii() else _HIDDEN.search(text)
    if found is not None:
        line, column = _position(text[: found.start()])
        message = f"invisible character U+{ord(found[0]):04X}"
        return Unfit(message, "delete it, or write it as an escape", line, column, "hidden-character")
    return text


def digest(text: str) -> str:
    """Identifies a text: SHA-256 in hexadecimal."""
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()


def cookie(text: str) -> Unfit | None:
    """What is wrong with the encoding that a Python file's first two lines declare, if anything."""
    for number, line in enumerate(text.split("\n", 2)[:2], start=1):
        found = _COOKIE.match(line)
        if found is not None:
            if found[1].lower().replace("_", "-") in ("utf-8", "utf8"):
                return None
            declared = found[1][:40]
            return Unfit(f'the file declares itself to be "{declared}"', "remove the declaration: it is UTF-8", number)
        if line.strip() and not line.lstrip().startswith("#"):
            return None
    return None


def _position(before: str) -> tuple[int, int]:
    return before.count("\n") + 1, len(before) - before.rfind("\n")


def _failed(error: Exception) -> Unfit:
    reason = (error.strerror or "unreadable") if isinstance(error, OSError) else "unreadable"
    return Unfit(f"the file cannot be read: {reason.lower()}", "make it readable")
