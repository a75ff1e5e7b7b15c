"""What ``ignore_changes`` keeps."""

from typing import Any

import pytest

from meshwright.recording.paths import keeping, parse

OLD = {"tags": {"a": "1"}, "rules": [{"id": "x", "days": 1}, {"id": "y", "days": 2}], "parameters": {"a.b": "old"}}
NEW = {"tags": {"b": "2"}, "rules": [{"id": "x", "days": 9}, {"id": "z", "days": 8}], "parameters": {"a.b": "new"}}


@pytest.mark.parametrize(
    ("path", "steps"),
    [
        ("tags", ["tags"]),
        ("a.b.c", ["a", "b", "c"]),
        ("rules[0].id", ["rules", 0, "id"]),
        ("rules[*].id", ["rules", "*", "id"]),
        ('parameters["a.b"]', ["parameters", "a.b"]),
        ('parameters["say \\"x\\""].y', ["parameters", 'say "x"', "y"]),
    ],
)
def test_paths_are_read_as_pulumi_writes_them(path: str, steps: list[Any]) -> None:
    assert parse(path) == steps


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        ("tags", {"tags": {"a": "1"}}),
        ("tags.a", {"tags": {"a": "1", "b": "2"}}),
        ("tags.b", {"tags": {}}),
        ("rules[0].days", {"rules": [{"id": "x", "days": 1}, {"id": "z", "days": 8}]}),
        ("rules[*].days", {"rules": [{"id": "x", "days": 1}, {"id": "z", "days": 2}]}),
        ("rules[7].days", {}),
        ('parameters["a.b"]', {"parameters": {"a.b": "old"}}),
        ("nothing", {}),
        ("nothing.deeper", {}),
        ("tags.a.deeper", {}),
    ],
)
def test_what_a_path_names_stays_as_it_was(path: str, kept: dict[str, Any]) -> None:
    assert keeping(OLD, NEW, [path]) == {**NEW, **kept}


def test_what_only_was_there_comes_back() -> None:
    assert keeping({"a": 1}, {}, ["a"]) == {"a": 1}


def test_what_only_is_there_goes() -> None:
    assert keeping({}, {"a": 1, "b": 2}, ["a"]) == {"b": 2}


def test_a_path_into_a_value_that_has_become_another_kind_keeps_nothing() -> None:
    assert keeping({"a": {"b": 1}}, {"a": "text"}, ["a.b"]) == {"a": "text"}
    assert keeping({"a": [1]}, {"a": {"b": 1}}, ["a[0]"]) == {"a": {"b": 1}}


def test_nothing_of_the_given_values_changes() -> None:
    old, new = {"a": {"b": 1}}, {"a": {"b": 2}}
    keeping(old, new, ["a.b"])
    assert (old, new) == ({"a": {"b": 1}}, {"a": {"b": 2}})
