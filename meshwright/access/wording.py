"""Entitlements in few words."""

from collections.abc import Sequence

from meshwright.language import Table

from .entitlements import READ, Entitlement


def columns(table: Table, visible: Sequence[str], *, named: int) -> str:
    """``all 18 columns``; ``17 of 18 columns, not tail_number``; ``order_id, country of 18 columns``.

    Names what is there or what is not, whichever is shorter, where that is at most ``named`` columns.
    """
    every = [c.name for c in table.columns]
    hidden = [c for c in every if c not in set(visible)]
    if not hidden:
        return f"all {len(every)} columns" if len(every) > 1 else "the one column"
    part = f"{len(visible)} of {len(every)} columns"
    if len(hidden) <= min(named, len(visible)):
        return f"{part}, not {', '.join(hidden)}"
    return f"{part}: {', '.join(visible)}" if len(visible) <= named else part


def terms(entitlement: Entitlement, *, named: int = 5) -> str:
    """``17 of 18 columns, not tail_number, where origin = 'JFK', until 2027-12-31``."""
    parts = [columns(entitlement.table, entitlement.columns, named=named)]
    if entitlement.rows is not None:
        parts.append(f"where {entitlement.rows}")
    if entitlement.until is not None:
        parts.append(f"until {entitlement.until}")
    return ", ".join(parts)


def does(entitlement: Entitlement) -> str:
    """What may be done: ``SELECT``, or everything that writing takes."""
    return "SELECT" if entitlement.actions == READ else ", ".join(a for a in entitlement.actions if a != "DESCRIBE")
