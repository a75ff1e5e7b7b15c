"""A product's tables carry the declared numbers, say what is sensitive, and are tended without surprise."""

import json
from typing import Any

import pytest

from components import product_catalog
from components._iceberg import iceberg_input
from meshwright.contracts.iceberg import DOC_LENGTH
from meshwright.language import Domain, Product, ProductRef, Table, text
from tests.harness import Deployment, children, deploy

from . import domain_components as built
from .shop import COUNTRIES, ORDERS


@pytest.fixture(scope="module")
def deployed() -> Deployment:
    return deploy(built.product_catalog)


def iceberg(deployed: Deployment, table: str) -> dict[str, Any]:
    found = deployed[f"it-{table}-table"].inputs["openTableFormatInput"]["icebergInput"]["icebergTableInput"]
    assert isinstance(found, dict)
    return found


def numbers(field: Any) -> set[int]:
    """Every id inside an Iceberg type."""
    if isinstance(field, dict):
        own = {v for k, v in field.items() if k == "id" or k.endswith("-id")}
        return own.union(*(numbers(v) for v in field.values()))
    return set().union(*map(numbers, field)) if isinstance(field, list) else set()


def tags(deployed: Deployment, name: str) -> dict[str, str]:
    return {t["key"]: t["value"] for t in deployed[name].inputs["lfTags"]}


def test_columns_keep_their_declared_numbers_however_deep(deployed: Deployment) -> None:
    fields = iceberg(deployed, "orders")["schema"]["fields"]
    assert [(f["id"], f["name"], f["required"]) for f in fields] == [
        (c.number, c.name, not c.optional) for c in ORDERS.columns
    ]
    nested = set().union(*(numbers(json.loads(f["type"])) for f in fields))
    assert nested == {part.number for c in ORDERS.columns for part in c.walk()} - {c.number for c in ORDERS.columns}


def test_the_key_of_a_table_identifies_its_rows(deployed: Deployment) -> None:
    assert iceberg(deployed, "orders")["schema"]["identifierFieldIds"] == [1]


def test_partitions_point_at_numbers(deployed: Deployment) -> None:
    fields = iceberg(deployed, "orders")["partitionSpec"]["fields"]
    assert [(f["sourceId"], f["transform"], f["name"]) for f in fields] == [
        (2, "month", "ordered_at_month"),
        (3, "bucket[8]", "customer_bucket"),
    ]
    assert "partitionSpec" not in iceberg(deployed, "returns")


def test_a_description_fits_into_glue() -> None:
    table = Table("t", columns=[text(1, "a", key=True, description="x" * 900)])
    schema: Any = iceberg_input(table, location="s3://b/t", properties={}).iceberg_input
    (field,) = schema.iceberg_table_input.schema.fields
    assert len(field.doc) == DOC_LENGTH


def test_each_table_has_a_place_of_its_own(deployed: Deployment) -> None:
    places = [iceberg(deployed, t)["location"] for t in ("orders", "returns", "daily")]
    assert places == [f"s3://{built.DATA_BUCKET}/sales_orders_v1/{t}" for t in ("orders", "returns", "daily")]


def test_what_glue_derives_from_the_metadata_is_left_alone(deployed: Deployment) -> None:
    for table in deployed.of_type("aws:glue/catalogTable:CatalogTable"):
        assert {"description", "parameters", "storageDescriptor"} <= set(table.options.ignore_changes)
        assert not {"description", "parameters", "storageDescriptor"} & table.inputs.keys()


def test_partition_fields_are_numbered_by_glue(deployed: Deployment) -> None:
    """A number made from the position would be another field's as soon as the partitioning changes."""
    fields = iceberg(deployed, "orders")["partitionSpec"]["fields"]
    assert fields
    assert all("fieldId" not in f for f in fields)


def test_readers_find_owner_version_and_classification(deployed: Deployment) -> None:
    said = iceberg(deployed, "orders")["properties"]
    assert said["mesh.owner"] == "sales@example.org"
    assert (said["mesh.version"], said["mesh.classification"]) == ("1.2.0", "confidential")


def test_a_new_table_is_open_to_nobody(deployed: Deployment) -> None:
    assert deployed["it-database"].inputs["createTableDefaultPermissions"] == []


