"""Transforms: one SELECT per table, in Spark's dialect, compiled for both engines and traced from column to column."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .compiled import Compiled
    from .compiling import compile_mesh, compile_table
    from .ordering import findings, order

__all__ = ["Compiled", "compile_mesh", "compile_table", "findings", "order"]
_HOMES = {
    "Compiled": "compiled",
    "compile_mesh": "compiling",
    "compile_table": "compiling",
    "findings": "ordering",
    "order": "ordering",
}


def __getattr__(name: str) -> Any:
    """Load the SQL parser on first use."""
    if name in _HOMES:
        from importlib import import_module

        return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
