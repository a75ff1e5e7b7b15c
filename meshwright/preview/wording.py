"""Each thing that a preview finds, as a sentence."""

from collections.abc import Iterable, Iterator

from meshwright.access.review import VERBS
from meshwright.contracts.versions import parsed
from meshwright.findings import Finding
from meshwright.preview.phrases import Code, Item, Part, Phrase, Said, Strong, Told, codes
from meshwright.preview.report import (
    AccessChange,
    CentralChange,
    ContractChange,
    DataRisk,
    DomainChange,
    GradedChange,
    QuotaUse,
    Reason,
    SensitivityChange,
    WaitingChange,
)

_WHOLE = ("gained", "lost", "kept")
_ROWS: dict[str, Phrase] = {
    "wider": (", which are ", Strong("more")),
    "narrower": (", which are fewer",),
    "other": (", which may be ", Strong("more")),
    "same": (", which are the same",),
}


def reason(found: Reason) -> Phrase:
    """Why somebody has to look, and who."""
    if not found.who:
        return found.what
    return (*found.what, " (", *codes(dict.fromkeys(found.who)), ")")


def unasked(who: Iterable[str]) -> Phrase:
    """Whose review somebody has to ask for, since the code host doesn't."""
    return (Strong("not asked"), " by CODEOWNERS for these files: ", *codes(who), "; request their review")


def finding(found: Finding) -> Phrase:
    """A finding, as ``mesh check`` prints it."""
    place = Code(str(found.place))
    return (Strong(found.level), " ", place, " ", Told(f"{found.message}; {found.fix}"), " (", Code(found.id), ")")


def domain(change: DomainChange) -> Phrase:
    """What becomes of a domain."""
    if change.kind == "changed":
        return (Code(change.name), ": ", Told("; ".join(change.changes)))
    return (Code(change.name), " is ", Strong("new" if change.kind == "added" else "removed"))


def access(change: AccessChange) -> Phrase:
    """What one consumer may read of one table."""
    who: Part = "every other domain" if change.consumer == "*" else Code(change.consumer)
    verb: Phrase = (f" ({', '.join(change.roles)}) ", Strong(VERBS[change.kind]), " ")
    parts: list[Part] = [who, *verb, *_action(change), Code(f"{change.product} {change.table}")]
    if change.kind in _WHOLE:
        parts += [": ", Told(change.extent)]
    else:
        parts += [": "] if change.columns_gained or change.columns_lost else []
        parts += ["also ", *codes(change.columns_gained)] if change.columns_gained else []
        parts += [", "] if change.columns_gained and change.columns_lost else []
        parts += ["no longer ", *codes(change.columns_lost)] if change.columns_lost else []
    if change.columns_renamed:
        parts += ["; renamed: ", *codes(f"{before} → {after}" for before, after in change.columns_renamed)]
    parts += ["; also by role ", *codes(change.roles_gained)] if change.roles_gained else []
    parts += ["; no longer by role ", *codes(change.roles_lost)] if change.roles_lost else []
    parts += [*_rows(change), *_until(change)]
    if change.sensitive:
        parts += ["; ", Strong("sensitive:"), " ", *codes(change.sensitive)]
    if change.reason:
        parts += ["; ", Said(change.reason)]
    for number, (what, where) in enumerate(change.because):
        parts += [", " if number else "; ", f"{what} ", Code(where)]
    return tuple(parts)


def _action(change: AccessChange) -> Phrase:
    """What is gained or lost: reading is ``SELECT``."""
    return ("SELECT on ",) if change.kind in _WHOLE and "INSERT" not in change.actions else ()


def _rows(change: AccessChange) -> Iterator[Part]:
    before, after = change.rows
    if before == after:
        if after is not None:
            yield from (", where ", Code(after))
    elif change.kind in _WHOLE:
        yield from (", where ", Code(str(after or before)))
    else:
        yield from ("; rows: ", _limit(before), " → ", _limit(after), *_ROWS.get(change.rows_become, ()))


def _limit(rows: str | None) -> Part:
    return "all" if rows is None else Code(rows)


def _until(change: AccessChange) -> Iterator[Part]:
    before, after = change.until
    if before == after or change.kind == "gained":
        yield f", until {after}" if after is not None else ""
    elif change.kind != "lost":
        yield f"; until {before or 'further notice'} → {after or 'further notice'}"


