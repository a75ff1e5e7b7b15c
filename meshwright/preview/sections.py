"""The parts of a preview in the order of what matters, whatever the format."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from meshwright.preview import resources, wording
from meshwright.preview.phrases import Item, Phrase, count, listed
from meshwright.preview.privileges import wording as privileges
from meshwright.preview.report import Reason, Report

GRADES = ("ILLEGAL", "MAJOR", "MINOR", "PATCH")
BECAME = ("added", "removed", "changed")
ACTS = {
    "create": "to create",
    "import": "to import",
    "update": "to update",
    "replace": "to replace",
    "delete": "to delete",
}


@dataclass(frozen=True, kw_only=True)
class Section:
    """One part of a preview; there is none where there is nothing to say."""

    title: str
    summary: str
    items: tuple[Item, ...] = ()
    blocks: tuple[resources.Block, ...] = ()
    open: bool = True
    """Whether it is shown without being asked for."""


def verdict(report: Report) -> str:
    """In a few words, whether and what somebody has to do."""
    if report.blocked:
        return f"Blocked for {count(len(report.blocked), 'reason')}"
    if report.approvals:
        return f"Needs {count(len(report.approvals), 'approval')}"
    return "Nothing needs attention" if report.resources or report.contracts else "No change"


def summary(report: Report) -> str:
    """What the change amounts to, in one line."""
    access = _counted((change.kind for change in report.access), ())
    grades = _counted((change.grade for contract in report.contracts for change in contract.changes), GRADES)
    acts = listed(f"{number:,} {ACTS[action]}" for action, number in report.counts.items())
    parts = (
        f"access: {access}" if access else "",
        f"privileges: {_privileged(report)}" if report.privileges else "",
        f"contracts: {grades}" if grades else "",
        f"data at risk: {len(report.data):,}" if report.data else "",
        f"resources: {acts}" if acts else "no resource changes",
        f"{count(report.unaffected, 'stack')} not affected" if report.unaffected else "",
    )
    return "; ".join(part for part in parts if part)


def sections(report: Report) -> tuple[Section, ...]:
    """Every part that has something to say."""
    made = (
        _reasons("Blocked", report.blocked),
        _approvals(report),
        _findings(report),
        _domains(report),
        _access(report),
        _privileges(report),
        _contracts(report),
        _data(report),
        _sensitivity(report),
        _central(report),
        _resources(report),
        _quotas(report),
        _notes(report),
    )
    return tuple(section for section in made if section.items or section.blocks)


def _reasons(title: str, reasons: tuple[Reason, ...]) -> Section:
    return Section(title=title, summary=f"{len(reasons):,}", items=_items(map(wording.reason, reasons)))


def _approvals(report: Report) -> Section:
    found = _reasons("Needs approval", report.approvals)
    return replace(found, items=(*found.items, Item(wording.unasked(report.unasked)))) if report.unasked else found


def _findings(report: Report) -> Section:
    levels = Counter(f.level for f in report.findings)
    words = listed(count(levels[level], level) for level in ("error", "warning") if levels[level])
    ordered = sorted(report.findings, key=lambda f: (f.level != "error", f))
    return Section(title="Findings", summary=words, items=_items(map(wording.finding, ordered)))


def _domains(report: Report) -> Section:
    words = _counted((change.kind for change in report.domains), BECAME)
    return Section(title="Domains", summary=words, items=_items(map(wording.domain, report.domains)))


def _access(report: Report) -> Section:
    words = _counted((*(c.kind for c in report.access), *(w.kind for w in report.waiting)), ())
    phrases = (*map(wording.access, report.access), *map(wording.waiting, report.waiting))
    return Section(title="Access", summary=words, items=_items(phrases))


def _privileges(report: Report) -> Section:
    items = tuple(privileges.items(report.privileges))
    return Section(title="Privileges", summary=_privileged(report), items=items)


def _privileged(report: Report) -> str:
    wider = sum(change.escalation for change in report.privileges)
    rest = len(report.privileges) - wider
    return listed((f"{wider:,} escalated" if wider else "", f"{rest:,} not wider" if rest else ""))


def _contracts(report: Report) -> Section:
    became = _counted((contract.kind for contract in report.contracts), BECAME)
    grades = _counted((change.grade for contract in report.contracts for change in contract.changes), GRADES)
    items = tuple(map(wording.contract, report.contracts))
    return Section(title="Contracts", summary=listed((became, grades)), items=items)


def _data(report: Report) -> Section:
    stopped = sum(bool(risk.missing) for risk in report.data)
    allowed = len(report.data) - stopped
    words = listed((f"{stopped:,} refused" if stopped else "", f"{allowed:,} allowed" if allowed else ""))
    return Section(title="Data at risk", summary=words, items=tuple(wording.risks(report.data)))


def _sensitivity(report: Report) -> Section:
    weaker = sum(change.weaker for change in report.sensitivity)
    words = listed((count(len(report.sensitivity), "column"), f"{weaker:,} less protected" if weaker else ""))
    return Section(title="Sensitivity", summary=words, items=_items(map(wording.sensitivity, report.sensitivity)))


def _central(report: Report) -> Section:
    words = count(len(report.central), "setting")
    return Section(title="For every domain", summary=words, items=_items(map(wording.central, report.central)))


def _resources(report: Report) -> Section:
    words = listed(f"{number:,} {ACTS[action]}" for action, number in report.counts.items())
    return Section(title="Resources", summary=words, blocks=resources.blocks(report.resources), open=False)


def _quotas(report: Report) -> Section:
    words = f"{len(report.quotas):,} above 80 %"
    return Section(title="Quotas", summary=words, items=_items(map(wording.quota, report.quotas)))


def _notes(report: Report) -> Section:
    words = count(len(report.notes), "note")
    return Section(title="Not compared", summary=words, items=_items(map(wording.note, report.notes)))


def _items(phrases: Iterable[Phrase]) -> tuple[Item, ...]:
    return tuple(map(Item, phrases))


def _counted(words: Iterable[str], order: tuple[str, ...]) -> str:
    """``2 gained, 1 lost``: in an order, else by name."""
    found = Counter(words)
    return listed(f"{found[word]:,} {word}" for word in (order or sorted(found)) if found[word])
