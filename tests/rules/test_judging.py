"""How strictly the rules are held."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from meshwright import rules
from meshwright.language import Domain, Mesh, Place, Waiver, written_at
from meshwright.rules import Breach, Facts, Rule
from tests.rules.building import LEFT_OUT, TODAY, asking, domain, large, mesh, product, selling, shown, table, waiver


def ids(found: Mesh, today: date = TODAY) -> list[str]:
    return [f.id for f in rules.check(found, today=today)]


def _waived(rule: str, scope: str, until: str = "2027-12-31") -> Waiver:
    return waiver(rule, scope=scope, owner="ann@example.org", reason="not yet", until=until)


def test_governance_can_make_a_rule_a_warning() -> None:
    findings = rules.check(mesh(selling(purpose=LEFT_OUT), levels={"purpose-present": "warning"}), today=TODAY)
    assert [shown(f) for f in findings] == [
        'product: warning: purpose-present sales.orders has no purpose; add purpose="…", such as "one row per '
        'scheduled departure"'
    ]


def test_governance_can_make_a_warning_an_error() -> None:
    spare = mesh(selling(), transforms={"sales": ["orders.sql", "old.sql"]}, levels={"transform-used": "error"})
    assert [f.level for f in rules.check(spare, today=TODAY)] == ["error"]


def test_governance_can_turn_a_rule_off() -> None:
    assert ids(mesh(selling(purpose=LEFT_OUT), levels={"purpose-present": "off"})) == []


def test_a_rule_without_exceptions_keeps_its_level() -> None:
    assert ids(mesh(domain(owner=LEFT_OUT), levels={"owner-present": "off"})) == ["owner-present", "waiver-resolves"]


def test_a_rule_without_exceptions_is_not_waived() -> None:
    found = mesh(domain(owner=LEFT_OUT), waivers=[_waived("owner-present", "sales")])
    assert ids(found) == ["owner-present", "waiver-resolves"]


@pytest.mark.parametrize(
    ("scope", "passes"), [("sales", True), ("sales.orders", True), ("sales.lines", False), ("planning", False)]
)
def test_a_waiver_holds_for_its_scope_and_what_is_inside(scope: str, passes: bool) -> None:
    domains = [
        domain("sales", products=[product(purpose=LEFT_OUT), product("lines")]),
        domain("planning", products=[product()]),
    ]
    found = ids(mesh(*domains, waivers=[_waived("purpose-present", scope)]))
    assert found == ([] if passes else ["purpose-present", "waiver-used"])


def test_a_waiver_does_not_hold_for_names_that_begin_alike() -> None:
    found = mesh(
        domain("sales", products=[product("item"), product("items", purpose=LEFT_OUT)]),
        waivers=[_waived("purpose-present", "sales.item")],
    )
    assert ids(found) == ["purpose-present", "waiver-used"]


def test_a_waiver_holds_on_its_last_day_and_not_after() -> None:
    found = mesh(selling(purpose=LEFT_OUT), waivers=[_waived("purpose-present", "sales", until="2026-11-23")])
    assert ids(found) == ["agreement-expiring"]
    assert ids(found, TODAY + timedelta(days=1)) == ["purpose-present", "waiver-expired"]


def test_a_waiver_of_one_rule_leaves_the_others() -> None:
    found = mesh(selling(purpose=LEFT_OUT, objectives=LEFT_OUT), waivers=[_waived("purpose-present", "sales")])
    assert ids(found) == ["objective-present"]


def test_findings_come_in_the_order_of_the_files_and_once() -> None:
    findings = rules.check(
        mesh(domain(owner=LEFT_OUT, cost_center=LEFT_OUT, products=[product(purpose=LEFT_OUT), product()])), today=TODAY
    )
    assert list(findings) == sorted(set(findings))
    assert len(findings) == 4


def _speaking(facts: Facts) -> Iterator[Breach]:
    yield Breach(Place("a.sql", 3, 1), "sales.orders.orders", "the column is made up")


EXTRA = Rule("made-up", must="it is", why="because", fix="mend it", check=_speaking)


def test_rules_of_other_parts_are_run_too() -> None:
    findings = rules.check(mesh(selling()), today=TODAY, extra=[EXTRA])
    assert [str(f) for f in findings] == ["a.sql:3:1: made-up the column is made up; mend it"]


def test_rules_of_other_parts_can_be_waived() -> None:
    assert rules.check(mesh(selling(), waivers=[_waived("made-up", "sales")]), today=TODAY, extra=[EXTRA]) == ()


def test_a_breach_of_what_the_platform_team_writes_is_not_waived() -> None:
    found = mesh(*(domain(f"d{n}") for n in range(251)), waivers=[_waived("quota-default", "d1")])
    assert ids(found) == ["quota-default", "quota-default", "waiver-used"]


def test_the_day_is_an_input() -> None:
    found = mesh(selling(), asking(until="2026-11-23"))
    assert ids(found, date(2026, 10, 1)) == []
    assert ids(found, date(2026, 11, 23)) == ["agreement-expiring"]
    assert ids(found, date(2026, 11, 24)) == ["agreement-expired"]


def test_an_unused_transform_is_found_in_its_own_file() -> None:
    with written_at(Place("domains/sales/domain.py", 3, 1)):
        placed = Domain("sales", owner="sales@example.org", cost_center="CC-1", products=[product()])
    findings = rules.check(mesh(placed, transforms={"sales": ["orders.sql", "old.sql"]}), today=TODAY)
    assert [str(f.place) for f in findings] == ["domains/sales/transforms/old.sql:1:1"]


def test_a_large_mesh_passes() -> None:
    assert rules.check(large(20), today=TODAY) == ()


def test_an_empty_mesh_passes() -> None:
    assert rules.check(mesh(), today=TODAY) == ()


def test_a_table_in_two_products_is_two_tables() -> None:
    found = mesh(domain(products=[product("orders"), product("returns", tables=[table("orders", reserved=[2])])]))
    assert [f.message for f in rules.check(found, today=TODAY)] == [
        'sales.returns.orders: column "country" has the reserved number 2'
    ]
