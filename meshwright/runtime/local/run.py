"""Runs a plan: read, transform, treat, write, audit, publish, and keep a record."""

import re
from typing import Final

import duckdb
import pyarrow as pa

from .. import records
from ..errors import RunError
from ..expectations import Outcome, columns, describe, question, verdict
from ..plan import Arguments, Plan
from ..records import Read, RunRecord
from ..running import Result, check_treatments, makes_pseudonyms, recorded, summary
from ..treatments import pseudonym_key
from .engine import connect, quoted
from .landings import read_landing
from .problems import explained, sentence
from .services import Services
from .shaping import conform
from .tables import check_contract, load, stage
from .types import arrow_schema

ENGINE: Final = "duckdb"
_TREATMENT = {"pseudonymise": "pseudonymise({0})", "mask": "mask_last({0})", "generalise": "generalise({0})"}
_STAGED = "staged"


def run(plan: Plan, arguments: Arguments, services: Services) -> RunRecord:
    """Fill one table.

    The result waits on a branch until its expectations have been judged; where one fails, readers keep what they
    have and the record's status is ``rejected``. Every run leaves its record in the catalog bucket.

    Raises:
        RunError: the run could not come to a result. Its record says why, with status ``failed``.
    """
    record, failure = recorded(plan, ENGINE, lambda name, inputs: _fill(plan, arguments, services, name, inputs))
    records.write(services.s3, arguments.catalog_bucket, record)
    if failure is not None:
        raise failure
    return record


def _fill(plan: Plan, arguments: Arguments, services: Services, name: str, inputs: list[Read]) -> Result:
    where = f"{plan.database}.{plan.table}"
    check_treatments(plan)
    with explained(f"{where}: the catalog can't be read"):
        table = load(services.catalog, plan.database, plan.table)
    check_contract(table, plan.columns)
    with connect(_key(plan, arguments, services)) as connection:
        _register_inputs(plan, arguments, services, connection, inputs)
        rows = _transform(plan, connection)
    rows = conform(rows, arrow_schema(plan.columns), where)
    with explained(f"{where}: the result can't be written"):
        staged = stage(table, rows, summary(plan, name))
        del rows
        outcomes = _audit(plan, staged.read({c for e in plan.expectations for c in columns(e)}))
        result = Result(rows=staged.rows, snapshot=staged.snapshot, outcomes=outcomes)
        staged.reject() if result.rejected else staged.publish()
    return result


def _key(plan: Plan, arguments: Arguments, services: Services) -> bytes | None:
    """The pseudonym key, where the plan needs it."""
    if not makes_pseudonyms(plan, ENGINE):
        return None
    with explained(f"the key of the pseudonyms ({arguments.pseudonym_key}) can't be used"):
        return pseudonym_key(services.kms, arguments.pseudonym_key)


def _register_inputs(
    plan: Plan, arguments: Arguments, services: Services, connection: duckdb.DuckDBPyConnection, inputs: list[Read]
) -> None:  # fmt: skip
    for given in plan.inputs:
        what = f"landing {given.name}" if given.kind == "landing" else f"{given.database}.{given.name}"
        with explained(f"{what} can't be read"):
            if given.kind == "landing":
                rows, version = read_landing(services.s3, arguments.landing_bucket, given)
            else:
                rows, version = services.tables.read(given)
        inputs.append(Read(view=given.view, kind=given.kind, version=version, rows=rows.num_rows))
        connection.register(given.view, rows)


def _transform(plan: Plan, connection: duckdb.DuckDBPyConnection) -> pa.Table:
    """The SQL's result with every sensitive column treated."""
    try:
        return connection.sql(_treated(plan)).to_arrow_table()
    except duckdb.Error as problem:
        why = _blamed(plan, connection, problem)
        raise RunError(f"the transform of {plan.database}.{plan.table}: {why}") from None


def _treated(plan: Plan) -> str:
    selected = []
    for column in plan.columns:
        name = quoted(column.name)
        treatment = _TREATMENT.get(column.treatment or "", "{0}")
        selected.append(f"{treatment.format(name)} AS {name}")
    return f"SELECT {', '.join(selected)} FROM ({plan.sql[ENGINE]}) AS untreated"


def _blamed(plan: Plan, connection: duckdb.DuckDBPyConnection, problem: duckdb.Error) -> str:
    """The engine's words, with the column where one alone is to blame; never a sensitive value."""

    def failure(counted: str) -> duckdb.Error | None:
        try:
            connection.sql(f"SELECT count({counted}) FROM ({plan.sql[ENGINE]}) AS alone").fetchall()
        except duckdb.Error as found:
            return found
        return None

    sensitive = any(c.treatment for given in plan.inputs for c in given.columns)
    if failure("*") is None:  # the rows can be found, so that it is a value that fails
        for column in plan.columns:
            if found := failure(quoted(column.name)):
                return f"column {column.name}: {_told(found, sensitive)}"
    return _told(problem, sensitive)


def _told(problem: duckdb.Error, sensitive: bool) -> str:
    return re.sub(r"'[^']*'", "'…'", sentence(problem)) if sensitive else sentence(problem)


def _audit(plan: Plan, rows: pa.Table) -> tuple[Outcome, ...]:
    """Judge the expectations over what was written."""
    outcomes = []
    with connect() as connection:
        connection.register(_STAGED, rows)
        for expectation in plan.expectations:
            with explained(f"{plan.database}.{plan.table}: can't tell whether {describe(expectation)}"):
                ((measured,),) = connection.sql(question(expectation, ENGINE, _STAGED)).fetchall()
            outcomes.append(verdict(expectation, measured))
    return tuple(outcomes)
