"""What stops a change, and who has to agree to it: derived from what a preview found."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from meshwright.access import EVERYONE
from meshwright.language import Mesh, Subscription
from meshwright.language.central import NOBODY
from meshwright.preview.phrases import Code, Part, Phrase, Told, codes, count
from meshwright.preview.report import AccessChange, DataRisk, Reason, Report

_WIDER = ("gained", "widened", "changed")
_LESS = ("lost", "narrowed")


def decided(
    report: Report, base: Mesh, head: Mesh, *, unseen: bool = False, asked: Collection[str] | None = None
) -> Report:
    """The report with its verdict: what blocks the change, and what somebody has to approve.

    ``unseen`` says that the head can be built and nobody could see what it changes of resources and policies;
    ``asked`` are those whom CODEOWNERS asks anyway, None where there is no such file. Owners are those of the base,
    of what is there: nobody becomes one by the change that they would approve.
    """
    approvals = dict.fromkeys((*_approvals(report, base, head), *_unseen(unseen, _platform(base, head))))
    named = {who for reason in approvals for who in reason.who}
    return replace(
        report,
        blocked=tuple(dict.fromkeys(_blocked(report))),
        approvals=tuple(approvals),
        unasked=() if asked is None else tuple(sorted(named.difference(asked))),
    )


def _blocked(report: Report) -> Iterator[Reason]:
    errors = [f for f in report.findings if f.level == "error"]
    if errors:
        yield Reason(what=(f"{count(len(errors), 'finding')} to mend",))
    if report.failure:
        yield Reason(what=("it can't be built: ", Told(report.failure)))
    yield from map(_refused, _together(report.data).values())
    for change in report.resources:
        if change.protected:
            what = (Code(f"{change.kind} {change.name}"), f" is protected: the engine refuses to {change.action} it")
            yield Reason(what=what)


def _approvals(report: Report, base: Mesh, head: Mesh) -> Iterator[Reason]:
    owners, platform = _Owners(base, head), _platform(base, head)
    for change in report.access:
        if change.kind in _WIDER and (change.terms_changed or change.sensitive):
            reader: Part = "every domain" if change.consumer == EVERYONE else Code(change.consumer)
            more = "" if change.kind == "gained" else "more of " if change.kind == "widened" else "another part of "
            what: Phrase = (reader, f" reads {more}", Code(f"{change.product} {change.table}"))
            extra = platform if change.sensitive else ()
            yield Reason(what=what, who=(*owners.of(change.product), *extra))
        elif change.kind in _LESS and _still_asks(base, head, change):
            reader = "every domain" if change.consumer == EVERYONE else Code(change.consumer)
            some = "some of " if change.kind == "narrowed" else ""
            what = (reader, f" loses {some}", Code(f"{change.product} {change.table}"))
            yield Reason(what=what, who=platform if change.consumer == EVERYONE else owners.of(change.consumer))
    for who, names in _wider(report, owners, platform).items():
        yield Reason(what=("more is permitted by ", *codes(names, limit=6)), who=who)
    for contract in report.contracts:
        governance = platform if any(change.governance for change in contract.changes) else ()
        if contract.breaks or governance:
            end = "removed" if contract.kind == "removed" else "changed for its readers"
            yield Reason(what=(Code(contract.product), f" is {end}"), who=(*owners.of(contract.product), *governance))
    for risk in report.data:
        if not risk.missing:
            yield Reason(what=_loss(risk, "is"), who=(*owners.of(risk.scope), *platform))
    for column in report.sensitivity:
        if column.weaker:
            what = ("more of ", Code(column.column), " can be seen")
            yield Reason(what=what, who=(*owners.of(column.column), *platform))
    if report.central:
        yield Reason(what=("something changes for every domain",), who=platform)
    for use in report.quotas:
        if use.after > use.before:
            yield Reason(what=(Code(use.what), f" reach {use.share:.0%} of the quota"), who=platform)


def _unseen(unseen: bool, platform: tuple[str, ...]) -> Iterator[Reason]:
    if unseen:
        yield Reason(what=("nothing is known of what policies permit more",), who=platform)


def _wider(report: Report, owners: "_Owners", platform: tuple[str, ...]) -> dict[tuple[str, ...], list[str]]:
    """The policies that widen, by who has to agree."""
    found: dict[tuple[str, ...], list[str]] = {}
    for change in report.privileges:
        if change.escalation:
            who = (*platform, *(owners.of(change.scope) if change.guarded else ()))
            found.setdefault(tuple(dict.fromkeys(who)), []).append(f"{change.holder} {change.name}".rstrip())
    return found


def _still_asks(base: Mesh, head: Mesh, change: AccessChange) -> bool:
    """Whether it is taken away rather than given up: the consumer's side is as it was."""
    if change.consumer == EVERYONE:
        return True
    before, after = (_asked(mesh, change) for mesh in (base, head))
    return bool(before) and before == after


def _asked(mesh: Mesh, change: AccessChange) -> list[Subscription]:
    domain = mesh.domain(change.consumer)
    return [s for s in (domain.consumes if domain else ()) if f"{s.product} v{s.major}" == change.product]


def _together(risks: Iterable[DataRisk]) -> dict[tuple[object, ...], list[DataRisk]]:
    """Risks that lack the same switches, by what happens."""
    found: dict[tuple[object, ...], list[DataRisk]] = {}
    for risk in risks:
        if risk.missing:
            found.setdefault((risk.change.action, risk.platform, bool(risk.retire_on), risk.deletes), []).append(risk)
    return found


def _refused(risks: list[DataRisk]) -> Reason:
    one, many = risks[0], len(risks) > 1
    names = codes((risk.physical for risk in risks), limit=4)
    would = f" would be {'replaced' if one.change.action == 'replace' else 'deleted'} with the data in "
    what: Phrase = (*names, would, "them" if many else "it")
    if one.platform:
        return Reason(what=(*what, f": {one.missing[0]}"))
    silent = list(dict.fromkeys(risk.retire_on for risk in risks if risk.retire_on))
    switches: list[Phrase] = [(Code('retire="<reason>"'), " on the ", *codes(silent, limit=8))] if silent else []
    if one.deletes != "retired":
        switches.append((Code('deletes="retired"'), " on the environment ", Code(one.change.stack.rpartition(".")[2])))
    both = switches[0] if len(switches) == 1 else (*switches[0], " and ", *switches[1])
    return Reason(what=(*what, "; needs ", *both, one.first))


def _loss(risk: DataRisk, word: str) -> tuple[Part, ...]:
    verb = "replaced" if risk.change.action == "replace" else "deleted"
    return (f"{risk.holds}, ", Code(risk.physical), f", {word} {verb}")


def _platform(base: Mesh, head: Mesh) -> tuple[str, ...]:
    """The platform team's mailbox; the head's where the base says none that can be read."""
    return (head.governance.owner if base.governance.owner == NOBODY else base.governance.owner,)


class _Owners:
    """Mailboxes of domains, whether they are still there or no longer; also of those that only the registry knows."""

    def __init__(self, base: Mesh, head: Mesh) -> None:
        self._known = {m.name: m.owner for mesh in (head, base) for m in mesh.members if m.owner is not None}

    def of(self, scope: str) -> tuple[str, ...]:
        """The owner of a domain or of something in it, ``<domain>.…``."""
        name = scope.partition(".")[0]
        return (self._known[name],) if name in self._known else ()
