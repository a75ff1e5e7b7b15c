"""A table's JSON Schema takes the rows that the table may hold, and no others."""

from typing import Any

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings

from meshwright.contracts.standards.json_schema import json_schema
from meshwright.language import ProductRef

from .products import refs
from .shop import ORDERS, SALES_ORDERS

ROW: dict[str, Any] = {
    "order_id": "AB12345678", "ordered_at": "2026-01-31T12:00:00.000250Z", "customer": "x", "country": "AT",
    "total": "12345.67", "rating": 4, "address": {"city": "Wien", "street": None},
    "lines": [{"sku": 2**40, "amount": None, "tags": ["a"]}], "labels": {"a": None}, "by_day": {"2026-01-01": 7},
    "weight": None, "paid": True, "due": "2026-01-31", "signature": "AP8=", "fee": -1.5, "seen_at": None,
}  # fmt: skip


def validator(schema: dict[str, Any]) -> Any:
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())


@settings(max_examples=20, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], deadline=None)
@given(ref=refs())
def test_every_table_has_a_json_schema(ref: ProductRef) -> None:
    for table in ref.product.tables:
        # patterns may be anything here: that they are regular expressions is a rule's to say
        jsonschema.Draft202012Validator.check_schema(
            json_schema(ref, table), format_checker=jsonschema.FormatChecker(formats=())
        )


def test_a_row_is_valid_and_what_may_be_left_out_may_be_null_too() -> None:
    of_orders = validator(json_schema(SALES_ORDERS, ORDERS))
    assert list(of_orders.iter_errors(ROW)) == []
    required = {c.name: ROW[c.name] for c in ORDERS.columns if not c.optional}
    assert list(of_orders.iter_errors(required)) == []
    assert list(of_orders.iter_errors({**required, "added_later": 1})) == []


WRONG = [
    ("order_id", None), ("order_id", "ab"), ("country", "DE"), ("rating", 6), ("rating", 2.5), ("rating", True),
    ("total", "1234567890.00"), ("total", "1.234"), ("total", 10**7), ("due", "31.1.2026"), ("paid", "yes"),
    ("address", {"street": "x"}), ("lines", [{"sku": 2**63, "tags": []}]), ("by_day", {"soon": 1}), ("labels", ["a"]),
]  # fmt: skip


@pytest.mark.parametrize(("column", "value"), WRONG)
def test_a_wrong_value_is_invalid(column: str, value: object) -> None:
    assert list(validator(json_schema(SALES_ORDERS, ORDERS)).iter_errors({**ROW, column: value}))
