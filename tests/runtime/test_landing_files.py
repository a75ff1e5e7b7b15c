"""Raw files: read exactly as declared, or not at all and with the line."""

import io
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.parquet
import pytest

from meshwright.contracts.iceberg import iceberg_type
from meshwright.language import (
    Column,
    binary,
    boolean,
    decimal,
    double,
    integer,
    list_of,
    long,
    map_of,
    struct,
    text,
    timestamp,
)  # fmt: skip
from meshwright.language import (
    date as day,
)
from meshwright.runtime.errors import RunError
from meshwright.runtime.local.csv_files import read_csv
from meshwright.runtime.local.json_lines import read_json
from meshwright.runtime.local.parquet_files import read_parquet
from meshwright.runtime.plan import PlannedColumn

CARRIERS = [text(1, "code"), integer(2, "planes", optional=True)]


def planned(columns: list[Column]) -> tuple[PlannedColumn, ...]:
    return tuple(
        PlannedColumn(number=c.number, name=c.name, type=iceberg_type(c.type), required=not c.optional, treatment=c.pii)
        for c in columns
    )


def from_csv(body: str | bytes, columns: list[Column] = CARRIERS, null: str | None = "NA") -> list[dict[str, Any]]:
    raw = body.encode() if isinstance(body, str) else body
    rows: list[dict[str, Any]] = read_csv(raw, planned(columns), null, "f.csv").to_pylist()
    return rows


def from_json(body: str, columns: list[Column] = CARRIERS) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = read_json(body.encode(), planned(columns), "f.json").to_pylist()
    return rows


def from_parquet(columns: dict[str, Any], declared: list[Column]) -> list[dict[str, Any]]:
    file = io.BytesIO()
    pyarrow.parquet.write_table(pa.table(columns), file)
    rows: list[dict[str, Any]] = read_parquet(file.getvalue(), planned(declared), "f.parquet").to_pylist()
    return rows


EVERY = [
    text(1, "a"), integer(2, "b"), long(3, "c"), double(4, "d"), boolean(5, "e"), day(6, "f"), timestamp(7, "g"),
    decimal(8, "h", precision=9, scale=2), binary(9, "i"),
]  # fmt: skip
EXPECTED = {
    "a": "x", "b": -7, "c": 2**40, "d": 1.5, "e": True, "f": date(2013, 1, 2),
    "g": datetime(2013, 1, 2, 3, 4, 5, 600000, tzinfo=UTC), "h": Decimal("12.30"), "i": b"AAEC",
}  # fmt: skip


