"""What a change of the definitions means for who may see what: the difference between two meshes on one day."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from meshwright.language import Column, Mesh, Table

from .compiler import compile
from .entitlements import EVERYONE, Entitlement, Ownership
from .implication import Comparison, compared
from .questions import may
from .wording import does, terms

Kind = Literal["gained", "lost", "widened", "narrowed", "changed", "renamed", "kept"]
VERBS: Mapping[Kind, str] = {
    "gained": "gains",
    "lost": "loses",
    "widened": "gets more of",
    "narrowed": "gets less of",
    "changed": "gets another part of",
    "renamed": "reads under other names",
    "kept": "keeps",
}
_Key = tuple[str, str, str, tuple[str, ...]]


@dataclass(frozen=True)
class Change:
    """What becomes of one consumer's access to one table. Columns are known by their numbers, whatever their names."""

    kind: Kind
    before: Entitlement | None
    after: Entitlement | None
    gained: tuple[str, ...]
    """Columns, by their names afterwards."""
    lost: tuple[str, ...]
    """Columns, by their names before."""
    renamed: tuple[tuple[str, str], ...]
    """Columns that stay and are called otherwise, before and after."""
    sensitive: tuple[str, ...]
    """Those gained that are sensitive, or were until now."""
    rows: Comparison
    admitted: tuple[str, ...] = ()
    """Adopted roles that may now and could not before."""
    dismissed: tuple[str, ...] = ()
    """Adopted roles that could and may no longer."""

    @property
    def now(self) -> Entitlement:
        """What there is afterwards; what there was, where it is lost."""
        found = self.after or self.before
        assert found is not None  # one of the two is what changed
        return found

    def __str__(self) -> str:
        """``analytics (pipeline, reader) gains SELECT on operations.departures v1.departures: …: share …, …``."""
        e = self.now
        who = "every other domain" if e.consumer == EVERYONE else e.consumer
        verb = VERBS[self.kind] + (f" {does(e)} on" if self.kind in ("gained", "lost", "kept") else "")
        found = f"{who} ({', '.join(e.holders)}) {verb} {e.ref}.{e.table.name}: {terms(e)}"
        told = [f"{words} {', '.join(names)}" for words, names in self._columns() if names]
        if self.rows == "other":
            told.append("other rows, which may be more")
        elif self.before and self.after and self.rows != "same":
            told.append(f"{self.rows} rows than {self.before.rows or 'all'}")
        return f"{found}{''.join(f'; {t}' for t in told)}: {e.because}"

    def _columns(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        both = self.before is not None and self.after is not None
        return (
            ("also", self.gained if both else ()),
            ("no longer", self.lost if both else ()),
            ("renamed", tuple(f"{old} to {new}" for old, new in self.renamed)),
            ("sensitive:", self.sensitive),
            ("also by role", self.admitted if both else ()),
            ("no longer by role", self.dismissed if both else ()),
        )


def review(base: Mesh, head: Mesh, *, today: date) -> tuple[Change, ...]:
    """Every change of effective access, by consumer, database, table and roles.

    A domain that read an open product and goes on by agreement keeps it, and the reverse. What a domain's own roles may
    do changes with its products and is listed only where a column that was there is shown to other roles than before.
    """
    before, after = _by_key(base, today), _by_key(head, today)
    return tuple(c for key in sorted({*before, *after}) for c in _changes(key, before, after, base, head))


def _by_key(mesh: Mesh, today: date) -> dict[_Key, Entitlement]:
    return {(e.consumer, *e.place, e.roles): e for e in compile(mesh, today=today)}


def _changes(
    key: _Key, before: Mapping[_Key, Entitlement], after: Mapping[_Key, Entitlement], base: Mesh, head: Mesh
) -> Iterator[Change]:
    old, new = before.get(key), after.get(key)
    one = new or old
    assert one is not None  # the key came from one of the two
    if isinstance(one.because, Ownership):
        if old is not None and new is not None:
            yield from _own(old, new)
        return
    opened = (EVERYONE, *key[1:])
    old_open, new_open = (_open(side.get(opened), m, key[0]) for side, m in ((before, base), (after, head)))
    found = _change(old or old_open, new or new_open)
    by_other_right = (old is None) != (new is None) and found is None
    if found is not None:
        yield found
    elif by_other_right:
        yield _described("kept", old or old_open, new or new_open, rows="same")


def _open(entitlement: Entitlement | None, mesh: Mesh, consumer: str) -> Entitlement | None:
    """What a domain that is there reads without being named."""
    if entitlement is None or consumer == EVERYONE or mesh.domain(consumer) is None:
        return None
    return replace(entitlement, consumer=consumer) if may(entitlement, consumer) else None


def _own(old: Entitlement, new: Entitlement) -> Iterator[Change]:
    """Only what happens to columns that are there before and after."""
    there = {c.number for c in old.table.columns} & {c.number for c in new.table.columns}
    had, has = (_numbers(e) & there for e in (old, new))
    if had != has:
        kind: Kind = "changed" if had - has and has - had else "widened" if has - had else "narrowed"
        yield _described(kind, old, new, rows="same", within=there)


def _change(old: Entitlement | None, new: Entitlement | None) -> Change | None:
    """The change between two entitlements; None where both let see the same."""
    if old is None or new is None:
        return _described("gained" if old is None else "lost", old, new, rows="same")
    rows = compared(old.rows, new.rows, new.table)
    signs = set(_signs(old, new, rows))
    if signs:
        kind: Kind = "widened" if signs == {1} else "narrowed" if signs == {-1} else "changed"
        return _described(kind, old, new, rows=rows)
    return _described("renamed", old, new, rows=rows) if _renamed(old, new) else None


def _signs(old: Entitlement, new: Entitlement, rows: Comparison) -> Iterator[int]:
    """In which direction each of the terms goes: 1 wider, -1 narrower, 0 just another."""
    had, has = _numbers(old), _numbers(new)
    may, could = ({*e.actions, *e.existing} for e in (new, old))
    if has - had or may - could:
        yield 1
    if had - has or could - may:
        yield -1
    if rows != "same":
        yield {"wider": 1, "narrower": -1, "other": 0}[rows]
    if old.until != new.until:
        yield 1 if new.until is None or (old.until is not None and new.until > old.until) else -1


def _described(
    kind: Kind,
    old: Entitlement | None,
    new: Entitlement | None,
    *,
    rows: Comparison,
    within: set[int] | None = None,
) -> Change:
    had, has = (_numbers(e) if e else set() for e in (old, new))
    gained = [c for c in _columns(new) if c.number not in had and (within is None or c.number in within)]
    lost = [c.name for c in _columns(old) if c.number not in has and (within is None or c.number in within)]
    earlier = _sensitive(old.table) if old else set()
    return Change(
        kind=kind,
        before=old,
        after=new,
        gained=tuple(c.name for c in gained),
        lost=tuple(lost),
        renamed=_renamed(old, new),
        sensitive=tuple(c.name for c in gained if c.sensitive or c.number in earlier),
        rows=rows,
        admitted=_roles(new, old),
        dismissed=_roles(old, new),
    )


def _roles(one: Entitlement | None, other: Entitlement | None) -> tuple[str, ...]:
    """Adopted roles that may by the one and not by the other."""
    beside = other.existing if other else ()
    return tuple(role for role in (one.existing if one else ()) if role not in beside)


def _renamed(old: Entitlement | None, new: Entitlement | None) -> tuple[tuple[str, str], ...]:
    """Columns of one number and two names, read before and after: it is the same data."""
    names = {c.number: c.name for c in _columns(new)}
    return tuple((c.name, names[c.number]) for c in _columns(old) if names.get(c.number, c.name) != c.name)


def _columns(entitlement: Entitlement | None) -> list[Column]:
    if entitlement is None:
        return []
    visible = set(entitlement.columns)
    return [c for c in entitlement.table.columns if c.name in visible]


def _numbers(entitlement: Entitlement) -> set[int]:
    return {c.number for c in _columns(entitlement)}


def _sensitive(table: Table) -> set[int]:
    return {c.number for c in table.columns if c.sensitive}
