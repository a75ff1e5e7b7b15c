"""Two policies compared, statement by statement."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from meshwright.preview.privileges.documents import PARTS, Statement, Unreadable, statements
from meshwright.preview.privileges.implying import uncovered
from meshwright.preview.report import Became, PrivilegeStep

Show = Callable[[str], str]
"""A value as it may be shown."""
_Pair = tuple[Statement | None, Statement | None]


def compared(before: Any, after: Any, show: Show, *, harmless: bool = False) -> tuple[PrivilegeStep, ...]:
    """What a policy says otherwise; None on a side where there is none.

    ``harmless`` says that nothing can be widened by what goes, since what it is attached to goes as well. A policy that
    can't be read counts as wider.
    """
    try:
        old, new = statements(before), statements(after)
    except Unreadable:
        return (_step("text", None, {}, {}, escalation=not harmless),)
    found = []
    for pair in _paired(old, new):
        widens = not harmless and _widens(*pair, old, new)
        found.append(_statement(*pair, show, widens))
    return tuple(found)


def _paired(old: Sequence[Statement], new: Sequence[Statement]) -> Iterator[_Pair]:
    """Statements that differ, by their names; of those without, those that speak of the same actions."""
    same = {s.meaning for s in old} & {s.meaning for s in new}
    before, after = ([s for s in side if s.meaning not in same] for side in (old, new))
    for statement in before:
        twin = next((s for s in after if _akin(statement, s)), None)
        if twin is not None:
            after.remove(twin)
        yield statement, twin
    yield from ((None, statement) for statement in after)


def _akin(one: Statement, other: Statement) -> bool:
    if one.effect != other.effect:
        return False
    if one.sid or other.sid:
        return one.sid == other.sid
    return bool(one.actions.values & other.actions.values)


def _widens(
    before: Statement | None, after: Statement | None, old: Iterable[Statement], new: Iterable[Statement]
) -> bool:
    """Whether more is allowed, or less denied, than all statements of the other side do."""
    if before is not None and before.effect == "Deny" and any(uncovered(before, new)):
        return True
    return after is not None and after.effect == "Allow" and any(uncovered(after, old))


def _statement(before: Statement | None, after: Statement | None, show: Show, widens: bool) -> PrivilegeStep:
    one = after or before
    assert one is not None  # a pair has at least one side
    gained, lost = _beyond(after, before, show), _beyond(before, after, show)
    pair = (before, after)
    return _step(f"statement {one.sid}".rstrip(), pair, gained, lost, effect=one.effect, escalation=widens)


def _beyond(one: Statement | None, other: Statement | None, show: Show) -> dict[str, tuple[str, ...]]:
    """What one names and the other doesn't, by kind."""
    if one is None:
        return {}
    found = {}
    for name in PARTS:
        part, theirs = one.part(name), None if other is None else other.part(name)
        if theirs is not None and theirs.negated == part.negated and not part.negated:
            values: Iterable[str] = part.values - theirs.values
        else:
            values = part.values if part != theirs else ()
        lead = "everything but " if part.negated and values else ""
        listed = tuple(show(_plain(value)) for value in sorted(values))
        found[name] = (f"{lead}{', '.join(listed)}",) if lead else listed
    tests = one.tests - (other.tests if other is not None else frozenset())
    found["conditions"] = tuple(sorted(show(str(test)) for test in tests))
    return {name: listed for name, listed in found.items() if listed}


def _plain(value: str) -> str:
    """A principal of the usual kinds by its name alone."""
    return value.removeprefix("AWS ").removeprefix("Service ")


def _step(
    what: str,
    pair: tuple[Any, Any] | None,
    gained: dict[str, tuple[str, ...]],
    lost: dict[str, tuple[str, ...]],
    *,
    effect: str = "",
    escalation: bool,
) -> PrivilegeStep:
    before, after = pair if pair is not None else (True, True)
    kind: Became = "changed" if before and after else "added" if after else "removed"
    return PrivilegeStep(what=what, kind=kind, effect=effect, gained=gained, lost=lost, escalation=escalation)


def settings(
    what: str, before: frozenset[str], after: frozenset[str], show: Show, *, widens: bool
) -> tuple[PrivilegeStep, ...]:
    """A setting with values on both sides."""
    if before == after:
        return ()
    beyond = (after - before, before - after)
    gained, lost = ({"values": tuple(show(v) for v in sorted(side))} if side else {} for side in beyond)
    return (_step(what, (before, after), gained, lost, escalation=widens),)
