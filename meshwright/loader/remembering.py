"""Readings of definitions, kept between runs by what they follow from: path, text, and the code that reads."""

import hashlib
import io
import pickle
import sys
from datetime import date
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from meshwright import language
from meshwright.cache.store import store

from . import values
from .files import digest
from .reading import Reading, read_definition

_LIMIT = 256 * 1024 * 1024
"""Bytes of all readings; one takes some 15 KB."""
_HOMES = ("meshwright.language.", "meshwright.findings", "meshwright.loader.reading")
"""Where the classes are that a reading is made of."""
_OTHERS = {(values.__name__, "BROKEN"): values.BROKEN, ("datetime", "date"): date}


def reading(path: str, text: str) -> Reading:
    """``read_definition``, or what it returned before for the same path and text."""
    key, kept = reading_key(path, digest(text)), store("readings", limit=_LIMIT)
    held = kept.get(key)
    found = None if held is None else _unpickled(held)
    if found is None:
        found = read_definition(path, text)
        kept.put(key, pickle.dumps(found, pickle.HIGHEST_PROTOCOL))
    return found


def reading_key(path: str, text_digest: str) -> str:
    """Identifies what a definition says, here and with this version of everything: 64 hexadecimal digits."""
    return hashlib.sha256(f"{reader()}\0{path}\0{text_digest}".encode()).hexdigest()


@cache
def reader() -> str:
    """Identifies the code that a reading follows from: this package, the language, Python and pydantic."""
    found = hashlib.sha256(f"{sys.version}\0{version('pydantic')}\0{version('pydantic-core')}".encode())
    own = Path(language.__file__).parent.parent
    for path in sorted([*(own / "language").glob("*.py"), *(own / "loader").glob("*.py"), own / "findings.py"]):
        found.update(f"{path.relative_to(own)}\0".encode() + path.read_bytes())
    return found.hexdigest()


class _Unpickler(pickle.Unpickler):
    """Builds definitions and nothing else, whatever the file asks for."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) in _OTHERS:
            return _OTHERS[module, name]
        found = super().find_class(module, name) if module.startswith(_HOMES) and "." not in name else None
        if not isinstance(found, type) or found.__module__ != module:
            raise pickle.UnpicklingError(f"{module}.{name} is no part of a definition")
        return found


def _unpickled(held: bytes) -> Reading | None:
    """What was kept; None where it is anything else than a reading."""
    try:
        found = _Unpickler(io.BytesIO(held)).load()
    except Exception:  # whatever a file that was not written here can make of it
        return None
    return found if isinstance(found, Reading) else None
