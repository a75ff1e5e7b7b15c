"""De-identification on Spark."""

from typing import Any

from .. import spark_sql
from ..errors import RunError
from ..plan import Plan, PlannedColumn
from ..treatments import pseudonymise
from .types import quoted, type_name


def register_pseudonyms(spark: Any, key: bytes) -> None:
    """Make ``pseudonymise`` a function of the session.

    It is one of Python: as SQL, its key would stand in plans and event logs. Here it travels to the executors inside
    the function.
    """

    def of(value: Any) -> str | None:
        return pseudonymise(key, value)

    spark.udf.register("pseudonymise", of, "string")


def treated(plan: Plan, sql: str) -> str:
    """A query with every sensitive column treated as the plan says, and the columns in the plan's order.

    Raises:
        RunError: a column's type has no such treatment.
    """
    try:
        columns = [f"{_treatment(column)} AS {quoted(column.name)}" for column in plan.columns]
    except ValueError as problem:
        raise RunError(f"the transform of {plan.database}.{plan.table}: {problem}") from None
    return f"SELECT {', '.join(columns)} FROM ({sql}) AS untreated"


def _treatment(column: PlannedColumn) -> str:
    name = quoted(column.name)
    match column.treatment:
        case "pseudonymise":
            return f"pseudonymise({name})"
        case "mask":
            return spark_sql.mask_last(name)
        case "generalise":
            return spark_sql.generalise(name, type_name(column.type))
    return name
