"""What of a table a permission covers, in every form that Lake Formation tells it in."""

from typing import Any

import pytest

from meshwright.access.rows import Problem
from meshwright.drift.extent import Extent, extent
from meshwright.drift.state import Filter
from meshwright.language import Table, integer, text

TABLE = Table("orders", columns=[text(1, "id", key=True), text(2, "country"), integer(3, "amount")])
ALL = ("id", "country", "amount")
PLACE = {"DatabaseName": "sales", "Name": "orders"}
CELLS = {"DataCellsFilter": {"DatabaseName": "sales", "TableName": "orders", "Name": "some"}}


def filtered(rows: str | None, columns: frozenset[str] | None = None, excluded: frozenset[str] = frozenset()) -> Any:
    return extent(CELLS, TABLE, {("sales", "orders", "some"): Filter(columns, excluded, rows)})


@pytest.mark.parametrize(
    ("resource", "columns"),
    [
        ({"Table": PLACE}, ALL),
        ({"TableWithColumns": {**PLACE, "ColumnWildcard": {}}}, ALL),
        ({"TableWithColumns": {**PLACE, "ColumnNames": ["amount", "id"]}}, ("id", "amount")),
        ({"TableWithColumns": {**PLACE, "ColumnWildcard": {"ExcludedColumnNames": ["id"]}}}, ("country", "amount")),
        ({"TableWithColumns": {**PLACE, "ColumnNames": ["gone"]}}, ()),
    ],
)
def test_columns_are_in_the_tables_order(resource: dict[str, Any], columns: tuple[str, ...]) -> None:
    assert extent(resource, TABLE, {}) == Extent(columns)


@pytest.mark.parametrize("rows", [None, "TRUE", " true "])
def test_a_filter_without_a_limit_covers_every_row(rows: str | None) -> None:
    assert filtered(rows) == Extent(ALL)


def test_a_filter_limits_columns_and_rows() -> None:
    assert filtered("country = 'DE'", frozenset({"id"})) == Extent(("id",), "country = 'DE'")
    assert filtered("amount > 1", excluded=frozenset({"id"})) == Extent(("country", "amount"), "amount > 1")


def test_a_limit_beyond_the_grammar_is_a_problem_and_a_filter_that_is_gone_nothing() -> None:
    assert isinstance(filtered("lower(country) = 'de'"), Problem)
    assert extent(CELLS, TABLE, {}) is None
