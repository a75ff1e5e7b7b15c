"""The other standards: their own readers take what is exported, and the committed documents show it whole."""

import json
from datetime import date
from io import BytesIO
from typing import Any

import fastavro
import pytest
import yaml
from hypothesis import HealthCheck, given, settings

from meshwright.contracts.standards.exporting import OF_PRODUCTS, Exported, export, export_table
from meshwright.language import Domain, Product, ProductRef, Table, struct, text
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
        written = export(Exported(ref, [SANDBOX], []), format)
        assert written == export(Exported(ref, [SANDBOX], []), format)
        if format != "markdown":
            assert isinstance(yaml.load(written, Loader=yaml.CSafeLoader), dict)


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


def test_columns_that_came_later_have_their_defaults_in_an_older_row() -> None:
    schema = json.loads(export_table(SALES_ORDERS, ORDERS, "avro"))
    later = {"rating", "paid", "due", "fee", "weight", "seen_at"}
    older = {**schema, "fields": [f for f in schema["fields"] if f["name"] not in later]}
    file = BytesIO()
    fastavro.writer(file, fastavro.parse_schema(older), [{k: v for k, v in row().items() if k not in later}])
    file.seek(0)
    read: list[Any] = list(fastavro.reader(file, reader_schema=fastavro.parse_schema(schema)))
    # fastavro hands a default over as JSON has it: days since 1970, bytes as characters
    assert {name: read[0][name] for name in later} == {
        "rating": 3, "paid": False, "due": (date(2026, 1, 31) - date(1970, 1, 1)).days, "fee": chr(256 - 50),
        "weight": None, "seen_at": None,
    }  # fmt: skip


def test_hostile_words_are_words_on_a_page() -> None:
    nasty = "| <script>x</script> `a` [b](http://c) **d**\n# e"
    columns = [struct(1, "outer", key=True, description=nasty, fields=[text(2, "b", unit=nasty)])]
    table = Table("t", columns=columns, description=nasty)
    hostile = Product("orders", version="1.0.0", purpose=nasty, tables=[table])
    page = export(Exported(ProductRef(Domain("sales", products=[hostile]), hostile), [], []), "markdown")
    assert [bad for bad in ("<script", "[b](", " `a`", " **d**", "\n# e") if bad in page] == []
    rows = [line.replace("\\|", "") for line in page.splitlines() if line.startswith("|")]
    assert {row.count("|") for row in rows} == {3, 6}, "a cell ended too early"
