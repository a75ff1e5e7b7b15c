"""What a Glue job is told: the runtime's own arguments, and how Spark reaches Iceberg and Lake Formation."""

from collections.abc import Mapping
from dataclasses import asdict

from meshwright.language import Environment
from meshwright.runtime.plan import Arguments, Plan
from meshwright.runtime.spark import SETTINGS

from .policies import Account

CATALOG = "spark_catalog"
"""Lake Formation filters rows and columns for Spark's session catalog only (Glue Developer Guide, "Considerations")."""


def reads_others(plan: Plan, domain: str) -> bool:
    """Whether a job reads another domain's tables, which it does through Lake Formation's filters."""
    return any(i.kind == "table" and not i.database.startswith(f"{domain}_") for i in plan.inputs)


def job_arguments(
    arguments: Arguments,
    *,
    environment: Environment,
    data_bucket: str,
    package: str,
    log_prefix: str,
    filtered: bool,
) -> dict[str, str]:
    """The default arguments of a job, by ``--<name>``."""
    found = {
        "--datalake-formats": "iceberg",
        "--enable-glue-datacatalog": "true",
        "--job-bookmark-option": "job-bookmark-disable",
        "--enable-metrics": "true",
        "--custom-logGroup-prefix": log_prefix,
        "--TempDir": f"s3://{arguments.scratch_bucket}/glue/",
        "--extra-py-files": package,
        "--conf": _confs(spark_configuration(environment, data_bucket, filtered=filtered)),
        **{f"--{name}": value for name, value in asdict(arguments).items()},
    }
    return {**found, "--enable-lakeformation-fine-grained-access": "true"} if filtered else found


def spark_configuration(environment: Environment, data_bucket: str, *, filtered: bool) -> dict[str, str]:
    """Spark's settings: those that the runtime relies on, set here as a filtered job takes none once it runs.

    A filtered job leaves the catalog's implementation to Glue, whose system driver brings its own and refuses a second.
    """
    catalog = f"spark.sql.catalog.{CATALOG}"
    found = {
        "spark.sql.extensions": "org.apache.iceberg.spark.extensions.IcebergSparkSessionExtensions",
        catalog: "org.apache.iceberg.spark.SparkSessionCatalog",
        f"{catalog}.warehouse": f"s3://{data_bucket}",
        f"{catalog}.client.region": environment.region,
        f"{catalog}.glue.account-id": environment.account,
        **SETTINGS,
    }
    if not filtered:
        found[f"{catalog}.catalog-impl"] = "org.apache.iceberg.aws.glue.GlueCatalog"
        found[f"{catalog}.io-impl"] = "org.apache.iceberg.aws.s3.S3FileIO"
    else:
        # Glue asks for it where it filters (Glue Developer Guide, "Using AWS Glue with AWS Lake Formation")
        found[f"{catalog}.glue.endpoint"] = f"https://glue.{environment.region}.{Account(environment).dns_suffix}"
    return found


def _confs(settings: Mapping[str, str]) -> str:
    """Glue takes one ``--conf``; further ones go into its value."""
    return " --conf ".join(f"{name}={value}" for name, value in settings.items())
