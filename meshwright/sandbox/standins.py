"""Ids that AWS makes up, in place of what a recording has for them.

A recording can't know a key's id, so it has a stand-in of the same form. Wherever the stand-in occurs, within a policy
or an ARN too, the real one belongs.
"""

import re
from collections.abc import Mapping
from typing import Any

TOKEN = re.compile(r"[A-Za-z0-9-]{12,}")
"""What an id that AWS makes up looks like within a longer text: a UUID, a hash, ``AROA…``."""


def token(value: str) -> str:
    """The made-up part of an id: the end of an ARN, or all of it."""
    return re.split(r"[:/]", value)[-1]


def substituted(value: Any, real: Mapping[str, str]) -> Any:
    """A JSON value with every stand-in replaced."""
    if isinstance(value, str):
        return TOKEN.sub(lambda found: real.get(found[0], found[0]), value) if len(value) >= 12 else value
    if isinstance(value, Mapping):
        return {key: substituted(item, real) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [substituted(item, real) for item in value]
    return value
