"""Every call, read and write is on record."""

from collections.abc import Iterator

from meshwright.guardrails.guardrail import Guardrail
from meshwright.guardrails.stack import Breach, Seen, Stack

TRAIL = "aws:cloudtrail/trail:Trail"


def _check(stack: Stack) -> Iterator[Breach]:
    for trail in stack.of_type(TRAIL):
        yield from (Breach(trail, f"{trail.name} {wrong}") for wrong in _wrong(trail))


def _wrong(trail: Seen) -> Iterator[str]:
    if trail.get("enableLogFileValidation") is not True:
        yield "could be changed without anybody noticing"
    if trail.get("enableLogging") is False:
        yield "is switched off"
    selectors = trail.get("advancedEventSelectors")
    if not isinstance(selectors, list):
        yield "names no events"
        return
    selected = [{f.get("field"): f.get("equals") for f in s.get("fieldSelectors", ())} for s in selectors]
    if not any(s.get("eventCategory") == ["Management"] for s in selected):
        yield "leaves out what is managed"
    if not any(s.get("resources.type") == ["AWS::S3::Object"] for s in selected):
        yield "leaves out reads and writes of objects"


RAIL = Guardrail(
    id="trail-records-everything",
    must="the audit trail is on, validated, and records management events and every read and write of objects",
    why="who saw what can't be told afterwards otherwise",
    remedy="leave the trail as AuditTrail builds it",
    severity="critical",
    nist=("AU-2", "AU-3", "AU-9", "AU-12"),
    cdmc=("7", "8"),
    types=(TRAIL,),
    check=_check,
)
