"""A product's jobs run encrypted, in order, when they should, and see through Lake Formation what is others'."""

import hashlib
import json
from typing import Any

import pytest

from components import pipeline as pipelines
from meshwright.runtime.plan import Plan
from meshwright.runtime.spark import SETTINGS
from tests.harness import Deployment, deploy

from . import domain_components as built
from .ground import KEY_ARN
from .shop import SALES_ORDERS, plans

ORCHESTRATOR = "arn:aws:iam::123456789012:role/mesh/mesh-sandbox-sales-orchestrator"


@pytest.fixture(scope="module")
def deployed() -> Deployment:
    return deploy(built.pipeline)


@pytest.fixture(scope="module")
def reading_others() -> Deployment:
    return deploy(built.pipeline_on_publish)


def arguments(deployed: Deployment, table: str) -> dict[str, str]:
    found = deployed[f"it-{table}-job"].inputs["defaultArguments"]
    assert isinstance(found, dict)
    return found


def settings(deployed: Deployment, table: str) -> dict[str, str]:
    """Spark's, as Glue reads ``--conf``."""
    return dict(one.split("=", 1) for one in arguments(deployed, table)["--conf"].split(" --conf "))


def jobs(deployed: Deployment) -> list[dict[str, Any]]:
    return [dict(j.inputs) for j in deployed.of_type("aws:glue/job:Job")]


def test_each_table_has_a_job(deployed: Deployment) -> None:
    assert {j["name"] for j in jobs(deployed)} == {f"mesh-sales_orders_v1-{t}" for t in ("orders", "returns", "daily")}


def test_jobs_run_once_at_a_time_encrypted_and_without_bookmarks(deployed: Deployment) -> None:
    for job in jobs(deployed):
        assert job["executionProperty"] == {"maxConcurrentRuns": 1}
        assert job["securityConfiguration"] == "mesh-sandbox-sales"
        assert job["defaultArguments"]["--job-bookmark-option"] == "job-bookmark-disable"
        assert (job["glueVersion"], job["maxRetries"], job["timeout"]) == ("5.1", 0, pipelines.TIMEOUT_MINUTES)
        assert job["roleArn"].endswith("/mesh-sandbox-sales-pipeline")


def test_the_plan_is_addressed_by_its_content(deployed: Deployment) -> None:
    for table, plan in plans(SALES_ORDERS).items():
        put = deployed[f"it-{table}-plan"].inputs
        assert Plan.from_json(put["content"]) == plan
        digest = hashlib.sha256(put["content"].encode()).hexdigest()[:16]
        assert put["key"] == f"sales/plans/sales_orders_v1/{table}/{digest}.json"
        assert arguments(deployed, table)["--plan"] == f"s3://{put['bucket']}/{put['key']}"
        assert (put["serverSideEncryption"], put["kmsKeyId"]) == ("aws:kms", KEY_ARN)


def test_a_job_is_told_what_the_runtime_asks_for(deployed: Deployment) -> None:
    told = arguments(deployed, "orders")
    assert {
        name: told[f"--{name}"] for name in ("environment", "landing_bucket", "scratch_bucket", "catalog_bucket")
    } == {
        "environment": "sandbox",
        "landing_bucket": "mesh-sandbox-sales-landing-0a1b2c3d",
        "scratch_bucket": "mesh-sandbox-sales-scratch-0a1b2c3d",
        "catalog_bucket": "mesh-sandbox-platform-catalog-0a1b2c3d",
    }
    assert told["--pseudonym_key"] == "alias/mesh-sandbox-sales-pseudonyms"


def test_a_job_runs_the_packaged_runtime(deployed: Deployment) -> None:
    package, script = deployed["it-ground-runtime-package"].inputs, deployed["it-ground-runtime-script"].inputs
    for job in jobs(deployed):
        assert job["defaultArguments"]["--extra-py-files"] == f"s3://{package['bucket']}/{package['key']}"
        assert job["command"]["scriptLocation"] == f"s3://{script['bucket']}/{script['key']}"


def test_spark_speaks_the_dialect_that_transforms_are_checked_in(deployed: Deployment) -> None:
    found = settings(deployed, "orders")
    assert SETTINGS.items() <= found.items()
    assert (found["spark.sql.ansi.enabled"], found["spark.sql.session.timeZone"]) == ("false", "UTC")
    assert found["spark.sql.catalog.spark_catalog"] == "org.apache.iceberg.spark.SparkSessionCatalog"
    assert arguments(deployed, "orders")["--datalake-formats"] == "iceberg"


