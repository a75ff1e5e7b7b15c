"""The contract standard's own JSON schema, as its package ships it."""

import json
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def standard() -> dict[str, Any]:
    """Of version 3.2.0."""
    read: dict[str, Any] = json.loads((files("open_data_contract_standard") / "schema.json").read_text("utf-8"))
    return read
