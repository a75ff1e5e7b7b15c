"""The settings that a run relies on; a job is started with them."""

from typing import Any

from ..errors import RunError

SETTINGS = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.ansi.enabled": "false",
    "spark.sql.legacy.timeParserPolicy": "CORRECTED",
    "spark.sql.parser.escapedStringLiterals": "false",
    "spark.sql.storeAssignmentPolicy": "ANSI",
    "spark.sql.caseSensitive": "false",
    # else a run would not see for half a minute what others commit to its tables
    "spark.sql.catalog.spark_catalog.cache-enabled": "false",
}
"""What the compiled SQL and the publication rely on."""


def check_settings(spark: Any) -> None:
    """That the session has the settings: with others, the same SQL gives other values.

    Raises:
        RunError: one differs.
    """
    for name, value in SETTINGS.items():
        found = spark.conf.get(name, None)
        if found is None or found.lower() != value.lower():
            raise RunError(f"the spark setting {name} is {found}; start the job with {value}")
