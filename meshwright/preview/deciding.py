"""What stops a change, and who has to agree to it: derived from what a preview found."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from meshwright.language import Domain, Mesh
from meshwright.preview.phrases import Code, Part, Phrase, codes, count
from meshwright.preview.report import DataRisk, Reason, Report

_WIDER = ("gained", "widened", "changed")


def decided(report: Report, base: Mesh, head: Mesh) -> Report:
    """The report with its verdict: what blocks the change, and what somebody has to approve."""
    return replace(
        report,
        blocked=tuple(dict.fromkeys(_blocked(report))),
        approvals=tuple(dict.fromkeys(_approvals(report, base, head))),
    )


def _blocked(report: Report) -> Iterator[Reason]:
    errors = [f for f in report.findings if f.level == "error"]
    if errors:
        yield Reason(what=(f"{count(len(errors), 'finding')} to mend",))
    for (action, missing), risks in _together(report.data).items():
        names = codes((risk.physical for risk in risks), limit=4)
        verb = f"would be {'replaced' if action == 'replace' else 'deleted'} with the data in "
        yield Reason(what=(*names, f" {verb}{'it' if len(risks) == 1 else 'them'}; needs ", *codes(missing)))
    for change in report.resources:
        if change.protected:
            what = (Code(f"{change.kind} {change.name}"), f" is protected: the engine refuses to {change.action} it")
            yield Reason(what=what)


def _approvals(report: Report, base: Mesh, head: Mesh) -> Iterator[Reason]:
    owners, platform = _Owners(base, head), (head.governance.owner,)
    for change in report.access:
        if change.kind in _WIDER:
            reader: Part = "every domain" if change.consumer == "*" else Code(change.consumer)
            more = "" if change.kind == "gained" else "more of " if change.kind == "widened" else "another part of "
            what: Phrase = (reader, f" reads {more}", Code(f"{change.product} {change.table}"))
            extra = platform if change.sensitive else ()
            yield Reason(what=what, who=(*owners.of(change.product), *extra))
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


def _together(risks: Iterable[DataRisk]) -> dict[tuple[str, tuple[str, ...]], list[DataRisk]]:
    """Risks that lack the same, by what happens and what is missing."""
    found: dict[tuple[str, tuple[str, ...]], list[DataRisk]] = {}
    for risk in risks:
        if risk.missing:
            found.setdefault((risk.change.action, risk.missing), []).append(risk)
    return found


def _loss(risk: DataRisk, word: str) -> tuple[Part, ...]:
    verb = "replaced" if risk.change.action == "replace" else "deleted"
    return (f"{risk.holds}, ", Code(risk.physical), f", {word} {verb}")


class _Owners:
    """Mailboxes of domains, whether they are still there or no longer."""

    def __init__(self, base: Mesh, head: Mesh) -> None:
        self._base, self._head = base, head

    def of(self, scope: str) -> tuple[str, ...]:
        """The owner of a domain or of something in it, ``<domain>.…``."""
        name = scope.partition(".")[0]
        found: Domain | None = self._head.domain(name) or self._base.domain(name)
        return (found.owner,) if found is not None and found.owner is not None else ()
