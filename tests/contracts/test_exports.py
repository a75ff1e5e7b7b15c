"""The other standards: their own readers take what is exported, and the committed documents show it whole."""

import json
from io import BytesIO
from typing import Any

import fastavro
import pytest
import yaml
from hypothesis import HealthCheck, given, settings

from meshwright.contracts.standards.exporting import OF_PRODUCTS, Exported, export, export_table
from meshwright.language import ProductRef
from tests.contracts.golden import check_golden
from tests.contracts.products import refs
from tests.contracts.shop import OBSERVATIONS, ORDERS, SALES_ORDERS, SANDBOX

NAMES = {"odps": "product.odps.yaml", "dbt-sources": "sources.yml", "markdown": "contract.md"}
SHOP = Exported(SALES_ORDERS, [SANDBOX], [OBSERVATIONS])


@pytest.mark.parametrize(("format", "name"), NAMES.items())
def test_a_product_as_committed(format: str, name: str) -> None:
    check_golden(name, export(SHOP, format))


@pytest.mark.parametrize(("format", "name"), {"jsonschema": "orders.schema.json", "avro": "orders.avsc"}.items())
def test_a_table_as_committed(format: str, name: str) -> None:
    check_golden(name, export_table(SALES_ORDERS, ORDERS, format))


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], deadline=None)
@given(ref=refs())
def test_every_table_is_a_schema_to_avro(ref: ProductRef) -> None:
    for table in ref.product.tables:
        fastavro.parse_schema(json.loads(export_table(ref, table, "avro")))


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], deadline=None)
@given(ref=refs())
def test_every_product_is_yaml_or_text_in_every_format(ref: ProductRef) -> None:
    for format in OF_PRODUCTS:
        text = export(Exported(ref, [SANDBOX], []), format)
        assert text == export(Exported(ref, [SANDBOX], []), format)
        if format != "markdown":
            assert isinstance(yaml.load(text, Loader=yaml.CSafeLoader), dict)


def row() -> dict[str, Any]:
    told = {"order_id": "AT00000001", "ordered_at": 1_700_000_000_000_000, "customer": "x", "country": "AT"}
    measured = {"total": b"\x04", "rating": None, "weight": 1.5, "paid": True, "due": None, "fee": None}
    nested = {"address": {"city": "Graz", "street": None}, "lines": [{"sku": 1, "amount": 2, "tags": ["a"]}]}
    mapped = {"labels": {"a": None}, "by_day": [{"key": 19_000, "value": b"\x01"}]}
    return {**told, **measured, **nested, **mapped, "signature": b"s", "seen_at": None}


def test_a_row_is_written_and_read_by_the_avro_schema() -> None:
    schema = fastavro.parse_schema(json.loads(export_table(SALES_ORDERS, ORDERS, "avro")))
    file = BytesIO()
    fastavro.schemaless_writer(file, schema, row())
    file.seek(0)
    read = fastavro.schemaless_reader(file, schema, None)
    assert isinstance(read, dict)
    assert (read["order_id"], read["address"]) == ("AT00000001", {"city": "Graz", "street": None})


def test_a_row_without_what_is_required_is_refused() -> None:
    schema = fastavro.parse_schema(json.loads(export_table(SALES_ORDERS, ORDERS, "avro")))
    with pytest.raises((TypeError, ValueError)):
        fastavro.schemaless_writer(BytesIO(), schema, {**row(), "order_id": None})
