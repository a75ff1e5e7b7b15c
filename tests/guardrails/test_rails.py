"""Every stack of the example mesh passes every guardrail, and every guardrail finds what it is there for."""

from dataclasses import replace

import pytest

from meshwright.guardrails import ALL, Guardrail, judge
from tests.guardrails.breaches import BREACHES
from tests.guardrails.recorded import SCOPES, seen

BY_ID = {rail.id: rail for rail in ALL}
CASES = [(rail, number) for rail, changes in BREACHES.items() for number in range(len(changes))]


@pytest.mark.parametrize("preview", [False, True], ids=["update", "preview"])
@pytest.mark.parametrize("scope", SCOPES)
def test_every_stack_passes(scope: str, preview: bool) -> None:
    verdicts = judge({scope: seen(scope, preview=preview)})
    assert [b.message for v in verdicts for found in v.breaches.values() for b in found] == []


@pytest.mark.parametrize("rail", [r for r in ALL if r.id != "there-are-no-users"], ids=lambda r: r.id)
def test_every_guardrail_has_something_to_judge(rail: Guardrail) -> None:
    (verdict,) = judge({scope: seen(scope) for scope in SCOPES}, [rail])
    assert verdict.judged


@pytest.mark.parametrize(("id", "number"), CASES)
def test_a_breach_is_found_where_it_was_made(id: str, number: int) -> None:
    before = seen("operations")
    after = BREACHES[id][number](before)
    changed = {r.urn for r in after.resources} ^ {r.urn for r in before.resources}
    changed |= {r.urn for r in after.resources for old in before.resources if r.urn == old.urn and r != old}
    found = list(BY_ID[id].check(after))
    assert found
    if BY_ID[id].alone:
        assert {b.resource.urn for b in found} <= changed


def test_every_guardrail_has_a_breach_that_it_finds() -> None:
    assert BREACHES.keys() == BY_ID.keys()


@pytest.mark.parametrize("rail", [r for r in ALL if r.alone], ids=lambda r: r.id)
def test_what_is_judged_alone_needs_nothing_else(rail: Guardrail) -> None:
    for change in BREACHES[rail.id]:
        stack = change(seen("operations"))
        together = {b.message for b in rail.check(stack)}
        assert together == {b.message for r in stack.resources for b in rail.check(stack.alone(r))}


@pytest.mark.parametrize("rail", ALL, ids=lambda r: r.id)
def test_an_empty_stack_passes(rail: Guardrail) -> None:
    assert list(rail.check(replace(seen("operations"), resources=()))) == []


def test_what_a_definition_retired_may_go_where_the_environment_lets_it() -> None:
    rail = BY_ID["data-is-retained"]
    stack = BREACHES[rail.id][0](seen("operations"))
    assert list(rail.check(stack))
    assert not list(rail.check(replace(stack, bounds=replace(stack.bounds, deletes_retired=True))))


def test_ids_are_distinct_and_well_formed() -> None:
    assert len(BY_ID) == len(ALL)
    for rail in ALL:
        assert rail.id == rail.id.lower().replace("_", "-")
        assert rail.must[0].islower() or rail.must.startswith(("iam:", "Lake", "Glue"))
        assert not any(text.endswith(".") for text in (rail.must, rail.why, rail.remedy))
        assert rail.nist
        assert rail.cdmc
