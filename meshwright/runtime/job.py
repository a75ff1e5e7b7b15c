"""What Glue starts: one job, one table, on Spark.

The script stands alone; the rest of the runtime comes in the package that ``--extra-py-files`` names.
"""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import fields

from meshwright.runtime.errors import RunError
from meshwright.runtime.plan import Arguments, Plan


def told(argv: Sequence[str]) -> Arguments:
    """The runtime's arguments among all that Glue passes, each as ``--<name> <value>``."""
    parser = argparse.ArgumentParser(allow_abbrev=False)
    for field in fields(Arguments):
        parser.add_argument(f"--{field.name}", required=True)
    known, _ = parser.parse_known_args(argv)
    return Arguments(**vars(known))


def main(argv: Sequence[str]) -> None:
    """Run the plan that the arguments name.

    Raises:
        SystemExit: the run published nothing; why stands in its record too.
    """
    import boto3
    from pyspark.sql import SparkSession  # type: ignore[import-not-found, unused-ignore]

    from meshwright.runtime.spark import Services, run

    arguments = told(argv)
    services = Services(s3=boto3.client("s3"), kms=boto3.client("kms"), cloudwatch=boto3.client("cloudwatch"))
    bucket, _, key = arguments.plan.removeprefix("s3://").partition("/")
    plan = Plan.from_json(services.s3.get_object(Bucket=bucket, Key=key)["Body"].read().decode())
    table = f"{plan.database}.{plan.table}"
    try:
        record = run(plan, arguments, SparkSession.builder.getOrCreate(), services)
    except RunError as problem:
        raise SystemExit(f"{table} failed: {str(problem).removeprefix(f'{table}: ')}") from None
    if record.status != "published":
        raise SystemExit(f"{table} was {record.status}: {record.reason}")


if __name__ == "__main__":
    main(sys.argv[1:])
