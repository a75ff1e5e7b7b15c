"""Lineage leaves nothing out: whatever a result is not said to come from can change without changing the result."""

import datetime as dt
import json
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import pytest

from meshwright.transforms.lineage import Edge, Lineage

from . import samples
from .parity.running import cases, in_order, lineage_of, on_duckdb, planned

NOT_BY_LINEAGE = ("row_number() OVER (PARTITION BY carrier ORDER BY delay)",)
"""Where rows sort alike, the rest of the row decides; that is no part of what a result is made of."""


def _changed(value: Any) -> Any:
    """Another value of the same type; something where there was nothing."""
    match value:
        case None:
            return None
        case bool():
            return not value
        case str():
            return f"{value}~"
        case int():
            return value - 1 if value > 0 else value + 1
        case float():
            return value * 2 + 1
        case Decimal():
            return value + 1 if value < 1 else value - 1
        case dt.datetime():
            return value + dt.timedelta(hours=7)
        case dt.date():
            return value + dt.timedelta(days=40)
        case bytes():
            return value + b"~"
        case list():
            return [*value[1:], *value[:1]] if len(value) > 1 else value * 2
        case dict():
            return {k: _changed(v) for k, v in value.items()}
    raise TypeError(type(value).__name__)


def _without(named: set[tuple[str, str]], views: Iterable[str]) -> dict[str, Any]:
    """The samples with every column changed that is not named."""
    inputs = {}
    for view in views:
        columns, rows = samples.INPUTS[view]
        table = view.partition("__")[2]
        inputs[view] = (
            columns,
            [{k: v if (table, k) in named else _changed(v) for k, v in row.items()} for row in rows],
        )
    return inputs


def _named(edges: frozenset[Edge]) -> set[tuple[str, str]]:
    return {(e.table, e.column) for e in edges}


@pytest.mark.parametrize("sql", [s for s in cases() if not any(n in s for n in NOT_BY_LINEAGE)])
def test_what_is_no_source_does_not_show(sql: str) -> None:
    plan, lineage = planned(sql), lineage_of(sql)
    names = list(lineage.columns)
    before, views = on_duckdb(plan), [i.view for i in plan.inputs]
    for position, name in enumerate(names):
        sources = _named(lineage.columns[name] | lineage.rows)
        after = on_duckdb(plan, _without(sources, views))
        assert _column(after, position) == _column(before, position), name


def _column(rows: list[Any], position: int) -> list[str]:
    return sorted(json.dumps(row[position], sort_keys=True) for row in rows)


def test_the_change_would_show() -> None:
    """The test above can fail: a lineage that forgets one column is caught."""
    sql = "SELECT id, concat(t, u) AS it FROM landing.v"
    plan, lineage = planned(sql), lineage_of(sql)
    forgetful = Lineage({"it": frozenset(e for e in lineage.columns["it"] if e.column != "u")}, lineage.rows)
    after = on_duckdb(plan, _without(_named(forgetful.columns["it"]), ["landing__v"]))
    assert _column(after, 1) != _column(on_duckdb(plan), 1)
    assert in_order([]) == []
