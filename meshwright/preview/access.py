"""Who gains and loses access: what both meshes compile to, compared.

A plain list, derived from the agreements alone. Whatever looks deeper, such as what roles can do beside their grants,
belongs here and returns the same records.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from meshwright import access
from meshwright.access import Agreement, Entitlement, Ownership
from meshwright.language import Mesh
from meshwright.preview.report import AccessChange, AccessKind, WaitingChange

_Key = tuple[str, str, str]


def changes(base: Mesh, head: Mesh, *, today: date) -> tuple[AccessChange, ...]:
    """Every entitlement that is gained, lost or another one, by consumer, database and table."""
    before, after = _by_key(base, today), _by_key(head, today)
    agreed = {_agreed(e) for e in before.values()}
    keys = [key for key in sorted({*before, *after}) if _differ(before, after, key)]
    found = ((_change(before.get(key), after.get(key)), after.get(key)) for key in keys)
    return tuple(replace(c, terms_changed=new is None or _agreed(new) not in agreed) for c, new in found)


def waiting(base: Mesh, head: Mesh, *, today: date) -> tuple[WaitingChange, ...]:
    """Subscriptions that begin to wait for a share, or cease to."""
    before, after = ({_subject(w): w for w in access.pending(m, today=today).waiting} for m in (base, head))
    return tuple(_waiting(before, after))


def _by_key(mesh: Mesh, today: date) -> dict[_Key, Entitlement]:
    # what a domain may do with its own products changes with these, and is shown there
    others = (e for e in access.compile(mesh, today=today) if not isinstance(e.because, Ownership))
    return {(e.consumer, e.ref.database, e.table.name): e for e in others}


def _agreed(e: Entitlement) -> object:
    """Who agreed on what, whichever table it comes to."""
    reason = e.because
    terms = (reason.share, reason.subscription) if isinstance(reason, Agreement) else None
    return e.consumer, e.ref.database, terms


def _differ(before: Mapping[_Key, Entitlement], after: Mapping[_Key, Entitlement], key: _Key) -> bool:
    old, new = before.get(key), after.get(key)
    return old is None or new is None or _terms(old) != _terms(new)


def _terms(e: Entitlement) -> object:
    return set(e.columns), e.rows, e.until, e.roles


def _change(old: Entitlement | None, new: Entitlement | None) -> AccessChange:
    one = new or old
    assert one is not None  # the key came from one of the two
    renamed = _renamed(old, new)
    had, has = (e.columns if e else () for e in (old, new))
    gained = tuple(c for c in has if c not in had and c not in dict(renamed).values())
    return AccessChange(
        kind=_kind(old, new),
        consumer=one.consumer,
        roles=one.roles,
        product=str(one.ref),
        table=one.table.name,
        columns_gained=gained,
        columns_lost=tuple(c for c in had if c not in has and c not in dict(renamed)),
        columns_renamed=renamed,
        columns=has if new else had,
        sensitive=tuple(c.name for c in one.table.columns if c.name in gained and c.sensitive),
        rows=(old.rows if old else None, new.rows if new else None),
        until=(old.until if old else None, new.until if new else None),
        reason=_reason(one),
    )


def _kind(old: Entitlement | None, new: Entitlement | None) -> AccessKind:
    """What happens, for whoever reads the data."""
    if old is None:
        return "gained"
    if new is None:
        return "lost"
    signs = set(_signs(old, new))
    if not signs:
        return "renamed"
    return "widened" if signs == {1} else "narrowed" if signs == {-1} else "changed"


def _renamed(old: Entitlement | None, new: Entitlement | None) -> tuple[tuple[str, str], ...]:
    """Columns of one number and two names, read before and after: it is the same data."""
    if old is None or new is None:
        return ()
    names = {c.number: c.name for c in new.table.columns if c.name in new.columns}
    read = ((c.name, names.get(c.number, c.name)) for c in old.table.columns if c.name in old.columns)
    return tuple((before, after) for before, after in read if before != after)


def _signs(old: Entitlement, new: Entitlement) -> Iterator[int]:
    """In which direction each of the terms goes: 1 wider, -1 narrower, 0 just another."""
    had, has = ({c.number for c in e.table.columns if c.name in e.columns} for e in (old, new))
    if has - had:
        yield 1
    if had - has:
        yield -1
    if old.rows != new.rows:
        yield 1 if new.rows is None else -1 if old.rows is None else 0
    if old.until != new.until:
        longer = new.until is None or (old.until is not None and new.until > old.until)
        yield 1 if longer else -1


def _reason(entitlement: Entitlement) -> str:
    if not isinstance(entitlement.because, Agreement):
        return "open to every domain"
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
