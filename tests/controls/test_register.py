"""The controls name what there is, and leave out no guardrail."""

from collections import Counter

import components
from meshwright import guardrails, loader, rules
from meshwright.controls import CONTROLS


def test_numbers_count_from_one() -> None:
    assert [c.number for c in CONTROLS] == list(range(1, len(CONTROLS) + 1))


def test_every_guardrail_serves_one_control() -> None:
    assert Counter(id for c in CONTROLS for id in c.guardrails) == Counter(rail.id for rail in guardrails.ALL)


def test_every_rule_that_is_named_exists() -> None:
    known = {r.id for r in rules.ALL} | set(loader.EXPLANATIONS)
    assert {id for c in CONTROLS for id in c.rules} <= known


def test_every_component_that_is_named_exists() -> None:
    assert {name for c in CONTROLS for name in c.built} <= {*dir(components), "PrivateBucket"}


def test_every_control_is_enforced_by_something_and_mapped() -> None:
    for control in CONTROLS:
        assert control.guardrails or control.rules
        assert control.nist
        assert control.cdmc


def test_a_control_serves_whatever_its_guardrails_serve() -> None:
    by_id = {rail.id: rail for rail in guardrails.ALL}
    for control in CONTROLS:
        for rail in (by_id[id] for id in control.guardrails):
            assert set(rail.cdmc) <= set(control.cdmc), rail.id


def test_every_key_control_of_cdmc_is_served() -> None:
    served = {number for c in CONTROLS for number in c.cdmc}
    assert served == {str(n) for n in range(1, 15)}
