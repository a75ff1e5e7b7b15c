"""What a share and a subscription have in common."""

from dataclasses import dataclass

from .agreements import Agreements, Asked, Offer
from .places import written
from .rows import RowLimit, both, too_much
from .spelling import listed


@dataclass(frozen=True)
class Met:
    """What both sides allow of one table."""

    offer: Offer
    columns: tuple[str, ...]
    """In the table's order, never empty."""
    rows: RowLimit | None
    """None for every row."""


@dataclass(frozen=True)
class Apart:
    """Why nothing comes of two halves that are each in order."""

    field: str
    """The argument of ``Subscription`` to change."""
    message: str
    fix: str


def meet(agreements: Agreements, asked: Asked) -> Met | Apart | None:
    """What comes of an asked table; None where no share offers it."""
    offer = agreements.offer(asked.ref, asked.consumer, asked.table.name)
    return None if offer is None else met(offer, asked)


def met(offer: Offer, asked: Asked) -> Met | Apart:
    """The columns of both, and the rows that meet both.

    A subscription's rows may ask offered columns only: which rows come back would tell the values of a column that was
    held back.
    """
    share = f"the share at {written(offer.share.place)}"
    wanted = set(asked.columns)
    columns = tuple(c for c in offer.columns if c in wanted)
    if not columns:
        return Apart("columns", f"{share} offers none of the columns asked for", "ask for columns that it offers")
    narrower = asked.rows
    told = [c for c in (narrower.columns if narrower else ()) if c not in offer.columns]
    if told:
        return Apart("rows", f"rows= asks {listed(told)}, which {share} does not offer", "compare offered columns only")
    rows = both(offer.rows, narrower)
    problem = rows and too_much(rows)
    if problem:
        return Apart("rows", f"together with the rows= of {share}, {problem.message}", problem.fix)
    return Met(offer, columns, rows)
