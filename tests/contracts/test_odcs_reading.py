"""A contract reads back as the definition that it was written from; a foreign one as far as a definition can say it."""

import contextlib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from meshwright.contracts.published import published
from meshwright.contracts.standards.located import Unreadable
from meshwright.contracts.standards.odcs import contract, read_contract
from meshwright.contracts.standards.odcs.known import LEVELS
from meshwright.contracts.yaml_writing import to_yaml
from meshwright.language import (
    Domain,
    Expect,
    Governance,
    Mesh,
    Objective,
    Product,
    ProductRef,
    Table,
    date,
    decimal,
    integer,
    list_of,
    struct,
    text,
)
from tests.contracts.odcs_schema import standard
from tests.contracts.products import refs
from tests.contracts.shop import SALES_ORDERS, SANDBOX


def again(ref: ProductRef) -> ProductRef:
    imported = read_contract(to_yaml(contract(ref, [SANDBOX])), "contract.yaml")
    assert imported.left_out == ()
    assert imported.notes == {}
    return ProductRef(imported.domain, imported.domain.products[0])


@settings(max_examples=75, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], deadline=None)
@given(ref=refs())
def test_definition_to_contract_and_back_loses_nothing(ref: ProductRef) -> None:
    read = again(ref)
    assert read.product == ref.product
    assert read.domain.name == ref.domain.name
    assert read.domain.owner == ref.domain.owner


def test_the_shops_contract_reads_back() -> None:
    assert again(SALES_ORDERS).product == SALES_ORDERS.product


FOREIGN = """
apiVersion: v3.0.2
kind: DataContract
id: 53581432-6c55-4ba2-a65f-72344a91553a
version: "1.0"
status: active
name: Customer Orders
domain: Retail Sales
tenant: Somebody
description:
  purpose: what was ordered
  limitations: from the seller's side
schema:
  - name: OrdersFact
    properties:
      - name: OrderID
        logicalType: integer
        physicalType: NUMBER(18,0)
        primaryKey: true
        quality:
          - {metric: nullValues, mustBe: 0}
          - {type: sql, query: select 1}
      - name: customerEmail
        logicalType: string
        physicalType: varchar(255)
        classification: PII
      - {name: orderDate, logicalType: date, partitioned: true, required: true}
      - name: lines
        logicalType: array
        items:
          logicalType: object
          properties:
            - {name: sku, logicalType: string, required: true}
            - {name: qty, logicalType: integer, logicalTypeOptions: {format: i32, minimum: 1}}
slaProperties:
  - {property: latency, value: 4, unit: d}
  - {property: retention, value: 3, unit: y}
team:
  - {username: somebody, role: Steward}
  - {username: owner@example.org, role: Owner}
"""


def test_a_foreign_contract_becomes_a_definition() -> None:
    domain = read_contract(FOREIGN, "c.yaml").domain
    assert domain == Domain(
        "retailsales",
        owner="owner@example.org",
        products=[
            Product(
                "customer_orders",
                version="1.0.0",
                purpose="what was ordered",
                objectives=[Objective.fresh(within="4d")],
                tables=[
                    Table(
                        "orders_fact",
                        partition_by=["order_date"],
                        expects=[Expect.complete("order_id")],
                        columns=[
                            decimal(1, "order_id", precision=18, scale=0, key=True),
                            text(2, "customer_email", optional=True, pii="pseudonymise"),
                            date(3, "order_date"),
                            list_of(
                                4,
                                "lines",
                                optional=True,
                                element=struct(
                                    5, optional=True, fields=[text(6, "sku"), integer(7, "qty", optional=True)]
                                ),
                            ),
                        ],
                    )
                ],
            )
        ],
    )


def test_what_a_definition_has_no_word_for_is_told_with_its_line() -> None:
    imported = read_contract(FOREIGN, "c.yaml")
    assert imported.left_out == (
        "c.yaml:9: tenant",
        "c.yaml:12: description.limitations",
        "c.yaml:22: schema[0].properties[0].quality[1]",
        "c.yaml:34: schema[0].properties[3].items.properties[1].logicalTypeOptions.minimum",
        "c.yaml:37: slaProperties[1] (retention)",
    )
    assert imported.notes == {"customer_orders_v1.orders_fact.customer_email": 'the contract calls it "PII"'}


def test_a_domain_that_is_asked_for_counts_for_more() -> None:
    assert read_contract(FOREIGN, "c.yaml", domain="shop").domain.name == "shop"


