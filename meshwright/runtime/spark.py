"""Runs a plan on Spark, as Glue does: read, transform, treat, write, audit, publish, and keep a record."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from . import metrics, records
from .errors import RunError
from .expectations import Outcome, describe, question, verdict
from .plan import Arguments, Plan
from .records import Read, RunRecord
from .running import Result, check_treatments, makes_pseudonyms, recorded, summary
from .spark_errors import explained
from .spark_landings import read_landing
from .spark_sql import KEY_VIEW, key_columns, pads, quoted, treated
from .spark_tables import Branch, check_contract, current, read_table
from .treatments import pseudonym_key

ENGINE: Final = "spark"
SETTINGS = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.ansi.enabled": "false",
    "spark.sql.legacy.timeParserPolicy": "CORRECTED",
    "spark.sql.parser.escapedStringLiterals": "false",
    "spark.sql.storeAssignmentPolicy": "ANSI",
    "spark.sql.caseSensitive": "false",
}
"""What the compiled SQL relies on."""


@dataclass(frozen=True)
class Services:
    """boto3 clients, and where Spark finds the landings' files."""

    s3: Any
    kms: Any
    cloudwatch: Any
    address: Callable[[str, str], str] = "s3://{0}/{1}".format
    """Of a bucket and a key."""


def run(plan: Plan, arguments: Arguments, spark: Any, services: Services) -> RunRecord:
    """Fill one table.

    The result waits on a branch until its expectations have been judged; where one fails, readers keep what they
    have and the record's status is ``rejected``. Every run leaves its record in the catalog bucket and its metrics.

    Raises:
        RunError: the run could not come to a result. Its record says why, with status ``failed``.
    """
    _settle(spark)
    record, failure = recorded(
        plan, ENGINE, lambda name, inputs: _fill(plan, arguments, spark, services, name, inputs)
    )  # fmt: skip
    records.write(services.s3, arguments.catalog_bucket, record)
    metrics.put(services.cloudwatch, record, _refreshed(plan, spark))
    if failure is not None:
        raise failure
    return record


def _settle(spark: Any) -> None:
    """Set what isn't set: under Lake Formation's filters a session takes no settings once it runs."""
    for name, value in SETTINGS.items():
        if spark.conf.get(name, "").lower() != value.lower():
            spark.conf.set(name, value)


def _fill(
    plan: Plan, arguments: Arguments, spark: Any, services: Services, name: str, inputs: list[Read]
) -> Result:  # fmt: skip
    where = f"{plan.database}.{plan.table}"
    sensitive = any(c.treatment for given in plan.inputs for c in given.columns)
    check_treatments(plan)
    with explained(f"{where}: the catalog can't be read"):
        check_contract(spark, plan.database, plan.table, plan.columns)
    _register_key(plan, arguments, spark, services)
    _register_inputs(plan, arguments, spark, services, inputs)
    with explained(f"the transform of {where}", sensitive=sensitive):
        rows = spark.sql(_treated(plan))
    with explained(f"{where}: the result can't be written", sensitive=sensitive):
        branch = Branch.open(spark, plan.database, plan.table, name)
        try:
            written = branch.write(rows, summary(plan, name))
            result = Result(rows=written.rows, snapshot=written.id, outcomes=_audit(plan, spark, branch))
        except BaseException:
            branch.drop()
            raise
        branch.drop() if result.rejected else branch.publish()
    return result


def _register_key(plan: Plan, arguments: Arguments, spark: Any, services: Services) -> None:
    """The key of the pseudonyms as a view of one row, where the plan needs it.

    The row is made in the JVM, as a relation of its own: no plan, log or event shows what is in it.
    """
    if not makes_pseudonyms(plan, ENGINE) and KEY_VIEW not in plan.sql[ENGINE]:
        return
    from pyspark.sql import DataFrame  # type: ignore[import-not-found, unused-ignore]
    from pyspark.sql.types import BinaryType, StructField, StructType  # type: ignore[import-not-found, unused-ignore]

    with explained(f"the key of the pseudonyms ({arguments.pseudonym_key}) can't be used"):
        key = pseudonym_key(services.kms, arguments.pseudonym_key)
    shape = StructType([StructField(name, BinaryType(), False) for name in key_columns()])
    jvm, gateway = spark._jvm, spark.sparkContext._gateway
    values = gateway.new_array(jvm.java.lang.Object, 2)
    for position, pad in enumerate(pads(key)):
        values[position] = bytearray(pad)
    listed = jvm.java.util.ArrayList()
    listed.add(jvm.org.apache.spark.sql.RowFactory.create(values))
    session = spark._jsparkSession
    made = session.createDataFrame(listed, session.parseDataType(shape.json()))
    DataFrame(made, spark).createOrReplaceTempView(KEY_VIEW)


def _register_inputs(
    plan: Plan, arguments: Arguments, spark: Any, services: Services, inputs: list[Read]
) -> None:  # fmt: skip
    domain = plan.product.partition(".")[0]
    for given in plan.inputs:
        what = f"landing {given.name}" if given.kind == "landing" else f"{given.database}.{given.name}"
        with explained(f"{what} can't be read"):
            if given.kind == "landing":
                rows, version = read_landing(spark, services, arguments.landing_bucket, given)
            else:
                names = [c.name for c in given.columns]
                own = given.database.startswith(f"{domain}_")
                rows, version = read_table(spark, given.database, given.name, names, own=own)
        inputs.append(Read(view=given.view, kind=given.kind, version=version))
        rows.createOrReplaceTempView(given.view)


def _treated(plan: Plan) -> str:
    """The SQL with every sensitive column treated."""
    columns = ", ".join(f"{treated(c)} AS {quoted(c.name)}" for c in plan.columns)
    return f"SELECT {columns} FROM ({plan.sql[ENGINE]}) AS untreated"


def _audit(plan: Plan, spark: Any, branch: Branch) -> tuple[Outcome, ...]:
    """Judge the expectations over what was written."""
    outcomes = []
    for expectation in plan.expectations:
        with explained(f"{plan.database}.{plan.table}: can't tell whether {describe(expectation)}"):
            ((measured,),) = spark.sql(question(expectation, ENGINE, branch.relation)).collect()
        outcomes.append(verdict(expectation, measured))
    return tuple(outcomes)


def _refreshed(plan: Plan, spark: Any) -> datetime | None:
    """When what readers see was written; None where nothing is published, or nobody can tell."""
    try:
        with explained(plan.table):
            found = current(spark, plan.database, plan.table)
    except RunError:  # the record says what is wrong
        return None
    return found.written if found is not None and found.published else None
