"""Which changes of a schema leave every row that was written readable, with its meaning.

Source: the Iceberg table specification, "Schema Evolution" and "Partition Evolution". A column is its number, however
deep it lies: what has the same number is the same column, and a number is never another column's.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .iceberg_types import Problem, promotes

ROOT = 0
"""Stands for the table, as what holds a column; no column has this number."""


@dataclass(frozen=True)
class Part:
    """A column, or a part of a nested one."""

    path: str
    """The names from the outermost column inwards, joined by dots."""
    holder: int
    """The number of what it is directly within."""
    required: bool
    type: Any
    """As Iceberg's JSON."""

    def __str__(self) -> str:
        return f"column {self.path!r}"


def parts(schema: Mapping[str, Any]) -> dict[int, Part]:
    """Every column and part by its number, outermost first."""
    return dict(_within(schema, ROOT, ""))


def check_change(metadata: Mapping[str, Any], schema: Mapping[str, Any]) -> None:
    """Refuse a schema that can't follow the current one.

    Raises:
        Problem: with the column and what to do instead.
    """
    schemas = sorted(metadata["schemas"], key=lambda s: s["schema-id"] == metadata["current-schema-id"])
    before, after = parts(schemas[-1]), parts(schema)
    used = {number: part for known in schemas for number, part in parts(known).items()}
    for number, part in after.items():
        if number in before:
            _check_same(number, before[number], part)
        else:
            _check_new(number, part, used, before, metadata["last-column-id"])
    _check_sources(metadata, used, after)


def _within(type: Any, holder: int, above: str) -> Iterator[tuple[int, Part]]:
    if not isinstance(type, Mapping):
        return
    held = [(f["id"], f["name"], f["required"], f["type"]) for f in type.get("fields", ())]
    for name in ("element", "key", "value"):
        if name in type:
            held.append((type[f"{name}-id"], name, type.get(f"{name}-required", True), type[name]))
    for number, name, required, inner in held:
        path = above + name
        yield number, Part(path, holder, required, inner)
        yield from _within(inner, number, f"{path}.")


def _check_same(number: int, old: Part, new: Part) -> None:
    if old.holder != new.holder:
        raise Problem(f"{new} has number {number}, which is that of {old}; a column stays where it is, take a new one")
    if new.required and not old.required:
        raise Problem(f"{new} can't become required: rows that exist may lack it; leave it optional and expect values")
    nested = isinstance(old.type, Mapping), isinstance(new.type, Mapping)
    if nested == (True, True) and old.type["type"] == new.type["type"]:
        _check_held(old, new)
    elif nested != (False, False) or not promotes(old.type, new.type):
        raise Problem(
            f"{new} can't change from {_named(old.type)} to {_named(new.type)}; "
            "add the new one beside it under a new number, or begin a new major"
        )


def _check_held(old: Part, new: Part) -> None:
    """What a list or a map holds keeps its number, and a map its keys: values are found by them."""
    if old.type["type"] == "map" and (old.type["key-id"], old.type["key"]) != (new.type["key-id"], new.type["key"]):
        raise Problem(f"the keys of {new} can't change; add another map beside it under a new number")
    for name in ("element", "value"):
        if old.type.get(f"{name}-id") != new.type.get(f"{name}-id"):
            before, after = old.type[f"{name}-id"], new.type[f"{name}-id"]
            raise Problem(f"the {name} of {new} has number {after} instead of {before}; leave it its number")


def _check_new(number: int, new: Part, used: Mapping[int, Part], before: Mapping[int, Part], last: int) -> None:
    earlier = used.get(number)
    if earlier is not None and not _comes_back(earlier, new):
        raise Problem(f"{new} has number {number}, which was that of {earlier}; take one from {last + 1} on")
    if new.required and new.holder in (ROOT, *before):
        raise Problem(f"new {new} is required, but rows that exist have no value for it; make it optional")


def _comes_back(earlier: Part, new: Part) -> bool:
    """Whether it is the same column again, as where a removal is taken back."""
    same = (earlier.path, earlier.holder) == (new.path, new.holder)
    if isinstance(earlier.type, Mapping) or isinstance(new.type, Mapping):
        return same and bool(earlier.type == new.type)
    return same and promotes(earlier.type, new.type)


def _check_sources(metadata: Mapping[str, Any], used: Mapping[int, Part], after: Mapping[int, Part]) -> None:
    """What files lie by stays, even if it was long ago: readers look old files up by it."""
    for spec in metadata["partition-specs"]:
        for field in spec["fields"]:
            if field["source-id"] not in after and field["transform"] != "void":
                raise Problem(f"{used[field['source-id']]} can't go: files are partitioned by it; deprecate it instead")
    order = next(o for o in metadata["sort-orders"] if o["order-id"] == metadata["default-sort-order-id"])
    for field in order["fields"]:
        if field["source-id"] not in after:
            raise Problem(f"{used[field['source-id']]} can't go: the table is sorted by it; sort by another first")


def _named(type: Any) -> str:
    return str(type["type"]) if isinstance(type, Mapping) else str(type)
