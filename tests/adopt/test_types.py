"""Every type of Hive's has its column, at least as wide; what has none is named."""

from itertools import count

import pytest

from meshwright.adopt.estate import ExistingColumn
from meshwright.adopt.types import UnknownType, column, widened
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
    timestamp,
)
from meshwright.language import text as words


def read(type_: str, comment: str | None = None) -> Column:
    return column(1, ExistingColumn("a", type_, comment), count(2))


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("string", words(1, "a", optional=True)),
        ("varchar(20)", words(1, "a", optional=True)),
        ("CHAR(3)", words(1, "a", optional=True)),
        ("tinyint", integer(1, "a", optional=True)),
        ("smallint", integer(1, "a", optional=True)),
        ("int", integer(1, "a", optional=True)),
        ("bigint", long(1, "a", optional=True)),
        ("float", double(1, "a", optional=True)),
        ("double", double(1, "a", optional=True)),
        ("boolean", boolean(1, "a", optional=True)),
        ("date", date(1, "a", optional=True)),
        ("timestamp", timestamp(1, "a", optional=True)),
        ("binary", binary(1, "a", optional=True)),
        ("decimal", decimal(1, "a", precision=10, scale=0, optional=True)),
        ("decimal(12, 2)", decimal(1, "a", precision=12, scale=2, optional=True)),
        ("array<string>", list_of(1, "a", element=words(2, optional=True), optional=True)),
        (
            "map<string,array<int>>",
            map_of(
                1,
                "a",
                keys=words(2),
                values=list_of(3, element=integer(4, optional=True), optional=True),
                optional=True,
            ),
        ),
        (
            "struct<lat:double, size:decimal(4,1)>",
            struct(
                1,
                "a",
                fields=[double(2, "lat", optional=True), decimal(3, "size", precision=4, scale=1, optional=True)],
                optional=True,
            ),
        ),
    ],
)
def test_a_type_has_its_column(written: str, expected: Column) -> None:
    assert read(written) == expected


def test_a_comment_is_a_description_on_one_line() -> None:
    assert read("int", "how\n many").description == "how many"


@pytest.mark.parametrize(
    "written", ["uniontype<int,string>", "array<>", "map<string>", "struct<int>", "interval", "", "array<string"]
)
def test_what_has_no_counterpart_is_refused(written: str) -> None:
    with pytest.raises(UnknownType, match="no counterpart"):
        read(written)


def test_what_is_nested_too_deeply_is_refused() -> None:
    with pytest.raises(UnknownType, match="too deeply"):
        read("array<" * 30 + "int" + ">" * 30)


@pytest.mark.parametrize("name", ["Total", "a b", "_hidden", "1st"])
def test_a_name_that_no_column_can_have_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="is not a name"):
        column(1, ExistingColumn(name, "int"), count(2))


def test_what_is_wider_than_before_is_known() -> None:
    assert widened("array<float>")
    assert widened("varchar(2)")
    assert not widened("map<string,bigint>")