class TestCsv:
    def test_every_type_is_read(self) -> None:
        line = "x,-7,1099511627776,1.5,true,2013-01-02,2013-01-02T03:04:05.6Z,12.3,AAEC"
        assert from_csv(f"a,b,c,d,e,f,g,h,i\n{line}\n", EVERY) == [EXPECTED]

    @pytest.mark.parametrize(
        ("written", "hour"),
        [("2013-01-02T03:00:00Z", 3), ("2013-01-02 03:00:00", 3), ("2013-01-02T03:00:00+02:00", 1), ("2013-01-02", 0)],
    )
    def test_a_time_without_an_offset_is_utc(self, written: str, hour: int) -> None:
        assert from_csv(f"t\n{written}\n", [timestamp(1, "t")]) == [{"t": datetime(2013, 1, 2, hour, tzinfo=UTC)}]

    @pytest.mark.parametrize(
        "body",
        [
            'code,planes\nEV,\nUA,NA\nAA,"NA"\nB6,""\n',
            "code,planes\r\nEV,\r\nUA,NA\r\nAA,NA\r\nB6,NA\r\n",
            "\ufeffcode,planes\n\nEV,\n\nUA,\nAA,\nB6,",
        ],
        ids=["quotes", "crlf", "byte order mark, empty lines, no last newline"],
    )
    def test_empty_and_the_null_word_are_no_value(self, body: str) -> None:
        assert [r["planes"] for r in from_csv(body)] == [None] * 4
        assert [r["code"] for r in from_csv(body)] == ["EV", "UA", "AA", "B6"]

    def test_without_a_null_word_only_empty_is_no_value(self) -> None:
        assert from_csv("a\nNA\n", [text(1, "a")], null=None) == [{"a": "NA"}]

    def test_quotes_hold_commas_quotes_and_line_ends(self) -> None:
        assert from_csv('a\n"x, ""y""\nz"\n', [text(1, "a")]) == [{"a": 'x, "y"\nz'}]

    def test_columns_are_found_by_their_position(self) -> None:
        assert from_csv("a,a,b\n1,2,3\n", [integer(2, "a"), integer(3, "b")]) == [{"a": 2, "b": 3}]

    def test_a_header_alone_is_a_file_without_rows(self) -> None:
        assert from_csv("code,planes") == from_csv("code,planes\n") == []

    def test_a_column_to_drop_is_never_read(self) -> None:
        columns = [text(1, "name", pii="drop"), integer(2, "n")]
        assert from_csv("name,n\nAda,1\n", columns) == [{"n": 1}]
        assert from_csv(b"name,n\n\xff\xfe,1\n", columns) == [{"n": 1}]  # not even decoded

    @pytest.mark.parametrize(
        ("body", "says"),
        [
            ("", "f.csv: the file is empty; it needs a header line"),
            ("code\nEV\n", 'f.csv, line 1: column 2 is missing, declared is "planes"; correct the file, or'),
            ("planes,code\n", 'f.csv, line 1: column 1 is "planes", declared is "code"'),
            ("code,planes\nEV,1\n\nUA,x\n", 'f.csv, line 4: column planes: "x" is not a whole number of 32 bits'),
            ('code,planes\n"E\nV",1\nUA,1.5\n', 'f.csv, line 4: column planes: "1.5" is not a whole number'),
            ("code,planes\nEV,3000000000\n", 'f.csv, line 2: column planes: "3000000000" is not a whole number'),
            ("code,planes\nEV,1\nUA\n", "f.csv, line 3: 1 values where the header names 2 columns"),
            ("code,planes\nEV,1,2\n", "f.csv, line 2: 3 values where the header names 2 columns"),
            (b"code,planes\nEV,1\n\xff,2\n", 'f.csv, line 3: column code: "\ufffd" is not text in UTF-8'),
            ("code,planes\nEV,1\nNA,2\n,3\n", "f.csv, line 3: column code is empty, as in 1 more; correct"),
        ],
    )
    def test_what_is_not_as_declared_is_an_error_with_its_line(self, body: str | bytes, says: str) -> None:
        with pytest.raises(RunError) as caught:
            from_csv(body)
        assert str(caught.value).startswith(says)

    @pytest.mark.parametrize(
        ("column", "value", "says"),
        [
            (timestamp(1, "t"), "yesterday", '"yesterday" is not a time (ISO 8601)'),
            (day(1, "t"), "2013-13-01", '"2013-13-01" is not a date (year-month-day)'),
            (boolean(1, "t"), "yes", '"yes" is not true or false'),
            (decimal(1, "t", precision=4, scale=1), "1.25", '"1.25" is not a decimal(4, 1)'),
            (double(1, "t"), "1,5", None),
        ],
    )
    def test_each_type_says_what_it_takes(self, column: Column, value: str, says: str | None) -> None:
        with pytest.raises(RunError) as caught:
            from_csv(f"t\n{value}\n", [column])
        expected = f"column t: {says}" if says else "2 values where the header names 1 columns"
        assert str(caught.value) == f"f.csv, line 2: {expected}"

    @pytest.mark.parametrize("column", [integer(1, "t", pii="keep", why="x"), timestamp(1, "t", pii="keep", why="x")])
    def test_a_sensitive_value_is_not_shown(self, column: Column) -> None:
        with pytest.raises(RunError, match="line 2: column t: the value is not") as caught:
            from_csv("t\nsecret\n", [column])
        assert "secret" not in str(caught.value)

    def test_a_nested_column_fits_no_csv_file(self) -> None:
        with pytest.raises(RunError, match="column l is a list, which no csv file can hold"):
            from_csv("l\n1\n", [list_of(1, "l", element=integer(2))])


NESTED = [
    struct(1, "place", fields=[double(2, "lat"), text(3, "name", optional=True)]),
    list_of(4, "days", element=day(5)),
    map_of(6, "counts", keys=text(7), values=integer(8, optional=True)),
]


