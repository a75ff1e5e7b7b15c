"""Json lines on Spark, read by the same code as everywhere."""

from collections.abc import Callable, Sequence
from typing import Any

from ..json_values import Wrong, values
from ..landing_files import File
from ..plan import Input, PlannedColumn, Type
from .parts import FILE, Address, Part
from .types import quoted, schema

_MARK = b"\xef\xbb\xbf"
_PROBLEM = {"name": "problem", "type": "string", "nullable": True, "metadata": {}}
_READ = {"name": "read", "nullable": True, "metadata": {}}
_BLANK = r"'[^ \\t\\r\\x0B\\x0C]'"


def json_parts(
    spark: Any, s3: Any, bucket: str, given: Input, files: tuple[File, ...], address: Address
) -> list[Part]:  # fmt: skip
    """All files at once. What an object leaves out is NULL."""
    from pyspark.sql.functions import udf  # type: ignore[import-not-found, unused-ignore]
    from pyspark.sql.types import StructType  # type: ignore[import-not-found, unused-ignore]

    wanted = tuple(c for c in given.columns if c.treatment != "drop")
    fields = [{**field, "nullable": True} for field in schema(wanted)["fields"]]
    holds = {"type": "struct", "fields": [_PROBLEM, {**_READ, "type": {"type": "struct", "fields": fields}}]}
    parse = udf(_parser(wanted), StructType.fromJson(holds))
    lines = (
        spark.read.option("lineSep", "\n")
        .option("recursiveFileLookup", "true")
        .text(address.of(files))
        .selectExpr("CAST(value AS BINARY) AS line", FILE)
        .where(f"CAST(line AS STRING) RLIKE {_BLANK}")
    )
    rows = lines.withColumn("parsed", parse("line"))
    columns = tuple(f"parsed.read.{quoted(c.name)} AS {quoted(c.name)}" for c in wanted)
    return [Part(rows, "parsed.problem", columns)]


def _parser(wanted: Sequence[PlannedColumn]) -> Callable[[bytes], tuple[str | None, tuple[Any, ...] | None]]:
    """A function of one line: what is wrong with it, or what it holds as Spark takes it."""

    def parse(line: bytes) -> tuple[str | None, tuple[Any, ...] | None]:
        try:
            found = values(bytes(line).removeprefix(_MARK), wanted)
        except Wrong as problem:
            return str(problem), None
        return None, tuple(_for_spark(v, c.type) for v, c in zip(found, wanted, strict=True))

    return parse


def _for_spark(value: Any, type: Type) -> Any:
    """A struct as a tuple, a map as a dict."""
    if value is None or isinstance(type, str):
        return value
    match type["type"]:
        case "list":
            return [_for_spark(v, type["element"]) for v in value]
        case "map":
            return {k: _for_spark(v, type["value"]) for k, v in value}
    return tuple(_for_spark(value[f["name"]], f["type"]) for f in type["fields"])
