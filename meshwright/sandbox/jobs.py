"""The jobs that are deployed in the sandbox."""

from dataclasses import dataclass, fields

from botocore.exceptions import ClientError

from meshwright import names
from meshwright.runtime.errors import RunError
from meshwright.runtime.plan import Arguments, Plan

from .server import Server


@dataclass(frozen=True)
class Job:
    """A deployed job: what it is to do, and where."""

    plan: Plan
    arguments: Arguments


def deployed(server: Server, database: str, table: str) -> Job:
    """The job of a table as it was deployed.

    Raises:
        RunError: there is no such job, or its arguments or its plan can't be read.
    """
    name = names.job(database, table)
    try:
        told = server.client("glue").get_job(JobName=name)["Job"].get("DefaultArguments", {})
        arguments = Arguments(**{f.name: told[f"--{f.name}"] for f in fields(Arguments)})
        bucket, _, key = arguments.plan.removeprefix("s3://").partition("/")
        text = server.client("s3").get_object(Bucket=bucket, Key=key)["Body"].read().decode()
        return Job(Plan.from_json(text), arguments)
    except ClientError as problem:
        code = problem.response["Error"]["Code"]
        raise RunError(f"the job {name} is not deployed as it should be ({code}); run `mesh up`") from None
    except (KeyError, TypeError, ValueError) as problem:
        raise RunError(f"the job {name} can't be read ({problem!r}); run `mesh up`") from None
