"""Why somebody can or can't read something, and what would have to be written so that they could."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from meshwright.language import Mesh, ProductRef, Share, Subscription, Table
from meshwright.language.quoting import quoted

from .agreements import Agreements, Offer, is_over
from .meeting import Met, meet
from .spelling import nearest
from .standing import OPEN, is_open
from .terms import columns_named, mistakes, tables_named


@dataclass(frozen=True)
class Missing:
    """Something that would have to be written, and where."""

    text: str
    file: str
    """The file to edit; the owner of it is who to ask."""


def explain(mesh: Mesh, consumer: str, database: str, table: str, column: str | None = None, *, today: date) -> str:
    """One line on a consumer's access to a table, or to one column of it, as its reader.

    Args:
        mesh: what everybody wrote.
        consumer: the domain that wants to read.
        database: ``<domain>_<product>_v<major>``.
        table: a table of it.
        column: a top-level column of that; the table as a whole where left out.
        today: the day asked about, in UTC.
    """
    if mesh.domain(consumer) is None:
        return f"there is no domain {quoted(consumer)}{_meant(consumer, [d.name for d in mesh.domains])}"
    ref = mesh.database(database)
    if ref is None:
        return f"there is no database {quoted(database)}{_meant(database, [r.database for r in mesh.products()])}"
    found = ref.product.table(table)
    if found is None:
        return f"there is no table {quoted(table)} in {database}{_meant(table, [t.name for t in ref.product.tables])}"
    if column is not None and found.column(column) is None:
        meant = _meant(column, [c.name for c in found.columns])
        return f"there is no column {quoted(column)} in {database}.{table}{meant}"
    if consumer == ref.domain.name or is_open(ref.product):
        return _without_share(consumer, ref, found, column)
    return _by_share(Agreements(mesh, today), consumer, ref, found, column)


def missing(agreements: Agreements, consumer: str, ref: ProductRef, table: Table) -> tuple[Missing, ...]:
    """What both sides still have to write before another domain can read a table; empty where nothing is missing."""
    halves = (_share_missing(agreements, consumer, ref, table), _subscription_missing(agreements, consumer, ref, table))
    found = tuple(half for half in halves if half is not None)
    asked = agreements.asking(consumer, ref, table)
    if found or asked is None:
        return found
    met = meet(agreements, asked)
    if met is None or isinstance(met, Met):
        return ()
    place = asked.subscription.place
    return (Missing(f"the subscription at {place} gets nothing: {met.message}; {met.fix}", place.path),)


def column_missing(agreements: Agreements, consumer: str, ref: ProductRef, table: Table, column: str) -> Missing | None:
    """What keeps a column of a readable table from another domain; None where nothing does."""
    offer, asked = agreements.offer(ref, consumer, table.name), agreements.asking(consumer, ref, table)
    if offer is None or asked is None:
        return None
    if column not in offer.columns:
        return Missing(_held_back(offer, column), offer.share.place.path)
    if column in asked.columns:
        return None
    place = asked.subscription.place
    named = "names it in without=" if column in asked.subscription.without else "would have to name it in columns="
    return Missing(f"column {column} is not asked for; the subscription at {place} {named}", place.path)


def _without_share(consumer: str, ref: ProductRef, table: Table, column: str | None) -> str:
    owner = ref.domain.name
    if column is not None and column not in OPEN.columns(table):
        if consumer == owner:
            return f"column {column} is sensitive; in {owner} only owner, engineer and pipeline read it"
        return f"column {column} is sensitive; an open product shows it to nobody"
    return f"{consumer} owns {ref.name}" if consumer == owner else f"{ref.name} is open to every domain"


def _by_share(agreements: Agreements, consumer: str, ref: ProductRef, table: Table, column: str | None) -> str:
    lacking = missing(agreements, consumer, ref, table)
    if lacking:
        return "; ".join(m.text for m in lacking)
    asked = agreements.asking(consumer, ref, table)
    assert asked is not None  # nothing is missing
    met = meet(agreements, asked)
    assert isinstance(met, Met)
    if column is not None and column not in met.columns:
        withheld = column_missing(agreements, consumer, ref, table, column)
        assert withheld is not None  # it is in one of the two only
        return withheld.text
    rows = f" where {met.rows.text}" if met.rows else ""
    share, subscription = met.offer.share.place, asked.subscription.place
    return f"{consumer} reads {ref.database}.{table.name}{rows}: share {share}, subscription {subscription}"


def _held_back(offer: Offer, column: str) -> str:
    declared = offer.table.column(column)
    assert declared is not None  # asked by name before
    share = f"the share at {offer.share.place}"
    if declared.sensitive and column not in offer.share.including:
        return f'column {column} is sensitive; {share} would have to name it in including=["{column}"]'
    if column in offer.share.without:
        return f"column {column} is held back; {share} names it in without="
    return f"column {column} is not offered; {share} would have to name it in columns="


def _share_missing(agreements: Agreements, consumer: str, ref: ProductRef, table: Table) -> Missing | None:
    file = ref.domain.place.path
    if ref.product.major == 0:
        return Missing(f"{ref.name} is {ref.product.version}, and 0.x products are not shared", file)
    shares = agreements.shares(ref, consumer)
    if not shares:
        where = f"{file or ref.domain.name} product {ref.product.name}"
        return Missing(f'no share: {where} would need Share("{consumer}", purpose=…)', file)
    if agreements.offer(ref, consumer, table.name) is not None:
        return None
    return Missing(" and ".join(dict.fromkeys(_refusals(agreements, ref, shares, table.name))), file)


def _refusals(agreements: Agreements, ref: ProductRef, shares: list[Share], table: str) -> Iterator[str]:
    for share in shares:
        if is_over(share, agreements.today):
            yield f"the share at {share.place} ended on {share.until}"
        elif mistake := next(mistakes(ref.product, share), None):
            yield f"the share at {share.place} is not valid: {mistake.message}; {mistake.fix}"
        else:
            offered = ", ".join(t.name for t in tables_named(ref.product, share))
            yield f"the share at {share.place} offers {offered} and would have to name {table} in tables="


def _subscription_missing(agreements: Agreements, consumer: str, ref: ProductRef, table: Table) -> Missing | None:
    domain = agreements.mesh.domain(consumer)
    file = domain.place.path if domain else ""
    every = agreements.subscriptions(consumer, ref)
    found = [s for s in every if s.major == ref.product.major]
    if not found:
        others = f", only of major={every[0].major}" if every else ""
        wanted = f'Subscription("{ref.name}", major={ref.product.major}, purpose=…)'
        return Missing(f"{consumer} has no {wanted}{others}", file)
    if agreements.asking(consumer, ref, table) is not None:
        return None
    return Missing(" and ".join(_shortfall(s, ref, agreements.today, table.name) for s in found), file)


def _shortfall(subscription: Subscription, ref: ProductRef, today: date, table: str) -> str:
    place = subscription.place
    if is_over(subscription, today):
        return f"the subscription at {place} ended on {subscription.until}"
    if mistake := next(mistakes(ref.product, subscription), None):
        return f"the subscription at {place} is not valid: {mistake.message}; {mistake.fix}"
    asked = ", ".join(subscription.tables or ())
    return f"the subscription at {place} asks for {asked} and would have to name {table} in tables="


def columns_waiting(agreements: Agreements, consumer: str, ref: ProductRef, table: Table) -> tuple[str, ...]:
    """The columns that a subscription names and that its share doesn't offer."""
    asked, offer = agreements.asking(consumer, ref, table), agreements.offer(ref, consumer, table.name)
    if asked is None or offer is None or asked.subscription.columns is None:
        return ()
    return tuple(c for c in columns_named(table, asked.subscription) if c not in offer.columns)


def _meant(word: str, options: list[str]) -> str:
    near = nearest(word, options)
    return f'; did you mean "{near}"?' if near else ""
