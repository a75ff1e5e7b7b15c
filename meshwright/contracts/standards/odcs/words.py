"""The words of the standard that several files here share.

Source: the standard's JSON schema 3.2.0 and its documentation (bitol-io/open-data-contract-standard), read in November
2026.
"""

from collections.abc import Mapping
from typing import Any

from meshwright.contracts.standards.located import Located

API_VERSION = "v3.2.0"
KIND = "DataContract"
PREFIX = "meshwright."
"""Begins the name of every custom property that is ours."""
ENGINE = "meshwright"
"""The engine of a quality rule that the standard's library can't say."""

Document = dict[str, Any]


def said(**values: Any) -> Document:
    """A part of a document, without what is not given: None, and lists and mappings that are empty."""
    return {name: value for name, value in values.items() if value is not None and value not in ([], {}, ())}


def customs(values: Mapping[str, Any]) -> list[Document]:
    """Custom properties of ours, without those that are not given."""
    return [{"property": f"{PREFIX}{name}", "value": value} for name, value in values.items() if value is not None]


def customs_of(part: Located) -> dict[str, Located]:
    """The custom properties that are ours, by name."""
    found = {}
    for custom in part.items("customProperties"):
        name, value = custom.said("property") or "", custom.get("value")
        if name.startswith(PREFIX) and value is not None:
            found[name.removeprefix(PREFIX)] = value
    return found


def tupled(part: Located) -> Document:
    """A mapping as the frozen models take it: lists are tuples."""
    return {k: tuple(v) if isinstance(v, list) else v for k, v in part.plain().items()}