def test_a_job_on_its_own_data_uses_its_own_permissions(deployed: Deployment) -> None:
    assert "--enable-lakeformation-fine-grained-access" not in arguments(deployed, "daily")
    assert deployed["it-daily-job"].inputs["numberOfWorkers"] == 2
    assert "spark.sql.catalog.spark_catalog.catalog-impl" in settings(deployed, "daily")


def test_a_job_on_others_data_sees_what_lake_formation_lets_through(reading_others: Deployment) -> None:
    assert arguments(reading_others, "countries")["--enable-lakeformation-fine-grained-access"] == "true"
    assert reading_others["it-countries-job"].inputs["numberOfWorkers"] >= 4, "the fewest that Glue filters with"
    # Glue brings an implementation of its own then, and fails on two
    assert "spark.sql.catalog.spark_catalog.catalog-impl" not in settings(reading_others, "countries")
    endpoint = settings(reading_others, "countries")["spark.sql.catalog.spark_catalog.glue.endpoint"]
    assert endpoint == "https://glue.eu-west-1.amazonaws.com"


def test_the_state_machine_is_encrypted_logged_and_traced(deployed: Deployment) -> None:
    machine = deployed["it-state-machine"].inputs
    assert machine["encryptionConfiguration"]["kmsKeyId"] == KEY_ARN
    assert machine["encryptionConfiguration"]["type"] == "CUSTOMER_MANAGED_KMS_KEY"
    assert machine["loggingConfiguration"]["level"] == "ALL"
    assert machine["loggingConfiguration"]["logDestination"].endswith(":*")
    assert machine["tracingConfiguration"] == {"enabled": True}
    assert machine["roleArn"] == ORCHESTRATOR


def test_the_state_machine_runs_the_jobs_that_were_deployed(deployed: Deployment) -> None:
    machine = deployed["it-state-machine"]
    assert {deployed[f"it-{t}-job"].urn for t in ("orders", "returns", "daily")} <= set(machine.dependencies)
    for table in ("orders", "returns", "daily"):
        assert f'"JobName":"mesh-sales_orders_v1-{table}"' in machine.inputs["definition"]
    assert json.loads(machine.inputs["definition"])["States"]["Tell the owner"]["Parameters"]["TopicArn"] == built.TOPIC


def test_a_timed_product_is_started_by_the_clock_in_utc(deployed: Deployment) -> None:
    schedule = deployed["it-schedule"].inputs
    assert schedule["scheduleExpression"] == "cron(0 5 * * ? *)"
    assert schedule["scheduleExpressionTimezone"] == "UTC"
    assert schedule["groupName"] == "mesh-sales"
    assert schedule["target"]["arn"] == deployed["it-state-machine"].outputs["arn"]
    assert schedule["target"]["roleArn"] == ORCHESTRATOR
    assert "it-rule" not in deployed


def test_a_product_that_follows_others_is_started_by_their_announcements(reading_others: Deployment) -> None:
    rule, target = reading_others["it-rule"].inputs, reading_others["it-target"].inputs
    assert json.loads(rule["eventPattern"]) == {
        "source": ["mesh.planning", "mesh.sales"],
        "detail-type": ["product.published"],
        "detail": {"database": ["planning_forecasts_v1", "sales_orders_v1"]},
    }
    assert rule["eventBusName"] == target["eventBusName"] == "mesh-sandbox"
    assert target["arn"] == reading_others["it-state-machine"].outputs["arn"]
    assert target["roleArn"] == ORCHESTRATOR
    assert "it-schedule" not in reading_others


def test_what_is_announced_is_what_rules_wait_for(deployed: Deployment, reading_others: Deployment) -> None:
    definition = json.loads(deployed["it-state-machine"].inputs["definition"])
    (entry,) = definition["States"]["Announce"]["Parameters"]["Entries"]
    pattern = json.loads(reading_others["it-rule"].inputs["eventPattern"])
    assert entry["Source"] in pattern["source"]
    assert entry["DetailType"] in pattern["detail-type"]
    assert entry["Detail"]["database"] in pattern["detail"]["database"]
