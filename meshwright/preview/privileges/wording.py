"""What changes of who may do what, in sentences."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from meshwright.names import PLATFORM
from meshwright.preview.phrases import Code, Item, Part, Phrase, Strong, codes
from meshwright.preview.privileges.asbuilt import ANY, renamed
from meshwright.preview.report import PrivilegeChange, PrivilegeStep

NAMED = 12
"""How many actions, resources or principals are named before they are only counted."""
_VERBS = {"Allow": ("allows", "allowed"), "Deny": ("denies", "denied")}
_LINKS = {"actions": "", "resources": "on ", "principals": "for ", "conditions": "where "}
_LEADS = {kind: ("also ", "no longer ") for kind in _LINKS} | {"conditions": ("now only ", "no longer only ")}
_ACTING = ("iam:PassRole", "sts:AssumeRole", "sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity")
"""Actions by which one acts as another."""


def items(changes: Iterable[PrivilegeChange]) -> Iterator[Item]:
    """Each policy and what of it changes; those that change alike for several domains together."""
    alike: dict[object, list[PrivilegeChange]] = defaultdict(list)
    for change in changes:
        alike[_but_for_its_domain(change)].append(change)
    return (_item(members) for members in alike.values())


def _but_for_its_domain(change: PrivilegeChange) -> object:
    if change.scope == PLATFORM:
        return repr(change)
    return renamed(repr((change.holder, change.name, change.guarded, change.steps)), change.scope, ANY)


def _item(members: list[PrivilegeChange]) -> Item:
    one, many = members[0], len(members) > 1
    mark: Phrase = (Strong("escalation:"), " ") if one.escalation else ()
    names: Phrase = codes(m.name for m in members) if one.name else ()
    alike = f", {len(members):,} alike, the first one" if many else ""
    lead: Phrase = (*mark, one.holder, *((" ", *names) if names else ()), alike)
    return Item(lead, tuple(map(_step, one.steps)))


def _step(step: PrivilegeStep) -> Phrase:
    mark: Phrase = (Strong("wider:"), " ") if step.escalation else ()
    if step.what == "text":
        return (*mark, "can't be read before it is made, or is no policy")
    if not step.effect:
        return (*mark, f"{step.what}: ", *_signed(step))
    now, before = _VERBS[step.effect]
    name = Code(step.what.removeprefix("statement ")) if step.what != "statement" else "a statement without a name"
    if step.kind == "added":
        return (*mark, name, f" is new: {now} ", *_said(step.gained), *_acting(step))
    if step.kind == "removed":
        return (*mark, name, f" is gone: {before} ", *_said(step.lost))
    return (*mark, name, f" {now} ", *_differs(step), *_acting(step))


def _said(named: Mapping[str, tuple[str, ...]]) -> Iterator[Part]:
    """A whole statement."""
    for number, (kind, values) in enumerate(named.items()):
        yield f"{' ' if number else ''}{_LINKS[kind]}"
        yield from codes(values, limit=NAMED)


def _differs(step: PrivilegeStep) -> Iterator[Part]:
    """What comes to a statement and what leaves it."""
    more = ""
    for kind, link in _LINKS.items():
        both = kind in step.gained and kind in step.lost
        leads = ("now ", "before ") if kind == "conditions" and both else _LEADS[kind]
        for named, lead in zip((step.gained, step.lost), leads, strict=True):
            if kind in named:
                yield f"{more}{lead}{link}"
                yield from codes(named[kind], limit=NAMED)
                more = "; "


def _signed(step: PrivilegeStep) -> Iterator[Part]:
    found = [(sign, named["values"]) for sign, named in (("+ ", step.gained), ("- ", step.lost)) if "values" in named]
    for number, (sign, values) in enumerate(found):
        yield f"{', ' if number else ''}{sign}"
        yield from codes(values, limit=NAMED)


def _acting(step: PrivilegeStep) -> Phrase:
    """A word on what makes one act as another."""
    acting = [a for a in step.gained.get("actions", ()) if a in _ACTING]
    return (" (", *codes(acting), " makes one act as another)") if step.effect == "Allow" and acting else ()
