"""What is exported is a contract by the standard's own schema, and says what the definition says."""

from functools import cache
from typing import Any

import jsonschema
import yaml
from hypothesis import HealthCheck, given, settings
from open_data_contract_standard.model import OpenDataContractStandard

from meshwright.contracts.standards.odcs import contract
from meshwright.contracts.yaml_writing import to_yaml
from meshwright.language import Domain, Product, ProductRef, Table, text

from .golden import check_golden
from .odcs_schema import standard
from .products import refs
from .shop import SALES_ORDERS, SANDBOX


@cache
def validator() -> Any:
    """By the standard's own JSON schema."""
    return jsonschema.Draft201909Validator(standard())


def problems(document: dict[str, Any]) -> list[str]:
    return [f"{e.json_path}: {e.message[:200]}" for e in validator().iter_errors(document)]


def test_the_golden_contract() -> None:
    check_golden("contract.odcs.yaml", to_yaml(contract(SALES_ORDERS, [SANDBOX])))


def test_the_golden_contract_is_valid() -> None:
    assert problems(contract(SALES_ORDERS, [SANDBOX])) == []


def test_the_standards_own_model_reads_it_and_keeps_it_whole() -> None:
    document = contract(SALES_ORDERS, [SANDBOX])
    read = OpenDataContractStandard.from_string(to_yaml(document))
    assert read.model_dump(exclude_unset=True, by_alias=True) == document


@settings(max_examples=20, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], deadline=None)
@given(ref=refs())
def test_every_contract_is_valid(ref: ProductRef) -> None:
    text = to_yaml(contract(ref, [SANDBOX]))
    document = yaml.load(text, Loader=yaml.CSafeLoader)
    assert problems(document) == []
    assert to_yaml(document) == text


def test_the_schema_tells_a_wrong_contract() -> None:
    document = contract(SALES_ORDERS, [SANDBOX])
    document["schema"][0]["properties"][0]["logicalType"] = "varchar"
    assert any("varchar" in problem for problem in problems(document))


def _only(product: Product) -> dict[str, Any]:
    return contract(ProductRef(Domain("sales", products=[product]), product), [])


def test_what_is_not_said_is_not_written() -> None:
    product = Product("orders", version="1.0.0", tables=[Table("orders", columns=[text(1, "id", key=True)])])
    assert _only(product).keys() == {"apiVersion", "kind", "id", "name", "version", "status", "domain", "schema"}


def test_a_product_that_ends_is_deprecated_and_one_before_its_first_version_is_a_draft() -> None:
    tables = [Table("orders", columns=[text(1, "id", key=True)])]
    assert _only(Product("orders", version="0.1.0", tables=tables))["status"] == "draft"
    assert _only(Product("orders", version="1.0.0", tables=tables))["status"] == "active"
    ending = _only(Product("orders", version="1.0.0", sunset="2027-06-30", tables=tables))
    assert ending["status"] == "deprecated"
    assert {"property": "endOfLife", "value": "2027-06-30"} in ending["slaProperties"]
