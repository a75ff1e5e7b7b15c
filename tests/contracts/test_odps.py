"""The product document is of the shape that Bitol's standard asks for."""

import json
import os
from pathlib import Path
from typing import Any, Literal

import jsonschema
import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from pydantic import BaseModel, ConfigDict

from meshwright.contracts.standards.odps import product
from meshwright.contracts.yaml_writing import to_yaml
from meshwright.language import ProductRef

from .products import refs
from .shop import OBSERVATIONS, SALES_ORDERS


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class CustomProperty(_Strict):
    property: str
    value: Any


class Description(_Strict):
    purpose: str


class InputPort(_Strict):
    name: str
    version: str
    contractId: str


class InputContract(_Strict):
    id: str
    version: str


class OutputPort(_Strict):
    name: str
    type: str
    version: str
    contractId: str
    inputContracts: list[InputContract] = []


class Member(_Strict):
    username: str
    role: str


class Team(_Strict):
    name: str
    members: list[Member]


class Support(_Strict):
    channel: str
    url: str
    tool: str


class DataProduct(_Strict):
    """What we write of the standard, by its JSON schema 1.1.0 (bitol-io/open-data-product-standard, November 2026)."""

    apiVersion: Literal["v1.1.0"]
    kind: Literal["DataProduct"]
    id: str
    name: str
    version: str
    status: Literal["draft", "active", "deprecated"]
    deprecated: bool = False
    domain: str
    description: Description | None = None
    inputPorts: list[InputPort] = []
    outputPorts: list[OutputPort]
    team: Team | None = None
    support: list[Support] = []
    customProperties: list[CustomProperty]


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], deadline=None)
@given(ref=refs())
def test_every_product_document_is_of_the_standards_shape(ref: ProductRef) -> None:
    read = DataProduct.model_validate(yaml.safe_load(to_yaml(product(ref, [OBSERVATIONS]))))
    assert [port.contractId for port in read.inputPorts] == ["weather_observations_v1"]
    assert [port.contractId for port in read.outputPorts] == [ref.database]


def test_the_product_document_is_valid_by_the_standards_own_schema() -> None:
    schema = os.environ.get("ODPS_SCHEMA")
    if schema is None:
        pytest.skip("no package ships the schema; name a copy of odps-json-schema-v1.1.0.json by ODPS_SCHEMA=")
    of_products = jsonschema.Draft201909Validator(json.loads(Path(schema).read_text(encoding="utf-8")))
    assert list(of_products.iter_errors(product(SALES_ORDERS, [OBSERVATIONS]))) == []
