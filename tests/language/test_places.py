"""A definition knows where it was written, and a finding says it."""

import pytest

from meshwright.findings import Finding
from meshwright.language import NOWHERE, Domain, Place, text, written_at


def test_a_definition_built_by_hand_is_nowhere() -> None:
    assert Domain("sales").place == NOWHERE
    assert str(NOWHERE) == ":0:0"


def test_a_definition_is_where_it_is_written() -> None:
    place = Place("domain.py", 3, 5, {"name": (3, 12)})
    with written_at(place):
        domain = Domain("sales")
        column = text(1, "a")
    assert domain.place is place
    assert column.place is column.type.place is place
    assert domain.place.of("name") == Place("domain.py", 3, 12)
    assert domain.place.of("owner") == Place("domain.py", 3, 5), "an argument left out is where the whole is"
    assert Domain("sales").place == NOWHERE


def test_places_inside_places_end_in_turn_even_when_something_fails() -> None:
    outer, inner = Place("a.py", 1, 1), Place("a.py", 2, 2)
    with written_at(outer):
        with pytest.raises(ValueError, match="is not a domain name"), written_at(inner):
            Domain("No")
        assert Domain("sales").place is outer


def test_where_it_stands_does_not_make_a_definition_another() -> None:
    with written_at(Place("a.py", 1, 1)):
        one = Domain("sales")
    assert one == Domain("sales")
    assert hash(one) == hash(Domain("sales"))


def test_a_copy_stays_where_it_was_written() -> None:
    with written_at(Place("a.py", 1, 1)):
        column = text(1, "a")
    assert column.model_copy(update={"name": "b"}).place == Place("a.py", 1, 1)


def test_findings_are_in_the_order_of_the_files() -> None:
    places = [Place("b.py", 1, 1), Place("a.py", 10, 2), Place("a.py", 2, 1), Place("a.py", 10, 1)]
    findings = [Finding(place, "an-id", "found", "do") for place in places]
    assert [str(finding.place) for finding in sorted(findings)] == ["a.py:2:1", "a.py:10:1", "a.py:10:2", "b.py:1:1"]


def test_a_finding_prints_where_what_and_how() -> None:
    place = Place("domains/sales/domain.py", 14, 9)
    error = Finding(place, "invalid-value", 'version "1.2" is not semantic', 'write "1.2.0"')
    warning = Finding(place, "invalid-value", "found", "do", "warning")
    assert str(error) == 'domains/sales/domain.py:14:9: invalid-value version "1.2" is not semantic; write "1.2.0"'
    assert str(warning) == "domains/sales/domain.py:14:9: warning: invalid-value found; do"
