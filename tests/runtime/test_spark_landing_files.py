"""Raw files on Spark: the same values as on one machine, and the same refusals."""

import io
import itertools
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.parquet
import pytest

from meshwright.runtime.errors import RunError
from meshwright.runtime.local.landings import read_landing
from meshwright.runtime.plan import Input, PlannedColumn
from meshwright.runtime.spark.landings import register_landing

from .spark_lake import MARKS, SparkLake, column, opened, plain

pytestmark = MARKS
SCALARS = [
    column(1, "a", "string"), column(2, "b", "int"), column(3, "c", "long"), column(4, "d", "double"),
    column(5, "e", "boolean"), column(6, "f", "date"), column(7, "g", "timestamptz"), column(8, "h", "decimal(9, 2)"),
    column(9, "i", "binary"),
]  # fmt: skip
OPTIONAL = [column(c.number, c.name, c.type, required=False) for c in SCALARS]
EVERY = {
    "a": "x", "b": -7, "c": 2**40, "d": 1.5, "e": True, "f": date(2013, 1, 2),
    "g": datetime(2013, 1, 2, 3, 4, 5, 600000, tzinfo=UTC), "h": Decimal("12.30"), "i": b"AAEC",
}  # fmt: skip
CARRIERS = [column(1, "code", "string"), column(2, "planes", "int", required=False)]


@pytest.fixture(scope="module")
def lake() -> Iterator[SparkLake]:
    with opened() as found:
        yield found


_NUMBERS = itertools.count(1)


