"""Why somebody can't read something, and what would have to be written so that they could."""

from collections.abc import Iterator
from datetime import date

from meshwright.language import Mesh, ProductRef, Share, Subscription, Table
from meshwright.language.quoting import quoted

from .offers import Agreements, Offer, is_open, is_over, open_columns
from .spelling import nearest
from .terms import mistakes, shared_tables


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


def explain_product(agreements: Agreements, consumer: str, ref: ProductRef, table: str) -> str:
    """What both sides still have to do before another domain can read a table; empty where nothing is missing."""
    sides = (_share_missing, _subscription_missing)
    return "; ".join(missing for side in sides if (missing := side(agreements, consumer, ref, table)))


def _without_share(consumer: str, ref: ProductRef, table: Table, column: str | None) -> str:
    owner = ref.domain.name
    if column is not None and column not in open_columns(table):
        if consumer == owner:
            return f"column {column} is sensitive; in {owner} only owner, engineer and pipeline read it"
        return f"column {column} is sensitive; an open product shows it to nobody"
    return f"{consumer} owns {ref.name}" if consumer == owner else f"{ref.name} is open to every domain"


def _by_share(agreements: Agreements, consumer: str, ref: ProductRef, table: Table, column: str | None) -> str:
    missing = explain_product(agreements, consumer, ref, table.name)
    if missing:
        return missing
    offer = agreements.offer(ref, consumer, table.name)
    subscription = agreements.asking(consumer, ref, table.name)
    assert offer is not None  # nothing is missing
    assert subscription is not None
    if column is not None and column not in offer.columns:
        return _column_missing(offer, column)
    rows = f" where {offer.rows}" if offer.rows else ""
    return (
        f"{consumer} reads {ref.database}.{table.name}{rows}: "
        f"share {offer.share.place}, subscription {subscription.place}"
    )


def _column_missing(offer: Offer, column: str) -> str:
    declared = offer.table.column(column)
    assert declared is not None  # asked by name before
    share = f"the share at {offer.share.place}"
    if declared.sensitive and column not in offer.share.including:
        return f'column {column} is sensitive; {share} would have to name it in including=["{column}"]'
    if column in offer.share.without:
        return f"column {column} is held back; {share} names it in without="
    return f"column {column} is not offered; {share} would have to name it in columns="


def _share_missing(agreements: Agreements, consumer: str, ref: ProductRef, table: str) -> str:
    written = f'Share("{consumer}", purpose=…)'
    where = f"{ref.domain.place.path or ref.domain.name} product {ref.product.name}"
    if ref.product.major == 0:
        return f"{ref.name} is {ref.product.version}, and 0.x products are not shared"
    shares = agreements.shares(ref, consumer)
    if not shares:
        return f"no share: {where} would need {written}"
    if agreements.offer(ref, consumer, table) is not None:
        return ""
    return " and ".join(dict.fromkeys(_refusals(agreements, ref, shares, table)))


def _refusals(agreements: Agreements, ref: ProductRef, shares: list[Share], table: str) -> Iterator[str]:
    for share in shares:
        if is_over(share, agreements.today):
            yield f"the share at {share.place} ended on {share.until}"
        elif mistake := next(mistakes(ref.product, share), None):
            yield f"the share at {share.place} is not valid: {mistake.message}; {mistake.fix}"
        else:
            offered = ", ".join(t.name for t in shared_tables(ref.product, share))
            yield f"the share at {share.place} offers {offered} and would have to name {table} in tables="


def _subscription_missing(agreements: Agreements, consumer: str, ref: ProductRef, table: str) -> str:
    every = agreements.subscriptions(consumer, ref)
    found = [s for s in every if s.major == ref.product.major]
    if not found:
        others = f", only of major={every[0].major}" if every else ""
        return f'{consumer} has no Subscription("{ref.name}", major={ref.product.major}, purpose=…){others}'
    if agreements.asking(consumer, ref, table) is not None:
        return ""
    return " and ".join(_shortfall(s, agreements.today, table) for s in found)


def _shortfall(subscription: Subscription, today: date, table: str) -> str:
    if is_over(subscription, today):
        return f"the subscription at {subscription.place} ended on {subscription.until}"
    asked = ", ".join(subscription.tables or ())
    return f"the subscription at {subscription.place} asks for {asked} and would have to name {table} in tables="


def _meant(word: str, options: list[str]) -> str:
    near = nearest(word, options)
    return f'; did you mean "{near}"?' if near else ""