class TestJsonLines:
    def test_every_type_is_read(self) -> None:
        line = (
            '{"a": "x", "b": -7, "c": 1099511627776, "d": 1.5, "e": true, "f": "2013-01-02", '
            '"g": "2013-01-02T03:04:05.6Z", "h": 12.3, "i": "QUFFQw==", "more": 1}'
        )
        assert from_json(line, EVERY) == [EXPECTED]

    def test_nested_values_are_read(self) -> None:
        line = '{"place": {"lat": 1, "more": 2}, "days": ["2013-01-02"], "counts": {"a": 1, "b": null}}'
        assert from_json(line, NESTED) == [
            {
                "place": {"lat": 1.0, "name": None},
                "days": [date(2013, 1, 2)],
                "counts": [("a", 1), ("b", None)],
            }
        ]

    def test_what_an_object_leaves_out_is_no_value(self) -> None:
        assert from_json('{"code": "EV"}\n\n{"code": "UA", "planes": null}\n') == [
            {"code": "EV", "planes": None}, {"code": "UA", "planes": None}
        ]  # fmt: skip

    def test_a_column_to_drop_is_never_read(self) -> None:
        assert from_json('{"name": {"any": 1}, "n": 1}', [text(1, "name", pii="drop"), integer(2, "n")]) == [{"n": 1}]

    @pytest.mark.parametrize(
        ("line", "says"),
        [
            ("nope", "not JSON (expecting value at character 1)"),
            ("[1]", "not a JSON object; write one object per line"),
            ('{"code": "EV", "planes": NaN}', "not JSON (NaN is no JSON)"),
            ('{"planes": 1}', "column code: has no value; correct the file or declare it optional=True"),
            ('{"code": 7}', "column code: 7 is not text in UTF-8"),
            ('{"code": "EV", "planes": 1.5}', "column planes: 1.5 is not a whole number of 32 bits"),
            ('{"code": "EV", "planes": "1"}', 'column planes: "1" is not a whole number of 32 bits'),
            ('{"code": "EV", "planes": true}', "column planes: true is not a whole number of 32 bits"),
            ('{"code": "EV", "planes": 2147483648}', "column planes: 2147483648 is not a whole number of 32 bits"),
            ("[" * 100_000, "nested too deeply"),
        ],
    )
    def test_what_is_not_as_declared_is_an_error_with_its_line(self, line: str, says: str) -> None:
        with pytest.raises(RunError) as caught:
            from_json(f'{{"code": "AA"}}\n{line}\n')
        assert str(caught.value) == f"f.json, line 2: {says}"

    @pytest.mark.parametrize(
        ("line", "says"),
        [
            ('{"place": {}, "days": [], "counts": {}}', "column place.lat: has no value"),
            ('{"place": {"lat": 1}, "days": [null], "counts": {}}', "column days.element: has no value"),
            ('{"place": {"lat": 1}, "days": "2013-01-02", "counts": {}}', 'column days: "2013-01-02" is not a list'),
            ('{"place": {"lat": 1}, "days": [], "counts": {"a": "b"}}', 'column counts.value: "b" is not a whole'),
        ],
    )
    def test_an_error_names_the_part(self, line: str, says: str) -> None:
        with pytest.raises(RunError, match="line 1") as caught:
            from_json(line, NESTED)
        assert says in str(caught.value)

    @pytest.mark.parametrize(
        ("value", "fits"), [("123.45", True), ('"123.45"', True), ("1234", False), ("1.234", False)]
    )
    def test_a_decimal_is_exact_or_refused(self, value: str, fits: bool) -> None:
        columns: list[Column] = [decimal(1, "d", precision=5, scale=2)]
        if fits:
            assert from_json(f'{{"d": {value}}}', columns) == [{"d": Decimal("123.45")}]
        else:
            with pytest.raises(RunError, match=r"is not a decimal\(5, 2\)"):
                from_json(f'{{"d": {value}}}', columns)

    def test_a_sensitive_value_is_not_shown(self) -> None:
        with pytest.raises(RunError) as caught:
            from_json('{"n": "secret"}', [integer(1, "n", pii="keep", why="x")])
        assert str(caught.value) == "f.json, line 1: column n: the value is not as declared"


