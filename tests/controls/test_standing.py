"""How controls stand, and how that is told."""

import json
from datetime import date

from meshwright.controls import CONTROLS, as_json, as_markdown, standings
from meshwright.findings import Finding
from meshwright.guardrails import judge
from meshwright.language import Mesh, Place, Waiver
from tests.cli.meshes import consumer, mesh
from tests.guardrails.breaches import BREACHES
from tests.guardrails.recorded import seen

TODAY = date(2026, 11, 23)
SOUND = judge({"operations.sandbox": seen("operations")})
BROKEN = judge({"operations.sandbox": BREACHES["keys-rotate"][0](seen("operations"))})


def waiving(until: str) -> Mesh:
    found = mesh(consumer("sales"))
    waiver = Waiver("purpose-present", scope="sales.orders", owner="o@example.org", reason="moves", until=until)
    return Mesh(
        domains=found.domains,
        governance=found.governance.model_copy(update={"waivers": (waiver,)}),
        environments=found.environments,
    )


def test_a_sound_mesh_keeps_every_control() -> None:
    found = standings(mesh(consumer("sales")), [], SOUND, TODAY)
    assert [s.control for s in found] == list(CONTROLS)
    assert all(s.holds for s in found)


def test_a_breach_breaks_the_control_that_it_is_about_and_no_other() -> None:
    found = [s for s in standings(mesh(consumer("sales")), [], BROKEN, TODAY) if not s.holds]
    assert [s.control.number for s in found] == [3]
    assert found[0].broken[0].startswith("operations.sandbox: ")


def test_an_error_breaks_its_control_and_a_warning_none() -> None:
    error = Finding(Place("domains/sales/domain.py", 3, 1), "owner-present", "sales has no owner", "write one")
    warning = Finding(error.place, "owner-present", "sales has no owner", "write one", "warning")
    broken = [s.control.number for s in standings(mesh(), [error], SOUND, TODAY) if not s.holds]
    assert broken == [12]
    assert all(s.holds for s in standings(mesh(), [warning], SOUND, TODAY))


def test_an_exception_in_force_is_told() -> None:
    (waived,) = (s for s in standings(waiving("2027-01-01"), [], SOUND, TODAY) if s.waived)
    assert waived.waived == ("purpose-present for sales.orders until 2027-01-01",)
    assert not [s for s in standings(waiving("2026-01-01"), [], SOUND, TODAY) if s.waived]


def test_a_resource_counts_once_however_many_guardrails_judge_it() -> None:
    found = standings(mesh(), [], SOUND, TODAY)[4]
    policies = [v.judged for v in SOUND if v.rail.id in found.control.guardrails]
    assert found.resources == len(policies[0]) < sum(map(len, policies))


def test_the_page_lists_what_is_broken_below_its_table() -> None:
    page = as_markdown(standings(mesh(), [], BROKEN, TODAY), "sandbox")
    assert "**broken**, once" in page
    assert "\n## 3. keys are renewed" in page
    assert "## " not in as_markdown(standings(mesh(), [], SOUND, TODAY), "sandbox")


def test_the_report_for_machines_has_every_control() -> None:
    report = json.loads(as_json(standings(mesh(), [], BROKEN, TODAY), "sandbox"))
    assert report["environment"] == "sandbox"
    assert [c["number"] for c in report["controls"] if c["result"] == "broken"] == [3]
    assert len(report["controls"]) == len(CONTROLS)