def waiting(change: WaitingChange) -> Phrase:
    """A subscription and what it waits for."""
    what: Phrase = (Code(change.product), *((" ", *codes(change.tables)) if change.tables else ()))
    if change.kind == "settled":
        return (Code(change.consumer), " no longer waits for ", *what)
    return (Code(change.consumer), " ", Strong("waits for"), " ", *what, ": ", Told(change.reason))


def contract(change: ContractChange) -> Item:
    """What becomes of a product, and each of its changes."""
    before, after = change.version
    name = Code(change.product)
    if change.kind == "added":
        beside: Phrase = (" beside ", Code(change.beside)) if change.beside else ()
        explained = tuple(_graded(one, ("new there: ",)) for one in change.explained)
        return Item((name, " is ", Strong("new"), f": version {after}", *beside), explained)
    if change.kind == "removed":
        readers: Phrase = ("; read by ", *codes(change.consumers)) if change.consumers else ("; nobody reads it",)
        return Item((name, f" {before} is ", Strong("removed"), *readers))
    short = change.required and parsed(after) < parsed(change.required)
    asks = f"; its changes ask for {change.required}" if short else ""
    versions = f": version {before} → {after}" if before != after else f": version stays {after}"
    graded = tuple(_graded(one, _lead(one.grade)) for one in change.changes)
    return Item((name, versions, asks), graded)


def _lead(grade: str) -> Phrase:
    """The grade, of what asks something of the version."""
    return () if grade == "NONE" else (Strong(grade), " ")


def _graded(change: GradedChange, lead: Phrase) -> Phrase:
    where: Phrase = (Code(change.where), " ") if change.where else ()
    touched: Phrase = ("; touches ", *codes(change.touches)) if change.touches else ()
    return (*lead, *where, Told(change.what), ": ", Told(change.meaning), *touched)


def risks(found: Iterable[DataRisk]) -> Iterator[Item]:
    """What holds data and shares a fate: what happens to it, where the data is then, how the switches stand."""
    alike: dict[tuple[object, ...], list[DataRisk]] = {}
    for one in found:
        domain = one.scope.partition(".")[0]
        fate = (one.change.action, domain, one.afterwards, one.retire, one.deletes, one.missing)
        alike.setdefault(fate, []).append(one)
    return map(_alike, alike.values())


def _alike(members: list[DataRisk]) -> Item:
    one = members[0]
    forced = tuple(dict.fromkeys(path for member in members for path in member.change.forced_by))
    why: Phrase = (" (", *codes(forced), " can't be changed in place)") if forced else ()
    retire: Phrase = ("retire=", Said(one.retire)) if one.retire is not None else ("no retire=",)
    missing: Phrase = (Strong("missing:"), " ", *codes(one.missing)) if one.missing else ("both are set",)
    fate: Phrase = (f"What is in {'it' if len(members) == 1 else 'them'} {one.afterwards}. Switches: ", *retire)
    fate = (*fate, f', deletes="{one.deletes}"; ', *missing)
    if len(members) == 1:
        what: Phrase = (Code(one.physical), f", {one.holds}, of ", Code(one.scope))
        return Item((Strong(one.change.action), " ", *what, *why, ". ", *fate))
    scopes = dict.fromkeys(member.scope for member in members)
    what = (f" {len(members):,} things that hold data, of ", *codes(scopes, limit=6), *why, ". ")
    inner = tuple((Code(member.physical), f", {member.holds}") for member in members)
    return Item((Strong(one.change.action), *what, *fate), inner)


def sensitivity(change: SensitivityChange) -> Phrase:
    """How a column is treated, before and after."""
    mark: Phrase = (Strong("less protected:"), " ") if change.weaker else ()
    if change.because:
        return (*mark, Code(change.column), " is made of ", Told(change.after), ", before of ", Told(change.before))
    if not change.before:
        return (*mark, Code(change.column), " is new and sensitive: ", Code(change.after))
    return (*mark, Code(change.column), ": ", Code(change.before), " → ", Code(change.after))


def central(change: CentralChange) -> Phrase:
    """A setting that holds for every domain."""
    before: Phrase = (Said(change.before), " → ") if change.before else ()
    after: Part = Said(change.after) if change.after else "gone"
    return (Code(change.what), ": ", *before, after)


def quota(use: QuotaUse) -> Phrase:
    """How full a quota is."""
    was = f", {use.before:,} before" if use.before != use.after else ""
    return (Code(use.what), f": {use.after:,} of {use.allowed:,} ({use.share:.0%}{was})")


def note(words: str) -> Phrase:
    """What could not be compared."""
    return (Told(words),)