def ordered(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(rows, key=lambda row: str(list(row.values())))


class Landing:
    """A landing in both engines."""

    def __init__(self, lake: SparkLake, format: str, columns: list[PlannedColumn], null: str | None = "NA") -> None:
        self.lake = lake
        self.given = Input(
            view="landing__it",
            kind="landing",
            name=f"it{next(_NUMBERS)}",
            format=format,
            null=null,
            columns=tuple(columns),
        )

    def land(self, files: Mapping[str, str | bytes]) -> "Landing":
        for name, body in files.items():
            self.lake.land(f"{self.given.name}/{name}", body)
        return self

    def on_spark(self) -> list[dict[str, Any]]:
        lake = self.lake
        _, rows = register_landing(lake.spark, lake.services, lake.arguments.landing_bucket, self.given)
        found = [plain(row) for row in lake.spark.table(self.given.view).collect()]
        assert len(found) == rows
        return ordered(found)

    def here(self) -> list[dict[str, Any]]:
        rows, _ = read_landing(self.lake.services.s3, self.lake.arguments.landing_bucket, self.given)
        return ordered(rows.to_pylist(maps_as_pydicts="strict"))

    def refused(self) -> str:
        """What Spark says; one machine refuses it too."""
        with pytest.raises(RunError):
            self.here()
        with pytest.raises(RunError) as caught:
            self.on_spark()
        return str(caught.value).removeprefix(f"landing {self.given.name}, ")


class TestCsv:
    def test_every_type_is_read(self, lake: SparkLake) -> None:
        body = "a,b,c,d,e,f,g,h,i\nx,-7,1099511627776,1.5,true,2013-01-02,2013-01-02T03:04:05.6Z,12.3,AAEC\n"
        landing = Landing(lake, "csv", SCALARS).land({"one.csv": body})
        assert landing.on_spark() == landing.here() == [EVERY]

    def test_whatever_one_machine_reads_is_read_to_the_same_value(self, lake: SparkLake) -> None:
        written = [
            'é😀 Ünïcode, " quoted"', " 7", "007", "-.5", "True", " 2013-01-02 ", "2013-01-02T03:00:00+02:00", "+1.5",
            "é", "  padded ", "-0", "-9223372036854775808", "1E+5", "FALSE", "0001-01-01",
            "2013-01-02 03:04:05.1234567", "999.99", '""', "NaN", "2147483647", "\t5 ", "1e400", "false",
            "9999-12-31", "2013-01-02", "-0.10", "\\x",
            "two\nlines", "-2147483648", "9007199254740993", "-inf", "TRUE", "2012-02-29", " 2013-01-02T03:04Z ",
            "1234567.8", "'",
        ]  # fmt: skip
        quoted = ['"' + text.replace('"', '""') + '"' for text in written]
        lines = [",".join(quoted[n : n + 9]) for n in range(0, len(quoted), 9)]
        lines += [",,,,,,,,", "NA,NA,NA,NA,NA,NA,NA,NA,NA", '"","NA",,,,,,,']
        landing = Landing(lake, "csv", OPTIONAL).land({"one.csv": "a,b,c,d,e,f,g,h,i\n" + "\n".join(lines) + "\n"})
        found = landing.on_spark()
        assert len(found) == 7
        assert repr(found) == repr(landing.here()).replace("zoneinfo.ZoneInfo(key='UTC')", "datetime.timezone.utc")

    def test_files_of_any_shape_make_one_table(self, lake: SparkLake) -> None:
        files = {
            "plain.csv": "code,planes\nEV,1\n",
            "crlf.csv": "code,planes\r\nUA,2\r\nUB,NA\r\n",
            "marked.csv": "\ufeffcode,planes\n\nAA,\n\n",
            "wider.csv": "code,planes,more\nB6,3,x\n",
            "odd [1] *%20é?.csv": "code,planes\nDL,4\n",
            "year=2013/deep.csv": "code,planes\nWN,5",
            "empty.csv": "code,planes",
            "_SUCCESS": "not data at all",
        }
        landing = Landing(lake, "csv", CARRIERS).land(files)
        assert landing.on_spark() == landing.here()
        assert [r["code"] for r in landing.on_spark()] == ["AA", "B6", "DL", "EV", "UA", "UB", "WN"]

    def test_columns_are_found_by_their_position_and_the_dropped_are_not_read(self, lake: SparkLake) -> None:
        columns = [column(1, "name", "string", treatment="drop"), column(2, "a", "int"), column(4, "a b", "string")]
        columns[2] = column(4, "b", "string")
        landing = Landing(lake, "csv", columns).land({"one.csv": b"name,a,a,b\n\xff\xfe,1,2,3\n"})
        assert landing.on_spark() == landing.here() == [{"a": 1, "b": "3"}]

    def test_a_long_header_is_read_whole(self, lake: SparkLake) -> None:
        names = [f"column_{n:03d}_{'x' * 500}" for n in range(1, 201)]
        values = ",".join(str(n) for n in range(1, 201))
        landing = Landing(lake, "csv", [column(200, names[-1], "int")])
        assert landing.land({"one.csv": f"{','.join(names)}\n{values}\n"}).on_spark() == [{names[-1]: 200}]

    @pytest.mark.parametrize(
        ("body", "says"),
        [
            ("", "one.csv: the file is empty; it needs a header line"),
            ("code\nEV\n", 'one.csv, line 1: column 2 is missing, declared is "planes"; correct the file, or'),
            ("code,planes\nEV,x\nUA,y\n", 'one.csv: column planes: "x" is not a whole number of 32 bits, and 1 more'),
            ("code,planes\nEV,1.5\n", 'one.csv: column planes: "1.5" is not a whole number of 32 bits'),
            ("code,planes\nEV,3000000000\n", 'one.csv: column planes: "3000000000" is not a whole number of 32 bits'),
            ("code,planes\nEV,1\nUA\n", "one.csv: a line has not the 2 values that the header names"),
            ("code,planes\nEV,1,2\n", "one.csv: a line has not the 2 values that the header names"),
            (b"code,planes\n\xff,2\n", 'one.csv: column code: "\ufffd" is not text in UTF-8'),
            ("code,planes\nNA,2\n,3\n", "one.csv: column code is empty; correct the file or declare the"),
        ],
    )  # fmt: skip
    def test_what_is_not_as_declared_is_an_error_with_its_file(self, lake: SparkLake, body: Any, says: str) -> None:
        assert Landing(lake, "csv", CARRIERS).land({"one.csv": body}).refused().startswith(says)

    @pytest.mark.parametrize(
        ("type", "values"),
        [
            ("int", ["+7", "1_0", "7.0", "1e3", "\u0667", "-"]),
            ("double", [".", "1e", "1d", "0x1p3", "1 2"]),
            ("boolean", ["yes", "1", " true", "tRue"]),
            ("date", ["2013-13-01", "2013-02-29", "2013-1-2", "20130102", "2013-01-02T00:00:00"]),
            (
                "timestamptz",
                ["yesterday", "2013-01-02T25:00:00", "20130102T030405Z", "2013-02-29", "2013-01-02T03:04+02"],
            ),
            ("decimal(4, 1)", ["1.25", "12345", ".", "1,5"]),
        ],
    )
    def test_each_type_takes_only_its_own(self, lake: SparkLake, type: str, values: list[str]) -> None:
        landing = Landing(lake, "csv", [column(1, "t", type)])
        landing.land({f"{n}.csv": f't\n"{value}"\n' for n, value in enumerate(values)})
        says = landing.refused()
        assert says.startswith(f'0.csv: column t: "{values[0]}" is not ')
        assert says.endswith(f"and {len(values) - 1} more like it")

    def test_what_the_transform_does_not_need_is_checked_as_well(self, lake: SparkLake) -> None:
        landing = Landing(lake, "csv", CARRIERS).land({"a.csv": "code,planes\nEV,1\n", "b.csv": "code,planes\nUA,x\n"})
        assert landing.refused().startswith("b.csv: column planes")

    def test_a_sensitive_value_is_not_shown(self, lake: SparkLake) -> None:
        landing = Landing(lake, "csv", [column(1, "t", "int", treatment="keep")]).land({"one.csv": "t\nsecret\n"})
        assert landing.refused() == "one.csv: column t: the value is not a whole number of 32 bits"

    def test_a_nested_column_fits_no_csv_file(self, lake: SparkLake) -> None:
        nested = {"type": "list", "element-id": 2, "element": "int", "element-required": True}
        assert (
            "which no csv file can hold" in Landing(lake, "csv", [column(1, "t", nested)]).land({"a": "t\n1"}).refused()
        )


PLACE = {
    "type": "struct",
    "fields": [
        {"id": 2, "name": "lat", "type": "double", "required": True},
        {"id": 3, "name": "name", "type": "string", "required": False},
    ],
}
DAYS = {"type": "list", "element-id": 5, "element": "date", "element-required": True}
COUNTS = {"type": "map", "key-id": 7, "key": "string", "value-id": 8, "value": "int", "value-required": False}
NESTED = [column(1, "place", PLACE, required=False), column(4, "days", DAYS), column(6, "counts", COUNTS)]
NESTED_ROWS: list[dict[str, Any]] = [
    {"place": {"lat": 1.0, "name": None}, "days": [date(2013, 1, 2)], "counts": {"a": 1, "b": None}},
    {"place": None, "days": [], "counts": {}},
]


class TestJsonLines:
    def test_every_type_is_read(self, lake: SparkLake) -> None:
        line = (
            '{"a": "x", "b": -7, "c": 1099511627776, "d": 1.5, "e": true, "f": "2013-01-02", '
            '"g": "2013-01-02T03:04:05.6Z", "h": 12.3, "i": "QUFFQw==", "more": 1}'
        )
        landing = Landing(lake, "json", SCALARS).land({"one.json": f"\ufeff{line}\r\n\n  \n"})
        assert landing.on_spark() == landing.here() == [EVERY]

    def test_nested_values_and_what_an_object_leaves_out(self, lake: SparkLake) -> None:
        line = '{"place": {"lat": 1, "more": 2}, "days": ["2013-01-02"], "counts": {"a": 1, "b": null}}'
        landing = Landing(lake, "json", NESTED).land({"a.json": line, "b.json": '{"days": [], "counts": {}}'})
        assert landing.on_spark() == landing.here() == ordered(NESTED_ROWS)

    @pytest.mark.parametrize(
        ("line", "says"),
        [
            ("nope", "not JSON (expecting value at character 1)"),
            ("[1]", "not a JSON object; write one object per line"),
            ('{"planes": 1}', "column code: has no value; correct the file or declare it optional=True"),
            ('{"code": 7}', "column code: 7 is not text in UTF-8"),
            ('{"code": "EV", "planes": "1"}', 'column planes: "1" is not a whole number of 32 bits'),
            ('{"code": "\\ud800"}', 'column code: "\\ud800" is not text in UTF-8'),
            (b'{"code": "\xff"}', "not JSON ('utf-8' codec can't decode byte 0xff"),
        ],
    )
    def test_what_is_not_as_declared_is_an_error_with_its_file(self, lake: SparkLake, line: Any, says: str) -> None:
        landing = Landing(lake, "json", CARRIERS).land({"a.json": '{"code": "AA"}', "b.json": line})
        assert landing.refused().startswith(f"b.json: {says}")


def parquet(columns: Mapping[str, Any]) -> bytes:
    file = io.BytesIO()
    pyarrow.parquet.write_table(pa.table(dict(columns)), file)
    return file.getvalue()


class TestParquet:
    def test_columns_are_found_by_name_and_widened(self, lake: SparkLake) -> None:
        columns = [
            column(1, "code", "string"), column(2, "n", "long"), column(3, "x", "double"),
            column(4, "t", "timestamptz"), column(5, "m", "decimal(9, 2)"),
            column(6, "r", "double", required=False), column(7, "i", "int"),
        ]  # fmt: skip
        moment = datetime(2013, 1, 2, 3, 4, 5, 600000)
        small = {
            "more": [1], "n": pa.array([7], pa.int16()), "code": pa.array(["EV"]).dictionary_encode(), "x": [2],
            "t": pa.array([moment], pa.timestamp("ms")), "m": pa.array([Decimal("1.5")]), "i": [2**31 - 1],
        }  # fmt: skip
        large = {
            "code": ["UA"], "n": [2**40], "x": pa.array([0.5], pa.float32()), "r": [1.25],
            "i": pa.array([-1], pa.int8()), "t": pa.array([moment.replace(tzinfo=UTC)]),
            "m": pa.array([Decimal("-1234567.80")]),
        }  # fmt: skip
        landing = Landing(lake, "parquet", columns).land({"a.parquet": parquet(small), "b c.parquet": parquet(large)})
        found = landing.on_spark()
        assert found == landing.here()
        assert [(r["code"], r["n"], r["r"], r["m"]) for r in found] == [
            ("EV", 7, None, Decimal("1.50")), ("UA", 2**40, 1.25, Decimal("-1234567.80"))
        ]  # fmt: skip

    def test_nested_values_are_read(self, lake: SparkLake) -> None:
        fields = {
            "place": pa.array([{"name": "x", "lat": 0.5, "more": 1}, {"name": None, "lat": 1.0, "more": 1}, None]),
            "days": pa.array([[], [date(2013, 1, 2)], []]),
            "counts": pa.array([[], [("a", 1), ("b", None)], []], pa.map_(pa.string(), pa.int16())),
        }
        landing = Landing(lake, "parquet", NESTED).land({"one.parquet": parquet(fields)})
        more: dict[str, Any] = {"place": {"lat": 0.5, "name": "x"}, "days": [], "counts": {}}
        assert landing.on_spark() == landing.here() == ordered([more, *NESTED_ROWS])

    @pytest.mark.parametrize(
        ("columns", "says"),
        [
            ({"planes": [1]}, "one.parquet: column code is missing; it has planes"),
            ({"code": [1]}, "one.parquet: column code is long, declared is text in UTF-8"),
            ({"code": ["EV"], "planes": ["1"]}, "one.parquet: column planes is string, declared is a whole number"),
            ({"code": ["EV"], "planes": [1.0]}, "one.parquet: column planes is double, declared is a whole number"),
            (
                {"code": ["EV"], "planes": [2**40]},
                "one.parquet: column planes: 1099511627776 is not a whole number of 32",
            ),
            ({"code": [None, "EV"]}, "one.parquet: column code is required but has no value"),
        ],
    )
    def test_what_is_not_as_declared_is_an_error(self, lake: SparkLake, columns: dict[str, Any], says: str) -> None:
        landing = Landing(lake, "parquet", CARRIERS).land({"one.parquet": parquet(columns)})
        assert landing.refused().startswith(says)

    def test_a_part_that_a_file_lacks_has_no_value(self, lake: SparkLake) -> None:
        inner = {"id": 3, "name": "inner", "type": PLACE, "required": False}
        outer = {"type": "struct", "fields": [{"id": 9, "name": "a", "type": "int", "required": True}, inner]}
        rows = pa.array([{"a": 1}], pa.struct([("a", pa.int32())]))
        landing = Landing(lake, "parquet", [column(1, "it", outer)]).land({"one.parquet": parquet({"it": rows})})
        assert landing.on_spark() == landing.here() == [{"it": {"a": 1, "inner": None}}]

    def test_a_required_part_without_a_value_is_found(self, lake: SparkLake) -> None:
        days = {"days": [[date(2013, 1, 2)], [None]]}
        landing = Landing(lake, "parquet", [NESTED[1]]).land({"one.parquet": parquet(days)})
        assert landing.refused().startswith("one.parquet: column days.element is required but has no value")

    def test_something_else_is_no_parquet_file(self, lake: SparkLake) -> None:
        landing = Landing(lake, "parquet", CARRIERS).land({"one.parquet": b"PAR1 or so"})
        assert landing.refused().startswith("one.parquet: not a parquet file that can be read")


def test_a_landing_without_files_is_named(lake: SparkLake) -> None:
    with pytest.raises(RunError, match=r"landing it\d+ has no files; put one under s3://landing-"):
        Landing(lake, "csv", CARRIERS).on_spark()