SMALL = """apiVersion: v3.2.0
kind: DataContract
id: x
version: 1.0.0
name: orders
domain: sales
schema:
- name: orders
  properties:
  - name: id
    logicalType: string
    primaryKey: true
"""


def changed(old: str, new: str) -> str:
    assert old in SMALL
    return SMALL.replace(old, new)


BAD = {
    "empty": ("", "c.yaml:1: the document is empty; write a contract"),
    "a list": ("- a\n", "c.yaml:1: is a list; write keys with values"),
    "malformed": ("a: [1\nb: 2\n", "c.yaml:2: the document is not valid YAML"),
    "an alias": ("a: &x {b: 1}\nc: *x\n", 'c.yaml:2: the alias "*x" repeats a value; write the value itself'),
    "a merge key": ("a:\n  <<: {b: 1}\n", "c.yaml:2: a.<< has a key that is not a text"),
    "a tag": ("kind: !!python/object:os.system x\n", 'c.yaml:1: kind has the tag "tag:yaml.org,2002:python/object'),
    "twice": (changed("name: orders\nd", "name: orders\nname: b\nd"), "c.yaml:6: name is there twice; remove one"),
    "deep": (f"a: {'[' * 70}{']' * 70}", "c.yaml:1: the document nests more than 64 deep; write it flatter"),
    "wide": (f"a: [{'1,' * 210_000}1]", "c.yaml:1: the document holds more than 100000 values; split it"),
    "large": ("# " + "x" * 5_000_000, "c.yaml:1: the document is larger than 1024 KiB; split it"),
    "another kind": (changed("DataContract", "DataProduct"), 'c.yaml:2: kind is "DataProduct"; import a document of'),
    "no kind": (changed("kind: DataContract\n", ""), "c.yaml:1: has no kind; write kind:"),
    "a version to come": (changed("v3.2.0", "v4.0.0"), "c.yaml:1: apiVersion v4.0.0 is newer than 3.2, which is read"),
    "a minor to come": (changed("v3.2.0", "v3.9.0"), "c.yaml:1: apiVersion v3.9.0 is newer than 3.2, which is read"),
    "an old version": (changed("v3.2.0", "v2.2.2"), "c.yaml:1: apiVersion v2.2.2 is too old; convert it to v3.0.0"),
    "no version of the standard": (changed("v3.2.0", "yes please"), 'c.yaml:1: apiVersion is "yes please"; write one'),
    "a type that is not known": (
        changed("string", "hologram"),
        'c.yaml:11: schema[0].properties[0].logicalType "hologram" is no type that is known here; write logicalType: s',
    ),
    "no type": (
        changed("    logicalType: string\n", ""),
        "c.yaml:10: schema[0].properties[0] has no type; write logicalType:",
    ),
    "a schema of another shape": (
        changed("- name: orders\n  p", "  name: orders\n  p"),
        "c.yaml:8: schema is a mapping",
    ),
    "no schema": (SMALL.partition("schema:")[0], "c.yaml:1: has no schema; write schema:"),
    "no tables": (SMALL.partition("schema:")[0] + "schema: []\n", "c.yaml:7: schema is empty; describe at least one"),
    "a flag of another kind": (
        changed("primaryKey: true", "primaryKey: 7"),
        "properties[0].primaryKey is 7; write true",
    ),
    "a name that gives none": (changed("name: id", 'name: "%%%"'), '"%%%" gives no name for a column; write one of'),
    "a version that is none": (changed("1.0.0", "latest"), 'c.yaml:4: version "latest" is not semantic; write three'),
    "a name twice": (
        SMALL + "  - name: ID\n    logicalType: string\n",
        'c.yaml:13: schema[0].properties[1].name "ID" is the column id of line 10 again; rename one',
    ),
    "no domain": (changed("domain: sales\n", ""), "c.yaml:1: names no domain; name one with --domain"),
    "a property misspelt": (
        changed("primaryKey: true", "primaryKey: true\n    requierd: true"),
        "c.yaml:13: schema[0].properties[0].requierd is not known to the standard; write required",
    ),
    "a property in other letters": (
        changed("logicalType", "logicaltype"),
        "c.yaml:11: schema[0].properties[0].logicaltype is not known to the standard; write logicalType",
    ),
    "a list without items": (
        changed("logicalType: string", "logicalType: array"),
        "c.yaml:10: schema[0].properties[0] has no items; write items:",
    ),
}


