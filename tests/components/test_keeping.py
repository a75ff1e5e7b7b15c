"""Data outlives its definition, unless its owner and its environment's owner agreed to lose it."""

from collections.abc import Callable
from typing import Any

import pytest

from components import DomainKey, DomainKeyArgs, DomainStorage, DomainStorageArgs, ProductCatalog, ProductCatalogArgs
from components._keeping import keeps
from meshwright.language import Domain, Environment, Product, ProductRef, Table, text
from tests.harness import Deployment, deploy

from .domain_components import DATA_BUCKET, domain_access
from .ground import FOUNDATION, KEY_ARN

WHY = "moved to the archive"
TABLES = "aws:glue/catalogTable:CatalogTable"
DATABASE = "aws:glue/catalogDatabase:CatalogDatabase"


def environment(deletes: Any) -> Environment:
    return Environment("sandbox", account="123456789012", region="eu-west-1", deletes=deletes)


def table(name: str = "orders", **said: Any) -> Table:
    return Table(name, columns=[text(1, "a", key=True)], **said)


def product(*tables: Table, **said: Any) -> Product:
    return Product("orders", version="1.0.0", tables=tables or (table(),), **said)


def domain(*products: Product, **said: Any) -> Domain:
    return Domain("sales", products=products or (product(),), **said)


@pytest.mark.parametrize("deletes", ["nothing", "retired"])
@pytest.mark.parametrize("who", [(), ("domain",), ("product",), ("table",), ("domain", "product", "table")])
def test_both_have_to_agree(deletes: str, who: tuple[str, ...]) -> None:
    said = {name: {"retire": WHY} if name in who else {} for name in ("domain", "product", "table")}
    held = table(**said["table"])
    made = product(held, **said["product"])
    owners = (domain(made, **said["domain"]), made, held)
    assert keeps(environment(deletes), *owners) is (deletes == "nothing" or not who)


def catalog(declared: Domain, deletes: str) -> Deployment:
    def program() -> None:
        ref = ProductRef(declared, declared.products[0])
        args = ProductCatalogArgs(
            ref=ref, environment=environment(deletes), data_bucket=DATA_BUCKET, open=False, access=domain_access("own")
        )
        ProductCatalog("it", args)

    return deploy(program)


def kept(deployed: Deployment, *types: str) -> dict[str, bool]:
    return {r.name: r.options.retain_on_delete for r in deployed.resources if r.custom and r.type in types}


@pytest.mark.parametrize(
    ("declared", "gone"),
    [
        (domain(product(table(), table("lines"))), set()),
        (domain(product(table(), table("lines", retire=WHY))), {"it-lines-table"}),
        (domain(product(table(), table("lines"), retire=WHY)), {"it-database", "it-orders-table", "it-lines-table"}),
        (domain(product(table(), table("lines")), retire=WHY), {"it-database", "it-orders-table", "it-lines-table"}),
    ],
    ids=["nothing", "a table", "a product", "a domain"],
)
def test_what_is_retired_goes_and_no_more(declared: Domain, gone: set[str]) -> None:
    every = {"it-database", "it-orders-table", "it-lines-table"}
    assert kept(catalog(declared, "retired"), TABLES, DATABASE) == {name: name not in gone for name in every}
    assert kept(catalog(declared, "nothing"), TABLES, DATABASE) == dict.fromkeys(every, True)


def keys(declared: Domain, deletes: str) -> Callable[[], object]:
    args = DomainKeyArgs(domain=declared, environment=environment(deletes), foundation=FOUNDATION)
    return lambda: DomainKey("it", args)


def storage(declared: Domain, deletes: str) -> Callable[[], object]:
    args = DomainStorageArgs(domain=declared, environment=environment(deletes), foundation=FOUNDATION, key_arn=KEY_ARN)
    return lambda: DomainStorage("it", args)


@pytest.mark.parametrize("build", [keys, storage])
@pytest.mark.parametrize(
    ("declared", "deletes", "stays"),
    [
        (domain(), "retired", True),
        (domain(product(table(retire=WHY), retire=WHY)), "retired", True),
        (domain(retire=WHY), "nothing", True),
        (domain(retire=WHY), "retired", False),
    ],
    ids=["not retired", "a product retired", "not allowed", "both"],
)
def test_buckets_and_keys_go_with_their_domain_only(
    build: Callable[[Domain, str], Callable[[], object]], declared: Domain, deletes: str, stays: bool
) -> None:
    deployed = deploy(build(declared, deletes))
    assert {r.options.retain_on_delete for r in deployed.resources if r.custom} == {stays}
    for bucket in deployed.of_type("aws:s3/bucket:Bucket"):
        assert bucket.inputs.get("forceDestroy", False) is not stays, "AWS deletes no bucket that holds something"
    for key in deployed.of_type("aws:kms/key:Key"):
        assert key.inputs["deletionWindowInDays"] == 30
