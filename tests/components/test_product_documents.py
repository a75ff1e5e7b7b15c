"""A product's contract stands in the catalog bucket, as it would be exported."""

from typing import Any

import pytest
import yaml

from meshwright.contracts.standards.odcs import contract
from meshwright.contracts.yaml_writing import to_yaml
from tests.harness import Deployment, deploy

from . import domain_components as built
from .ground import KEY_ARN, SANDBOX
from .shop import SALES_ORDERS

FOLDER = "contracts/sales/orders/v1/"


@pytest.fixture(scope="module")
def deployed() -> Deployment:
    return deploy(built.product_documents)


def objects(deployed: Deployment) -> dict[str, dict[str, Any]]:
    return {r.inputs["key"]: dict(r.inputs) for r in deployed.of_type("aws:s3/bucketObjectv2:BucketObjectv2")}


def test_each_standards_document_stands_in_the_folder_of_the_major(deployed: Deployment) -> None:
    named = {"contract.odcs.yaml", "product.odps.yaml", *(f"{t}.schema.json" for t in ("daily", "orders", "returns"))}
    assert set(objects(deployed)) == {f"{FOLDER}{name}" for name in named}


def test_they_are_encrypted_as_the_bucket_asks_for_and_say_what_they_are(deployed: Deployment) -> None:
    for key, found in objects(deployed).items():
        assert (found["bucket"], found["kmsKeyId"]) == ("mesh-sandbox-platform-catalog-0a1b2c3d", KEY_ARN)
        assert (found["serverSideEncryption"], found["bucketKeyEnabled"]) == ("aws:kms", True)
        assert found["contentType"] == ("application/yaml" if key.endswith("yaml") else "application/schema+json")


def test_the_contract_is_what_an_export_for_this_environment_writes(deployed: Deployment) -> None:
    found = objects(deployed)[f"{FOLDER}contract.odcs.yaml"]["content"]
    assert found == to_yaml(contract(SALES_ORDERS, [SANDBOX]))


def test_the_product_names_what_it_reads_by_contract(deployed: Deployment) -> None:
    found = yaml.safe_load(objects(deployed)[f"{FOLDER}product.odps.yaml"]["content"])
    assert [port["contractId"] for port in found["inputPorts"]] == ["planning_forecasts_v1"]
