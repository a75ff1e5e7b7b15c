"""Reads the file of a contract."""

from pathlib import Path

from meshwright.errors import MeshError

from .located import BYTES


def read_document(file: Path) -> str:
    """The text of a file that is no larger than a contract may be.

    Raises:
        OSError: it can't be opened.
        MeshError: it is too large, or not UTF-8; with the line.
    """
    with file.open("rb") as opened:
        data = opened.read(BYTES + 1)
    if len(data) > BYTES:
        raise MeshError(f"{file}:1: the document is larger than {BYTES // 1024} KiB; split it")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise MeshError(f"{file}:{line}: byte 0x{data[error.start]:02x} is not UTF-8; save it as UTF-8") from None