LEFT = """  - name: at
    logicalType: string
    physicalName: AT
    businessName: moment
    semanticType: column
    tags: []
    criticalDataElement: false
    examples: [a]
    tag: [x]
    customProperties:
    - {property: theirs, value: 1}
    enum: [{value: a}, {value: b}]
    unique: true
    quality:
    - {metric: duplicateValues, mustBe: 0, severity: error}
"""


def test_what_says_nothing_is_not_told_and_what_is_said_twice_is_read_once() -> None:
    imported = read_contract(SMALL + LEFT, "c.yaml")
    at = "schema[0].properties[1]"
    assert [told.partition(" ")[2] for told in imported.left_out] == [
        f"{at}.{left}" for left in ("physicalName", "businessName", "examples", "tag", "customProperties[0]")
    ]
    (table,) = imported.domain.products[0].tables
    assert table.expects == (Expect.unique("at"), Expect.one_of("at", ["a", "b"]))


@pytest.mark.parametrize(
    ("classifications", "product"),
    [
        (["public", "public"], "public"),
        (["public", "restricted"], "restricted"),
        (["public", "class 4"], "confidential"),
        (["restricted", "class 4"], "restricted"),
        ([], "confidential"),
    ],
)
def test_a_product_is_classified_as_strictly_as_any_of_its_columns(classifications: list[str], product: str) -> None:
    columns = [f"  - {{name: c{n}, logicalType: string, classification: {c}}}" for n, c in enumerate(classifications)]
    read = read_contract("\n".join([SMALL.rstrip(), *columns]), "c.yaml")
    assert read.domain.products[0].classification == product


def test_the_end_of_life_may_be_an_instant() -> None:
    ends = 'slaProperties:\n- {property: endOfLife, value: "2042-05-12T09:30:10-08:00"}\n'
    assert str(read_contract(SMALL + ends, "c.yaml").domain.products[0].sunset) == "2042-05-12"


def test_a_team_without_a_mailbox_is_told() -> None:
    imported = read_contract(SMALL + "team:\n- {username: daustin, role: Owner}\n", "c.yaml")
    assert imported.domain.owner is None
    assert imported.left_out == ("c.yaml:14: team",)


DEFINED = {
    "description": ["description"], "object": ["SchemaElement", "SchemaObject"], "rule": ["DataQuality"],
    "property": ["SchemaElement", "SchemaBaseProperty"], "promise": ["ServiceLevelAgreementProperty"],
    "support": ["SupportItem"], "team": ["Team", "TeamMember"], "custom": ["CustomProperty"],
}  # fmt: skip


@pytest.mark.parametrize("level", DEFINED)
def test_every_property_that_the_standard_knows_is_known_here(level: str) -> None:
    schema = standard()
    defined = [schema["properties"]["description"]] if level == "description" else []
    defined += [schema["$defs"][name] for name in DEFINED[level] if name in schema["$defs"]]
    known = LEVELS[level]
    assert {name for part in defined for name in part["properties"]} <= {*known.read, *known.unread, *known.inside}


def test_every_part_that_the_standard_knows_is_known_here() -> None:
    known = LEVELS["contract"]
    assert set(standard()["properties"]) == {*known.read, *known.unread, *known.inside}


def test_the_small_contract_is_read() -> None:
    assert read_contract(SMALL, "c.yaml").domain.products[0].tables[0].key == ("id",)


@pytest.mark.parametrize(("written", "message"), BAD.values(), ids=BAD.keys())
def test_a_bad_contract_is_refused_with_its_line_and_the_cure(written: str, message: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read_contract(written, "c.yaml")
    assert message in str(refused.value)
    assert "; " in str(refused.value)


@settings(max_examples=200, deadline=None)
@given(position=st.integers(0, len(FOREIGN) - 1), inserted=st.text(max_size=4))
def test_nothing_that_is_written_ends_in_anything_but_a_sentence(position: int, inserted: str) -> None:
    with contextlib.suppress(Unreadable):
        read_contract(FOREIGN[:position] + inserted + FOREIGN[position + 2 :], "c.yaml")


def test_what_is_published_is_read_back_as_a_base() -> None:
    text = to_yaml(contract(SALES_ORDERS, [SANDBOX]))
    governance = Governance(owner="p@example.org", allowed_regions=["eu-west-1"])
    head = Mesh(domains=(SALES_ORDERS.domain,), governance=governance, environments=(SANDBOX,))
    assert published([("contracts/sales", text)], head).domains == head.domains
    assert published([], head).domains[0].products == ()
    gone = Mesh(domains=(), governance=governance, environments=(SANDBOX,))
    assert published([("contracts/sales", text)], gone).domains[0].products == (SALES_ORDERS.product,)
