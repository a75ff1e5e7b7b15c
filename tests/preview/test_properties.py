"""Where two sets of properties differ."""

import json
from typing import Any

import pytest

from meshwright.preview.properties import Difference, differences

POLICY = {"Version": "2012-10-17", "Statement": [{"Sid": "Read", "Action": ["s3:GetObject"], "Resource": "*"}]}


def changed(**statement: Any) -> str:
    return json.dumps({**POLICY, "Statement": [{**POLICY["Statement"][0], **statement}]})  # type: ignore[dict-item]


def added(path: str, value: Any) -> Difference:
    return Difference(path, "added", after=value)


def removed(path: str, value: Any) -> Difference:
    return Difference(path, "removed", value)


TABLE: dict[str, tuple[dict[str, Any], dict[str, Any], list[Difference]]] = {
    "nothing": ({"a": 1}, {"a": 1}, []),
    "a value": ({"tags": {"owner": "a"}}, {"tags": {"owner": "b"}}, [Difference("tags.owner", "changed", "a", "b")]),
    "a property more": ({}, {"kmsKeyId": "k"}, [added("kmsKeyId", "k")]),
    "a property less": ({"kmsKeyId": "k"}, {}, [removed("kmsKeyId", "k")]),
    "a key with dots": ({"p": {"a.b": 1}}, {"p": {"a.b": 2}}, [Difference('p["a.b"]', "changed", 1, 2)]),
    "true is not one": ({"a": True}, {"a": 1}, [Difference("a", "changed", True, 1)]),
    "null is not nothing": ({"a": '{"b": null}'}, {"a": "{}"}, [removed("a.b", None)]),
    "a policy": (
        {"policy": json.dumps(POLICY)},
        {"policy": changed(Action=["s3:GetObject", "s3:PutObject"])},
        [added("policy.Statement[Sid=Read].Action[]", "s3:PutObject")],
    ),
    "a policy written in another way": ({"policy": json.dumps(POLICY)}, {"policy": json.dumps(POLICY, indent=2)}, []),
    "a scalar in JSON": ({"type": '"int"'}, {"type": '"long"'}, [Difference("type", "changed", "int", "long")]),
    "a text that only looks like JSON": ({"a": "{x"}, {"a": "{y"}, [Difference("a", "changed", "{x", "{y")]),
    "a column by its number": (
        {"fields": [{"id": 1, "name": "a"}, {"id": 2, "name": "b"}]},
        {"fields": [{"id": 1, "name": "a"}, {"id": 3, "name": "c"}, {"id": 2, "name": "bb"}]},
        [Difference("fields[id=2].name", "changed", "b", "bb"), added("fields[id=3]", {"id": 3, "name": "c"})],
    ),
    "columns in another order": (
        {"fields": [{"id": 1}, {"id": 2}]},
        {"fields": [{"id": 2}, {"id": 1}]},
        [Difference("fields", "reordered")],
    ),
    "values": ({"v": ["a", "b"]}, {"v": ["b", "c"]}, [removed("v[]", "a"), added("v[]", "c")]),
    "values in another order": ({"v": ["a", "b"]}, {"v": ["b", "a"]}, [Difference("v", "reordered")]),
    "a value twice": ({"v": ["a"]}, {"v": ["a", "a"]}, [added("v[]", "a")]),
    "elements without identity": (
        {"rules": [{"days": 1}, {"days": 2}]},
        {"rules": [{"days": 0}, {"days": 1}, {"days": 3}]},
        [added("rules[]", {"days": 0}), Difference("rules[2].days", "changed", 2, 3)],
    ),
    "a file that moved": (
        {"source": {"asset": "file", "path": "a", "sha256": "1"}},
        {"source": {"asset": "file", "path": "b", "sha256": "1"}},
        [],
    ),
    "a file with another content": (
        {"source": {"asset": "file", "path": "a", "sha256": "1"}},
        {"source": {"asset": "file", "path": "a", "sha256": "2"}},
        [
            Difference(
                "source",
                "changed",
                {"asset": "file", "path": "a", "sha256": "1"},
                {"asset": "file", "path": "a", "sha256": "2"},
            )
        ],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", TABLE)
def test_every_difference_is_found_where_it_is(name: str) -> None:
    old, new, expected = TABLE[name]
    assert list(differences(old, new)) == expected


def test_a_difference_of_types_deep_inside_is_one_line() -> None:
    old, new = {"a": {"b": [1, 2]}}, {"a": {"b": {"c": 1}}}
    assert list(differences(old, new)) == [Difference("a.b", "changed", [1, 2], {"c": 1})]