def test_sensitive_columns_say_so_and_all_others_inherit(deployed: Deployment) -> None:
    marked = deployed["it-orders-customer-sensitive"]
    assert marked.inputs["tableWithColumns"]["columnNames"] == ["customer"]
    assert tags(deployed, "it-orders-customer-sensitive") == {"sensitivity": "sensitive"}
    assert tags(deployed, "it-tags") == {
        "classification": "confidential",
        "domain": "sales",
        "sensitivity": "none",
        "visibility": "shared",
    }
    assert not [r for r in deployed.resources if r.name.startswith("it-returns-") and "sensitive" in r.name]


def test_each_sensitive_column_is_marked_by_itself_and_after_the_one_before() -> None:
    """One more must not take the mark off those that are marked."""
    columns = [text(1, "item_id", key=True), *(text(n, name, pii="mask") for n, name in ((2, "name"), (3, "phone")))]
    product = Product("people", version="1.0.0", purpose="x", tables=[Table("people", columns=columns)])
    ref = ProductRef(Domain("sales", owner="s@example.org", cost_center="CC-1", products=[product]), product)
    deployed = deploy(lambda: built.product_catalog("it", ref))
    name, phone = deployed["it-people-name-sensitive"], deployed["it-people-phone-sensitive"]
    assert [r.inputs["tableWithColumns"]["columnNames"] for r in (name, phone)] == [["name"], ["phone"]]
    assert name.urn in phone.dependencies
    assert {name.urn, phone.urn} <= set(deployed["it-tags"].dependencies)


def test_tags_go_before_they_are_set_anew(deployed: Deployment) -> None:
    """They can't be changed, and taking the old ones off afterwards would take off the new ones."""
    tagged = deployed.of_type("aws:lakeformation/resourceLfTags:ResourceLfTags")
    assert len(tagged) > 1
    assert all(r.options.delete_before_replace for r in tagged)


def test_a_grant_by_tag_works_only_once_sensitive_columns_are_marked(deployed: Deployment) -> None:
    assert deployed["it-orders-customer-sensitive"].urn in deployed["it-tags"].dependencies


def test_an_open_product_says_so() -> None:
    deployed = deploy(lambda: built.product_catalog("it", COUNTRIES))
    assert tags(deployed, "it-tags")["visibility"] == "open"


def test_tables_come_under_lake_formation_first(deployed: Deployment) -> None:
    location = deployed["it-own-location"].urn
    for table in deployed.of_type("aws:glue/catalogTable:CatalogTable"):
        assert location in table.dependencies


def test_every_table_is_compacted_and_tidied_by_its_own_pipeline(deployed: Deployment) -> None:
    optimizers = deployed.of_type("aws:glue/catalogTableOptimizer:CatalogTableOptimizer")
    assert sorted((o.inputs["tableName"], o.inputs["type"]) for o in optimizers) == sorted(
        (table, kind)
        for table in ("daily", "orders", "returns")
        for kind in ("compaction", "orphan_file_deletion", "retention")
    )
    may = {deployed["it-own-pipeline-tables"].urn, deployed["it-own-pipeline-location"].urn, deployed["it-tags"].urn}
    for optimizer in optimizers:
        assert optimizer.inputs["configuration"]["roleArn"].endswith("/mesh-sandbox-sales-pipeline")
        assert may <= set(optimizer.dependencies), "AWS tries the role when an optimizer is made"


def test_engines_and_glue_agree_on_how_long_history_is_kept(deployed: Deployment) -> None:
    configuration = deployed["it-orders-retention"].inputs["configuration"]["retentionConfiguration"]
    kept = configuration["icebergConfiguration"]
    said = iceberg(deployed, "orders")["properties"]
    assert int(said["history.expire.max-snapshot-age-ms"]) == kept["snapshotRetentionPeriodInDays"] * 24 * 3600 * 1000
    assert int(said["history.expire.min-snapshots-to-keep"]) == kept["numberOfSnapshotsToRetain"]


def test_no_file_is_an_orphan_before_a_run_can_have_ended() -> None:
    assert product_catalog.ORPHAN_DAYS >= 3


def test_two_majors_stand_beside_each_other() -> None:
    table = Table("t", columns=[text(1, "a", key=True)])
    products = [Product("p", version=v, tables=[table]) for v in ("1.9.0", "2.0.0")]
    domain = Domain("sales", products=products)

    def program() -> None:
        for product in products:
            built.product_catalog(f"p_v{product.major}", ProductRef(domain, product))

    deployed = deploy(program)
    assert {deployed[f"p_v{n}-database"].inputs["name"] for n in (1, 2)} == {"sales_p_v1", "sales_p_v2"}
    assert len(children(deployed, "p_v1")) == len(children(deployed, "p_v2"))