class TestParquet:
    def test_columns_are_found_by_name_and_widened(self) -> None:
        columns = {"more": [1], "n": pa.array([7], pa.int16()), "code": pa.array(["EV"]).dictionary_encode()}
        assert from_parquet(columns, [text(1, "code"), long(2, "n")]) == [{"code": "EV", "n": 7}]

    def test_a_time_without_a_zone_is_utc(self) -> None:
        naive = pa.array([datetime(2013, 1, 2, 3)], pa.timestamp("ms"))
        assert from_parquet({"t": naive}, [timestamp(1, "t")]) == [{"t": datetime(2013, 1, 2, 3, tzinfo=UTC)}]

    def test_nested_values_are_read(self) -> None:
        place = pa.array([{"lat": 1.0, "name": None}])
        days = pa.array([[date(2013, 1, 2)]])
        counts = pa.array([[("a", 1)]], pa.map_(pa.string(), pa.int32()))
        found = from_parquet({"place": place, "days": days, "counts": counts}, NESTED)
        assert found == [{"place": {"lat": 1.0, "name": None}, "days": [date(2013, 1, 2)], "counts": [("a", 1)]}]

    def test_an_optional_column_may_be_missing(self) -> None:
        assert from_parquet({"code": ["EV"]}, CARRIERS) == [{"code": "EV", "planes": None}]

    @pytest.mark.parametrize(
        ("columns", "says"),
        [
            ({"planes": [1]}, "f.parquet: column code is missing; it has planes"),
            ({"code": [1]}, "f.parquet: column code is int64, declared is text in UTF-8"),
            ({"code": ["EV"], "planes": ["1"]}, "f.parquet: column planes is string, declared is a whole number"),
            ({"code": ["EV"], "planes": [1.0]}, "f.parquet: column planes is double, declared is a whole number"),
            ({"code": ["EV"], "planes": [2**40]}, "f.parquet: column planes is not int32: Integer value 1099511627776"),
            ({"code": [None, "EV"]}, "f.parquet: column code is required but has no value in 1 of 2 rows"),
        ],
    )
    def test_what_is_not_as_declared_is_an_error(self, columns: dict[str, Any], says: str) -> None:
        with pytest.raises(RunError) as caught:
            from_parquet(columns, CARRIERS)
        assert str(caught.value).startswith(says)

    def test_a_required_part_without_a_value_is_found(self) -> None:
        with pytest.raises(RunError, match=r"column days\.element is required but has no value in 1 of 2 rows"):
            from_parquet({"days": [[date(2013, 1, 2)], [None]]}, NESTED[1:2])

    def test_what_is_not_there_at_all_lacks_no_part(self) -> None:
        place = struct(1, "place", fields=[double(2, "lat")], optional=True)
        days = list_of(3, "days", element=day(4), optional=True)
        found = from_parquet({"place": [{"lat": 1.0}, None], "days": [None, [date(2013, 1, 2)]]}, [place, days])
        assert [r["place"] for r in found] == [{"lat": 1.0}, None]
        assert [r["days"] for r in found] == [None, [date(2013, 1, 2)]]

    def test_something_else_is_no_parquet_file(self) -> None:
        with pytest.raises(RunError, match=r"f\.parquet: not a parquet file that can be read"):
            read_parquet(b"PAR1 or so", planned(CARRIERS), "f.parquet")


@pytest.mark.parametrize("read", [lambda b, c: read_csv(b, c, None, "f"), lambda b, c: read_json(b, c, "f")])
def test_large_files_are_read_whole(read: Callable[[bytes, Any], pa.Table]) -> None:
    count = 60_000  # more than one block of the csv reader
    header = "code,planes\n"
    body = header + "".join(f"C{n},{n}\n" for n in range(count))
    if read.__code__.co_names[0] == "read_json":
        body = "".join(f'{{"code": "C{n}", "planes": {n}}}\n' for n in range(count))
    found = read(body.encode(), planned(CARRIERS))
    assert found.num_rows == count
    assert found.column("planes")[count - 1].as_py() == count - 1
