"""Real Spark, set up as the job sets it up. Needs pyspark 3.5 and Java 17."""

from typing import Any

from meshwright.runtime.treatments import pseudonymise
from meshwright.transforms.types import declared

from ..samples import INPUTS
from .running import KEY, in_order


def session() -> Any:
    """One small local session with the samples as views."""
    import os
    import sys
    import time

    os.environ["TZ"] = "UTC"
    time.tzset()  # what collect() hands back is in the process's own zone
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    from pyspark.sql import SparkSession  # type: ignore[import-not-found, unused-ignore]
    from pyspark.sql.types import StringType, _parse_datatype_string  # type: ignore[import-not-found, unused-ignore]

    from meshwright.runtime.spark import SETTINGS

    builder = SparkSession.builder.master("local[1]")
    for name, value in {**SETTINGS, **_SMALL}.items():
        builder = builder.config(name, value)
    spark = builder.getOrCreate()
    spark.sparkContext.setLogLevel("OFF")
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


_SMALL = {
    "spark.sql.legacy.ctePrecedencePolicy": "CORRECTED",  # for texts as written; compiled ones hide no name
    "spark.ui.enabled": "false",
    "spark.sql.shuffle.partitions": "1",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.codegen.wholeStage": "false",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
}
