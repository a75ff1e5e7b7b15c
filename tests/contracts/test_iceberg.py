"""Column types in the words of Iceberg, Spark, Glue and DuckDB."""

import pytest

from meshwright.contracts.iceberg import duckdb_type, glue_type, iceberg_field, iceberg_type, spark_type
from meshwright.language import (
    Column,
    binary,
    boolean,
    date,
    decimal,
    double,
    integer,
    list_of,
    long,
    map_of,
    struct,
    text,
    timestamp,
)


@pytest.mark.parametrize(
    ("column", "iceberg", "spark", "duckdb"),
    [
        (text(1), "string", "string", "varchar"),
        (integer(1), "int", "int", "integer"),
        (long(1), "long", "bigint", "bigint"),
        (double(1), "double", "double", "double"),
        (boolean(1), "boolean", "boolean", "boolean"),
        (date(1), "date", "date", "date"),
        (timestamp(1), "timestamptz", "timestamp", "timestamptz"),
        (binary(1), "binary", "binary", "blob"),
        (decimal(1, precision=9, scale=2), "decimal(9, 2)", "decimal(9,2)", "decimal(9,2)"),
        (
            list_of(1, element=long(2, optional=True)),
            {"type": "list", "element-id": 2, "element-required": False, "element": "long"},
            "array<bigint>",
            "bigint[]",
        ),
        (
            struct(1, fields=[text(2, "a"), integer(3, "b", optional=True)]),
            {
                "type": "struct",
                "fields": [
                    {"id": 2, "name": "a", "required": True, "type": "string"},
                    {"id": 3, "name": "b", "required": False, "type": "int"},
                ],
            },
            "struct<a:string,b:int>",
            'struct("a" varchar, "b" integer)',
        ),
        (
            map_of(1, keys=text(2), values=double(3)),
            {
                "type": "map", "key-id": 2, "key": "string", "value-id": 3, "value-required": True, "value": "double",
            },
            "map<string,double>",
            "map(varchar, double)",
        ),
    ],
)  # fmt: skip
def test_every_type_has_its_word_in_each_system(column: Column, iceberg: object, spark: str, duckdb: str) -> None:
    assert iceberg_type(column.type) == iceberg
    assert spark_type(column.type) == glue_type(column.type) == spark
    assert duckdb_type(column.type) == duckdb


def test_a_field_carries_its_number_and_its_description() -> None:
    field = iceberg_field(text(7, "tail_number", optional=True, description="painted on the tail"))
    assert field == {"id": 7, "name": "tail_number", "required": False, "type": "string", "doc": "painted on the tail"}


def test_iceberg_reads_the_schema_that_is_written() -> None:
    schema = pytest.importorskip("pyiceberg.schema")
    columns = [
        timestamp(1, "at"),
        decimal(2, "price", precision=9, scale=2, optional=True),
        list_of(3, "tags", element=struct(4, fields=[text(5, "a")])),
        map_of(6, "counts", keys=text(7), values=long(8)),
    ]
    read = schema.Schema.model_validate({"type": "struct", "fields": [iceberg_field(c) for c in columns]})
    assert read.find_field("tags.element.a").field_id == 5
    assert str(read.find_field("price").field_type) == "decimal(9, 2)"
    assert read.find_field("at").required
