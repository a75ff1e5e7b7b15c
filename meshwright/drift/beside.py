"""Data filters, tags, and the values of tags: what grants lean on."""

from collections.abc import Iterator, Mapping
from typing import Any

from .differences import Difference, Kind
from .state import Facts, FilterKey, LakeState, Place


def filters(wanted: LakeState, actual: LakeState, facts: Facts) -> Iterator[Difference]:
    """A filter that lets more through than was agreed is a hole with no grant to be seen."""
    for key, should in wanted.filters.items():
        has = actual.filters.get(key)
        if has is None:
            yield Difference("missing", "filter", _filter(key), wanted=str(should))
        elif has != should:
            yield Difference("changed", "filter", _filter(key), found=str(has), wanted=str(should))
    for key, has in actual.filters.items():
        database, table, name = key
        if key in wanted.filters or database not in facts.databases:
            continue
        once = name in facts.domains  # the platform calls a filter as its consumer
        yield Difference(
            "left behind" if once else "unmanaged",
            "filter",
            _filter(key),
            found=str(has),
            why=f"nothing is agreed with {name} that needs it" if once else "made by hand",
            revocable={
                "operation": "delete_data_cells_filter",
                "parameters": {
                    "TableCatalogId": facts.account, "DatabaseName": database, "TableName": table, "Name": name
                },
            },
        )  # fmt: skip


def tags(wanted: LakeState, actual: LakeState) -> Iterator[Difference]:
    """What carries another tag is found by other grants."""
    for place in sorted({*wanted.tags, *actual.tags}):
        should, has = wanted.tags.get(place, {}), actual.tags.get(place, {})
        for key in sorted({*should, *has} & set(wanted.values)):
            if should.get(key) == has.get(key):
                continue
            kind: Kind = "missing" if key not in has else "changed" if key in should else "unmanaged"
            yield Difference(
                kind,
                "tag",
                f"{key} of {_place(place)}",
                found=has.get(key, ""),
                wanted=should.get(key, ""),
                why="tagged by hand" if kind == "unmanaged" else "",
                revocable=_untagging(place, key, has[key], should.get(key)) if key in has else None,
            )


def _untagging(place: Place, key: str, has: str, should: str | None) -> Mapping[str, Any]:
    """What takes a tag by hand away, or puts the declared value in its place."""
    operation = "remove_lf_tags_from_resource" if should is None else "add_lf_tags_to_resource"
    tag = {"TagKey": key, "TagValues": [has if should is None else should]}
    return {"operation": operation, "parameters": {"Resource": _resource(place), "LFTags": [tag]}}


def _resource(place: Place) -> Mapping[str, Any]:
    database, table, column = place
    if not table:
        return {"Database": {"Name": database}}
    of = {"DatabaseName": database, "Name": table}
    return {"TableWithColumns": {**of, "ColumnNames": [column]}} if column else {"Table": of}


def tag_values(wanted: LakeState, actual: LakeState) -> Iterator[Difference]:
    """A value has to exist before anything carries it."""
    for key in sorted(wanted.values):
        should, has = wanted.values[key], actual.values.get(key, frozenset[str]())
        if missing := should - has:
            yield Difference("missing", "tag values", f"{key}={', '.join(sorted(missing))}")
        if surplus := has - should:
            why = "nothing declared carries it"
            yield Difference("left behind", "tag values", f"{key}={', '.join(sorted(surplus))}", why=why)


def _filter(key: FilterKey) -> str:
    return f"filter {key[2]} of {key[0]}.{key[1]}"


def _place(place: Place) -> str:
    database, table, column = place
    if not table:
        return f"database {database}"
    return f"column {column} of {database}.{table}" if column else f"table {database}.{table}"
