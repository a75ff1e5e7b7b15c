"""A preview for programs."""

import json
from dataclasses import asdict
from datetime import date
from typing import Any

from meshwright.preview.report import Reason, Report
from meshwright.preview.sections import summary, verdict
from meshwright.preview.text import plain


def to_json(report: Report) -> str:
    """The report as one JSON object; the same bytes for the same report."""
    found = asdict(report)
    found["findings"] = [
        {"place": str(f.place), "id": f.id, "level": f.level, "message": f.message, "fix": f.fix}
        for f in report.findings
    ]
    for risk, record in zip(report.data, found["data"], strict=True):
        record["missing"] = list(risk.missing)
    for change, record in zip(report.privileges, found["privileges"], strict=True):
        record["escalation"] = change.escalation
    found["blocked"] = [_reason(reason) for reason in report.blocked]
    found["approvals"] = [_reason(reason) for reason in report.approvals]
    head = {"verdict": verdict(report), "status": report.status, "summary": summary(report), "counts": report.counts}
    return json.dumps({**head, **_without_empty(found)}, indent=2, ensure_ascii=False, default=_date) + "\n"


def _reason(reason: Reason) -> dict[str, Any]:
    return {"what": plain(reason.what), "who": list(reason.who)}


def _without_empty(value: Any) -> Any:
    """Fields that say nothing are left out: most of a change's are."""
    if isinstance(value, dict):
        return {k: _without_empty(v) for k, v in value.items() if v not in ((), [], "", None, {}) or k == "before"}
    return [_without_empty(item) for item in value] if isinstance(value, list | tuple) else value


def _date(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{value!r} is not for JSON")
