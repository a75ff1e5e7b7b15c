"""The parts of a preview in the order of what matters, whatever the format."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from meshwright.preview import resources
from meshwright.preview.phrases import Code, Part, Phrase, Said, Strong, codes, count, listed
from meshwright.preview.report import (
    AccessChange,
    ContractChange,
    DataRisk,
    QuotaUse,
    Reason,
    Report,
    SensitivityChange,
    WaitingChange,
)


@dataclass(frozen=True, kw_only=True)
class Section:
    """One part of a preview; there is none where there is nothing to say."""

    title: str
    summary: str
    items: tuple[Phrase, ...] = ()
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
    kinds = Counter(change.kind for change in report.access)
    grades = Counter(change.grade for change in report.contracts)
    acts = {"create": "to create", "import": "to import", "update": "to update", "replace": "to replace"}
    counts = [f"{number:,} {acts.get(action, 'to delete')}" for action, number in report.counts.items()]
    parts = (
        f"access: {listed(f'{number} {kind}' for kind, number in sorted(kinds.items()))}" if kinds else "",
        f"contracts: {listed(f'{number} {grade}' for grade, number in sorted(grades.items()))}" if grades else "",
        f"data at risk: {len(report.data)}" if report.data else "",
        f"resources: {listed(counts)}" if counts else "no resource changes",
        f"{count(report.unaffected, 'stack')} not affected",
    )
    return "; ".join(part for part in parts if part)


def sections(report: Report) -> tuple[Section, ...]:
    """Every part that has something to say."""
    made = (
        _reasons("Blocked", report.blocked),
        _reasons("Needs approval", report.approvals),
        _findings(report),
        _access(report),
        _contracts(report),
        _data(report),
        _sensitivity(report),
        _central(report),
        _resources(report),
        _quotas(report),
        _notes(report),
    )
    return tuple(section for section in made if section is not None)


def _reasons(title: str, reasons: tuple[Reason, ...]) -> Section | None:
    if not reasons:
        return None
    items = tuple((*_reason(reason),) for reason in reasons)
    return Section(title=title, summary=count(len(reasons), "reason" if title == "Blocked" else "item"), items=items)


def _reason(reason: Reason) -> Iterator[Part]:
    yield from reason.what
    if reason.who:
        yield " ("
        yield from codes(dict.fromkeys(reason.who))
        yield ")"


def _findings(report: Report) -> Section | None:
    if not report.findings:
        return None
    levels = Counter(f.level for f in report.findings)
    ordered = sorted(report.findings, key=lambda f: (f.level != "error", f))
    items = tuple(
        (Strong(f.level), " ", Code(str(f.place)), " ", Said(f"{f.message}; {f.fix}"), " ", Code(f.id)) for f in ordered
    )
    summary = listed(count(levels[level], level) for level in ("error", "warning") if levels[level])
    return Section(title="Findings", summary=summary, items=items)


def _access(report: Report) -> Section | None:
    if not report.access and not report.waiting:
        return None
    kinds = Counter(change.kind for change in report.access)
    waits = Counter(change.kind for change in report.waiting)
    words = [f"{number} {kind}" for kind, number in kinds.items()] + [
        f"{number} {kind}" for kind, number in waits.items()
    ]
    items = (*map(_access_item, report.access), *map(_waiting_item, report.waiting))
    return Section(title="Access", summary=listed(words), items=tuple(items))


_VERBS = {
    "gained": "gains",
    "lost": "loses",
    "widened": "gets more of",
    "narrowed": "gets less of",
    "changed": "gets another part of",
}


def _access_item(change: AccessChange) -> Phrase:
    who: Part = "every domain" if change.consumer == "*" else Code(change.consumer)
    parts: list[Part] = [who, " ", Strong(_VERBS[change.kind]), " ", Code(f"{change.product} {change.table}")]
    if change.kind in ("gained", "lost"):
        parts += [f": {count(len(change.columns), 'column')} (", *codes(change.columns), ")"]
    else:
        parts += [": "] if change.columns_gained or change.columns_lost else []
        parts += ["also ", *codes(change.columns_gained)] if change.columns_gained else []
        parts += [", "] if change.columns_gained and change.columns_lost else []
        parts += ["no longer ", *codes(change.columns_lost)] if change.columns_lost else []
    if change.sensitive:
        parts += ["; ", Strong("sensitive: "), *codes(change.sensitive)]
    parts += [*_rows(change), *_until(change)]
    if change.reason:
        parts += ["; ", Said(change.reason)]
    return tuple(parts)


def _rows(change: AccessChange) -> Iterator[Part]:
    before, after = change.rows
    if before == after:
        if after is not None:
            yield from ("; only rows with ", Code(after))
        return
    if change.kind in ("gained", "lost"):
        yield from ("; only rows with ", Code(str(after or before)))
        return
    yield from ("; rows: ", _limit(before), " → ", _limit(after))


def _limit(rows: str | None) -> Part:
    return "all" if rows is None else Code(rows)


def _until(change: AccessChange) -> Iterator[Part]:
    before, after = change.until
    if before == after or change.kind == "gained":
        yield f"; until {after}" if after is not None else ""
    elif change.kind != "lost":
        yield f"; until {before or 'further notice'} → {after or 'further notice'}"


def _waiting_item(change: WaitingChange) -> Phrase:
    tables: Phrase = (" ", *codes(change.tables)) if change.tables else ()
    if change.kind == "settled":
        return (Code(change.consumer), " no longer waits for ", Code(change.product), *tables)
    return (
        Code(change.consumer),
        " ",
        Strong("waits for"),
        " ",
        Code(change.product),
        *tables,
        ": ",
        Said(change.reason),
    )


def _contracts(report: Report) -> Section | None:
    if not report.contracts:
        return None
    grades = Counter(change.grade for change in report.contracts)
    summary = listed(f"{grades[grade]} {grade}" for grade in ("ILLEGAL", "MAJOR", "MINOR", "PATCH") if grades[grade])
    return Section(title="Contracts", summary=summary, items=tuple(map(_contract_item, report.contracts)))


def _contract_item(change: ContractChange) -> Phrase:
    before, after = change.version
    versions = f" {before} → {after}" if before and after and before != after else f" {after or before}"
    touched: Phrase = ("; touches ", *codes(change.consumers)) if change.consumers else ()
    return (Strong(change.grade), " ", Code(change.product), versions, ": ", Said(change.what), *touched)


def _data(report: Report) -> Section | None:
    if not report.data:
        return None
    stopped = sum(bool(risk.missing) for risk in report.data)
    summary = listed(
        (
            f"{stopped} refused" if stopped else "",
            f"{len(report.data) - stopped} allowed by both switches" if len(report.data) > stopped else "",
        )
    )
    return Section(title="Data at risk", summary=summary, items=tuple(map(_risk_item, report.data)))


def _risk_item(risk: DataRisk) -> Phrase:
    change = risk.change
    why: Phrase = (" (", *codes(change.forced_by), " can't be changed in place)") if change.forced_by else ()
    retire: Phrase = ("retire=", Said(risk.retire)) if risk.retire is not None else ("no retire= on ", Code(risk.scope))
    return (
        Strong(change.action),
        " ",
        Code(risk.physical),
        f", {risk.holds}",
        *why,
        f": what is in it {risk.afterwards}. Switches: ",
        *retire,
        ", deletes=",
        Code(risk.deletes),
        ". ",
        *((Strong("Missing: "), *codes(risk.missing)) if risk.missing else ("Both are set.",)),
    )


def _sensitivity(report: Report) -> Section | None:
    if not report.sensitivity:
        return None
    weaker = sum(change.weaker for change in report.sensitivity)
    summary = listed((count(len(report.sensitivity), "column"), f"{weaker} less protected" if weaker else ""))
    return Section(title="Sensitivity", summary=summary, items=tuple(map(_sensitivity_item, report.sensitivity)))


def _sensitivity_item(change: SensitivityChange) -> Phrase:
    mark: Phrase = (Strong("less protected: "),) if change.weaker else ()
    if change.because:
        return (*mark, Code(change.column), " is made of ", Code(change.after), ", before of ", Code(change.before))
    if not change.before:
        return (*mark, Code(change.column), " is new and sensitive: ", Code(change.after))
    return (*mark, Code(change.column), ": ", Code(change.before), " → ", Code(change.after))


def _central(report: Report) -> Section | None:
    if not report.central:
        return None
    items = tuple(
        (Code(c.what), ": ", *((Said(c.before), " → ") if c.before else ()), Said(c.after) if c.after else "removed")
        for c in report.central
    )
    return Section(title="For every domain", summary=count(len(items), "setting"), items=items)


def _resources(report: Report) -> Section | None:
    if not report.resources:
        return None
    words = listed(f"{number:,} {action}" for action, number in report.counts.items())
    return Section(title="Resources", summary=words, blocks=resources.blocks(report.resources), open=False)


def _quotas(report: Report) -> Section | None:
    if not report.quotas:
        return None
    items = tuple(map(_quota_item, report.quotas))
    return Section(title="Quotas", summary=f"{len(items)} above 80 %", items=items)


def _quota_item(use: QuotaUse) -> Phrase:
    was = f", {use.before:,} before" if use.before != use.after else ""
    return (Code(use.what), f": {use.after:,} of {use.allowed:,} ({use.share:.0%}{was})")


def _notes(report: Report) -> Section | None:
    if not report.notes:
        return None
    return Section(
        title="Not compared", summary=count(len(report.notes), "note"), items=tuple((Said(n),) for n in report.notes)
    )
