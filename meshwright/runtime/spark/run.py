"""Runs a plan: read, transform, treat, write, audit, publish, and keep a record."""

import sys
from contextlib import ExitStack
from datetime import datetime
from typing import Any, Final

from .. import metrics, records
from ..errors import RunError
from ..expectations import Outcome, describe, question, verdict
from ..landing_files import files, version
from ..plan import Arguments, Input, Plan
from ..records import Read, RunRecord
from ..running import Result, check_treatments, makes_pseudonyms, recorded, summary
from ..treatments import pseudonym_key
from .landings import register_landing
from .problems import explained, foreign, is_missing_value, sentence
from .required import missing_value
from .services import Services
from .settings import check_settings
from .tables import Branch, at, audit_branch, check_contract, load, published
from .treating import register_pseudonyms, treated
from .types import nullable, schema

ENGINE: Final = "spark"


def run(plan: Plan, arguments: Arguments, spark: Any, services: Services) -> RunRecord:
    """Fill one table.

    The result waits on a branch until its expectations have been judged; where one fails, readers keep what they
    have and the record's status is ``rejected``. Every run leaves its record in the catalog bucket, and its metrics.

    Raises:
        RunError: the run could not come to a result. Its record says why, with status ``failed``.
    """
    record, failure = recorded(plan, ENGINE, lambda name, inputs: _fill(plan, arguments, spark, services, name, inputs))
    with explained(f"{plan.database}.{plan.table}: the record of run {record.run} ({record.status}) can't be kept"):
        records.write(services.s3, arguments.catalog_bucket, record)
    _measure(spark, services, record)
    if failure is not None:
        raise failure
    return record


def _fill(
    plan: Plan, arguments: Arguments, spark: Any, services: Services, name: str, inputs: list[Read]
) -> Result:  # fmt: skip
    where = f"{plan.database}.{plan.table}"
    check_settings(spark)
    check_treatments(plan)
    with explained(f"{where}: the catalog can't be read"):
        check_contract(load(spark, plan.database, plan.table), plan.columns, where)
    if makes_pseudonyms(plan, ENGINE):
        with explained(f"the key of the pseudonyms ({arguments.pseudonym_key}) can't be used"):
            register_pseudonyms(spark, pseudonym_key(services.kms, arguments.pseudonym_key))
    for given in plan.inputs:
        inputs.append(_register(given, arguments, spark, services))
    with ExitStack() as stack:
        with explained(f"{where}: the result can't be written"):
            branch = stack.enter_context(audit_branch(spark, plan.database, plan.table, name))
        snapshot = _write(plan, spark, branch, name)
        relation = at(plan.database, plan.table, snapshot)
        outcomes = _audit(plan, spark, relation)
        with explained(f"{where}: the result can't be published"):
            rows = int(spark.sql(f"SELECT count(*) FROM {relation}").first()[0])
            result = Result(rows=rows, snapshot=snapshot, outcomes=outcomes)
            if not result.rejected:
                _check_unchanged(plan, arguments, services, inputs)
                branch.publish(snapshot)
    return result


def _register(given: Input, arguments: Arguments, spark: Any, services: Services) -> Read:
    """Make an input the view that the transform reads."""
    what = f"landing {given.name}" if given.kind == "landing" else f"{given.database}.{given.name}"
    with explained(f"{what} can't be read"):
        if given.kind == "landing":
            version, rows = register_landing(spark, services, arguments.landing_bucket, given)
        else:
            version, rows = _register_table(spark, given)
    return Read(view=given.view, kind=given.kind, version=version, rows=rows)


def _register_table(spark: Any, given: Input) -> tuple[str, int]:
    """The columns that the transform uses, at the snapshot that readers see now."""
    from pyspark.sql.types import StructType  # type: ignore[import-not-found, unused-ignore]

    where, declared = f"{given.database}.{given.name}", load(spark, given.database, given.name).columns
    for column in given.columns:
        if column.name not in declared:
            raise RunError(f"{where} has no column {column.name}; deploy its domain again")
    current = published(spark, given.database, given.name)
    if current is None:
        raise RunError(f"{where} has not been published yet; run its product first")
    rows = spark.sql(f"SELECT * FROM {at(given.database, given.name, current.snapshot)}")
    # a snapshot is read as it was written: what was added since, however deep, is empty, what was widened is widened
    seen = rows.to(StructType.fromJson(nullable(schema(given.columns))))
    seen.createOrReplaceTempView(given.view)
    return str(current.snapshot), int(seen.count())


def _write(plan: Plan, spark: Any, branch: Branch, name: str) -> int:
    """Write the transform's result, with every sensitive column treated; the snapshot that holds it."""
    where = f"{plan.database}.{plan.table}"
    sensitive = any(c.treatment for given in plan.inputs for c in given.columns)
    query = treated(plan, plan.sql[ENGINE])
    with explained(f"the transform of {where}", hide=sensitive):
        try:
            return branch.overwrite(spark.sql(query), summary(plan, name))
        except foreign() as problem:
            lacking = missing_value(spark, query, plan.columns, where) if is_missing_value(problem) else None
            if lacking is None:
                raise
            raise lacking from None


def _audit(plan: Plan, spark: Any, relation: str) -> tuple[Outcome, ...]:
    """Judge the expectations over what was written."""
    outcomes = []
    for expectation in plan.expectations:
        with explained(f"{plan.database}.{plan.table}: can't tell whether {describe(expectation)}"):
            (measured,) = spark.sql(question(expectation, ENGINE, relation)).first()
        outcomes.append(verdict(expectation, measured))
    return tuple(outcomes)


def _check_unchanged(plan: Plan, arguments: Arguments, services: Services, inputs: list[Read]) -> None:
    """That the files of every landing were the same all the time: Spark read them more than once."""
    for given, read in zip(plan.inputs, inputs, strict=True):
        if given.kind == "landing":
            now = version(files(services.s3, arguments.landing_bucket, given.name))
            if now != read.version:
                raise RunError(f"landing {given.name} was changed while it was read; run again")


def _measure(spark: Any, services: Services, record: RunRecord) -> None:
    """Send the run's metrics. The run has come to its end: what can't be sent is told to the job's log only."""
    try:
        metrics.put(services.cloudwatch, record, _refreshed(spark, record))
    except foreign() as problem:
        print(f"the metrics of {record.database}.{record.table} can't be sent: {sentence(problem)}", file=sys.stderr)


def _refreshed(spark: Any, record: RunRecord) -> datetime | None:
    """When what readers see was written."""
    try:
        load(spark, record.database, record.table)
    except RunError:  # the table is gone; the record says so
        return None
    current = published(spark, record.database, record.table)
    return None if current is None else current.written
