"""Transforms: one SELECT per table, in Spark's dialect, compiled for both engines and traced from column to column."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .compiled import Compiled
    from .compiling import compile_mesh, compile_table
    from .explanations import EXPLANATIONS
    from .lineage import Edge, Lineage
    from .ordering import findings, order

__all__ = ["EXPLANATIONS", "Compiled", "Edge", "Lineage", "compile_mesh", "compile_table", "findings", "order"]
_HOMES = {
    "EXPLANATIONS": "explanations",
    "Compiled": "compiled",
    "Edge": "lineage",
    "Lineage": "lineage",
    "compile_mesh": "compiling",
    "compile_table": "compiling",
    "findings": "ordering",
    "order": "ordering",
}


def __getattr__(name: str) -> Any:
    """Load the SQL parser on first use."""
    if name in _HOMES:
        return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
