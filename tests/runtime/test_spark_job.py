"""A job on Spark: arguments in, a published table or a failed job out."""

from collections.abc import Iterator
from dataclasses import asdict, replace

import pytest

from meshwright.language import Expect, landing, text
from meshwright.runtime.job import main
from meshwright.runtime.plan import Input, Plan

from .spark_lake import MARKS, REGION, SparkLake, column, opened, planned

pytestmark = MARKS

NAMES = landing("names", format="csv", columns=[text(1, "name")])
KEY = [text(1, "name", key=True)]


@pytest.fixture(scope="module")
def lake() -> Iterator[SparkLake]:
    with opened() as found, pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_DEFAULT_REGION", REGION)
        yield found


@pytest.fixture(scope="module")
def source(lake: SparkLake) -> Plan:
    """A published table of two rows: what a job would read from a bucket is not there for Spark."""
    lake.land("names/one.csv", "name\na\nb\n")
    plan = planned("SELECT name FROM landing.names", KEY, [NAMES])
    lake.run(plan)
    return plan


def start(lake: SparkLake, source: Plan, sql: str) -> Plan:
    """Start a job whose transform reads the published table as ``it``."""
    read = Input(
        view="it", kind="table", database=source.database, name="trips", columns=(column(1, "name", "string"),)
    )
    made = planned("SELECT name FROM landing.names", KEY, [NAMES], expects=[Expect.unique("name")])
    plan = replace(made, inputs=(read,), sql={"spark": sql})
    bucket = lake.arguments.catalog_bucket
    lake.services.s3.put_object(Bucket=bucket, Key="plan.json", Body=plan.to_json().encode())
    told = asdict(replace(lake.arguments, plan=f"s3://{bucket}/plan.json"))
    main(["--JOB_NAME", "a-job", *(part for name, value in told.items() for part in (f"--{name}", value))])
    return plan


def test_a_job_publishes_its_table(lake: SparkLake, source: Plan) -> None:
    plan = start(lake, source, "SELECT upper(name) AS name FROM it")
    assert lake.rows(plan) == [{"name": "A"}, {"name": "B"}]


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ("'x'", r"_v1\.trips was rejected: expected but not found: name is unique: 1 rows fail$"),
        (
            "CAST(NULL AS STRING)",
            r"_v1\.trips failed: column name is required but has no value in 2 of 2 rows; fill it",
        ),
        ("nobody", r"_v1\.trips failed: the transform of .*`nobody` cannot be resolved"),
    ],
)
def test_a_run_that_publishes_nothing_fails_the_job_with_its_reason(
    lake: SparkLake, source: Plan, value: str, says: str
) -> None:
    with pytest.raises(SystemExit, match=says):
        start(lake, source, f"SELECT {value} AS name FROM it")
