"""Rules about changes allow exceptions as others do."""

from typing import Any

from meshwright import rules
from meshwright.contracts import rules as changes
from tests.contracts.rules.pairs import found
from tests.rules.building import TODAY, mesh, selling, shown, waiver

BASE = mesh(selling())


def _waived(rule: str, **changed: Any) -> Any:
    made = waiver(rule, scope="sales.orders", owner="ann@example.org", reason="agreed", until="2027-12-31")
    return mesh(selling(**changed), waivers=[made])


def test_what_breaks_readers_can_be_let_pass() -> None:
    assert found((BASE, _waived("change-major", version="1.1.0", classification="restricted"))) == []


def test_a_waiver_that_lets_no_change_pass_is_found() -> None:
    (line,) = found((BASE, _waived("change-major")))
    assert "waiver-used" in line


def test_without_a_base_nothing_is_said_of_a_waiver_for_changes() -> None:
    head = _waived("change-major", version="1.1.0", classification="restricted")
    assert [shown(f) for f in rules.check(head, today=TODAY, extra=changes.bound(None))] == []


def test_what_would_lose_rows_has_no_exception() -> None:
    (line,) = found((BASE, _waived("change-possible")))
    assert line.startswith("waiver.rule: waiver-resolves ")


def test_a_level_can_be_another() -> None:
    head = mesh(selling(purpose="orders"), levels={"version-raised": "warning"})
    (line,) = found((BASE, head))
    assert line.startswith("product.version: warning: version-raised ")


def test_without_a_base_every_rule_is_known_and_silent() -> None:
    assert all(not rule.judged for rule in changes.bound(None))
    assert rules.check(BASE, today=TODAY, extra=changes.bound(None)) == ()
