"""The cases on real Spark."""

from functools import cache
from typing import Any

from meshwright.transforms.types import declared
from tests import spark_engine

from ..samples import INPUTS
from .running import KEY, in_order


@cache
def session() -> Any:
    """A session with the samples as views, and the platform's function."""
    from pyspark.sql.types import StringType, _parse_datatype_string  # type: ignore[import-not-found, unused-ignore]

    from meshwright.runtime.treatments import pseudonymise

    spark = spark_engine.session()
    spark.udf.register("pseudonymise", lambda value: pseudonymise(KEY, value), StringType())
    for view, (columns, rows) in INPUTS.items():
        shape = ", ".join(f"`{c.name}` {declared(c.type).spark}" for c in columns)
        listed = [tuple(row[c.name] for c in columns) for row in rows]
        spark.createDataFrame(listed, _parse_datatype_string(shape)).createOrReplaceTempView(view)
    return spark


def run(spark: Any, sql: str) -> tuple[dict[str, str], list[Any]]:
    """The columns' types and the rows of a query."""
    frame = spark.sql(sql)
    rows = [[_unrow(v) for v in row] for row in frame.collect()]
    return {f.name: f.dataType.simpleString() for f in frame.schema.fields}, in_order(rows)


def _unrow(value: Any) -> Any:
    if hasattr(value, "asDict"):
        return {k: _unrow(v) for k, v in value.asDict().items()}
    return [_unrow(v) for v in value] if isinstance(value, list) else value
