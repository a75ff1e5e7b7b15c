"""Who gains and loses access, as records of a report."""

from collections.abc import Iterator, Mapping
from datetime import date

from meshwright import access
from meshwright.access import Agreement, Entitlement
from meshwright.access.review import Change, review
from meshwright.access.wording import columns
from meshwright.language import Mesh
from meshwright.preview.report import AccessChange, WaitingChange

NAMED = 12
"""How many columns are named before they are only counted."""


def changes(base: Mesh, head: Mesh, *, today: date) -> tuple[AccessChange, ...]:
    """Every change of what somebody may effectively see, by consumer, database and table."""
    agreed = {_agreed(e) for e in access.compile(base, today=today)}
    return tuple(_record(c, agreed) for c in review(base, head, today=today))


def waiting(base: Mesh, head: Mesh, *, today: date) -> tuple[WaitingChange, ...]:
    """Subscriptions that begin to wait for a share, or cease to."""
    before, after = ({_subject(w): w for w in access.pending(m, today=today).waiting} for m in (base, head))
    return tuple(_waiting(before, after))


def _agreed(e: Entitlement) -> object:
    """Who agreed on what, whichever table it comes to."""
    reason = e.because
    terms = (reason.share, reason.subscription) if isinstance(reason, Agreement) else type(reason)
    return e.consumer, e.ref.database, terms


def _record(change: Change, agreed: set[object]) -> AccessChange:
    e, old, new = change.now, change.before, change.after
    return AccessChange(
        kind=change.kind,
        consumer=e.consumer,
        roles=e.holders,
        roles_gained=change.admitted if old and new else (),
        roles_lost=change.dismissed if old and new else (),
        actions=e.actions,
        product=str(e.ref),
        table=e.table.name,
        columns_gained=change.gained if old and new else e.columns if new else (),
        columns_lost=change.lost if old and new else e.columns if old else (),
        columns_renamed=change.renamed,
        columns=e.columns,
        extent=columns(e.table, e.columns, named=NAMED),
        sensitive=change.sensitive,
        rows=(old.rows if old else None, new.rows if new else None),
        rows_become=change.rows,
        until=(old.until if old else None, new.until if new else None),
        reason=_purposes(e),
        because=e.because.places,
        terms_changed=new is None or bool(change.admitted) or _agreed(new) not in agreed,
    )


def _purposes(entitlement: Entitlement) -> str:
    if not isinstance(entitlement.because, Agreement):
        return ""
    share, subscription = entitlement.because.share, entitlement.because.subscription
    return share.purpose if share.purpose == subscription.purpose else f"{share.purpose}; {subscription.purpose}"


_Waits = Mapping[tuple[str, str, int], access.Waiting]


def _subject(waits: access.Waiting) -> tuple[str, str, int]:
    return waits.consumer.name, waits.subscription.product, waits.subscription.major


def _waiting(before: _Waits, after: _Waits) -> Iterator[WaitingChange]:
    for key in sorted({*before, *after}):
        old, new = before.get(key), after.get(key)
        if (old and old.tables) == (new and new.tables) and (old is None) == (new is None):
            continue
        one = new or old
        assert one is not None  # the key came from one of the two
        yield WaitingChange(
            kind="waits" if new else "settled",
            consumer=key[0],
            product=f"{key[1]} v{key[2]}",
            tables=one.tables,
            reason=one.reason if new else "",
        )
