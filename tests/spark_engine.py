"""Real Spark for the tests that ask for it: one local session for each process, set up as a Glue job's.

Needs ``pyspark==3.5.6``, Java 17, and for tables Iceberg's jar: ``sh requirements/iceberg.sh`` puts it where it is
looked for, or ``MESH_ICEBERG_JAR`` names it.
"""

import atexit
import importlib.util
import os
import shutil
import sys
import tempfile
import time
from functools import cache
from pathlib import Path
from typing import Any

from meshwright.runtime.spark import SETTINGS

_VERSION = "1.10.0"
_ARTIFACT = "iceberg-spark-runtime-3.5_2.12"
_HOME = Path.home() / ".m2/repository/org/apache/iceberg" / _ARTIFACT / _VERSION / f"{_ARTIFACT}-{_VERSION}.jar"
_CATALOG = "spark.sql.catalog.spark_catalog"
_SMALL = {
    "spark.ui.enabled": "false",
    "spark.sql.shuffle.partitions": "1",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.codegen.wholeStage": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1",  # small rows never repay the better compiler
    "spark.sql.catalogImplementation": "in-memory",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.sql.legacy.ctePrecedencePolicy": "CORRECTED",  # for texts as written; compiled ones hide no name
}


def missing(*, iceberg: bool = False) -> str:
    """Why Spark can't run here; empty where it can."""
    if importlib.util.find_spec("pyspark") is None:
        return "pyspark is not installed: pip install pyspark==3.5.6"
    if shutil.which("java") is None:
        return "there is no Java; Spark 3.5 runs on 17"
    if iceberg and not jar().exists():
        return f"{jar()} is not there: sh requirements/iceberg.sh fetches it, or MESH_ICEBERG_JAR names it"
    return ""


def jar() -> Path:
    """Iceberg for Spark 3.5."""
    return Path(os.environ.get("MESH_ICEBERG_JAR") or _HOME)


@cache
def folder() -> Path:
    """Where the session leaves what it writes, until the process ends."""
    made = Path(tempfile.mkdtemp(prefix="mesh-spark-"))
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    for name in ("tables", "events"):
        (made / name).mkdir()
    return made


@cache
def session() -> Any:
    """The session of this process; its tables stand in ``folder() / "tables"``, by database and name."""
    os.environ["TZ"] = "UTC"
    time.tzset()  # what collect() hands back is in the process's own zone
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    root = str(Path(__file__).parent.parent)
    os.environ["PYTHONPATH"] = os.pathsep.join(p for p in (root, os.environ.get("PYTHONPATH", "")) if p)
    from pyspark.sql import SparkSession  # type: ignore[import-not-found, unused-ignore]

    builder = SparkSession.builder.master("local[1]")
    for name, value in {**SETTINGS, **_SMALL, **_places(), **_iceberg()}.items():
        builder = builder.config(name, value)
    spark = builder.getOrCreate()
    spark.sparkContext.setLogLevel("OFF")
    return spark


def _places() -> dict[str, str]:
    return {
        "spark.sql.warehouse.dir": str(folder() / "other"),
        "spark.eventLog.enabled": "true",
        "spark.eventLog.dir": (folder() / "events").as_uri(),
    }


def _iceberg() -> dict[str, str]:
    """Tables by Iceberg's own code in the session catalog, as on Glue; the catalog itself is a folder."""
    if not jar().exists():
        return {}
    return {
        "spark.jars": str(jar()),
        "spark.sql.extensions": "org.apache.iceberg.spark.extensions.IcebergSparkSessionExtensions",
        _CATALOG: "org.apache.iceberg.spark.SparkSessionCatalog",
        f"{_CATALOG}.type": "hadoop",
        f"{_CATALOG}.warehouse": (folder() / "tables").as_uri(),
    }
