"""What becomes of a lake that grew by hand: databases are products, grants are shares where a share says the same."""

import pytest

from meshwright.adopt.assigning import assign
from meshwright.adopt.estate import Estate, ExistingColumn, ExistingDatabase, ExistingTable
from meshwright.adopt.planning import Plan, plan
from meshwright.adopt.products import product_name
from meshwright.errors import MeshError
from meshwright.language import Adopted, Domain, Governance, Mesh, Product, Share, Subscription

from . import foreign_lake as lake
from .conftest import SANDBOX

MESH = Mesh((), Governance(owner="platform@example.org", allowed_regions=["eu-west-1"]), (SANDBOX,))
PURPOSE = "granted by hand before the mesh"


@pytest.fixture(scope="module")
def made(estate: Estate) -> Plan:
    return plan(MESH, estate, assign(estate, lake.ASSIGNED))


def product(made: Plan, domain: str) -> Product:
    (addition,) = (a for a in made.additions if a.domain == domain)
    return addition.products[0]


def reasons(made: Plan, part: str) -> list[str]:
    return [str(x) for x in made.left if part in str(x)]


def test_everything_is_read(estate: Estate) -> None:
    assert estate.buckets == tuple(sorted(lake.BUCKETS))
    assert [d.name for d in estate.databases] == [lake.ORDERS, lake.STOCK]
    assert len(estate.tables) == 30
    assert {t.format for t in estate.tables} == {"parquet"}
    assert set(estate.roles) == set(lake.ROLES)
    assert sum(g.principal != lake.EVERYBODY for g in estate.grants) == 40


def test_a_database_is_a_product_with_all_its_tables(made: Plan) -> None:
    orders = product(made, "retail")
    assert (orders.name, orders.version, orders.adopts) == ("orders_raw", "1.0.0", "orders_raw")
    assert [t.name for t in orders.tables] == lake.TABLES[lake.ORDERS]
    assert [c.name for c in orders.tables[0].columns] == [*(n for n, _ in lake.COLUMNS), "day"]


def test_grants_become_shares_of_the_same_extent(made: Plan) -> None:
    whole = [f"orders_{n:02d}" for n in range(6, 16)]
    assert product(made, "retail").shares == (
        Share("finance", purpose=PURPOSE, tables=whole),
        Share("finance", purpose=PURPOSE, tables=["orders_02"], columns=["order_id", "amount"]),
        Share(
            "finance",
            purpose=PURPOSE,
            tables=["orders_03"],
            columns=["order_id", "country", "amount", "weight", "tags", "ordered_at", "day"],
        ),
        Share(
            "finance",
            purpose=PURPOSE,
            tables=["orders_04"],
            columns=["order_id", "country", "amount"],
            rows="country = 'DE'",
        ),
    )


def test_the_consumer_asks_for_what_it_had(made: Plan) -> None:
    (finance,) = (a for a in made.additions if a.domain == "finance")
    tables = [f"orders_{n:02d}" for n in (2, 3, 4, *range(6, 16))]
    assert finance.subscriptions == (Subscription("retail.orders_raw", major=1, purpose=PURPOSE, tables=tables),)
    assert finance.adopted == Adopted(roles=["FinanceReader", "FinanceBot"])


def test_what_a_domain_s_own_role_reads_goes_without_saying(made: Plan) -> None:
    own = [g for g in made.agreed.covered if g.principal.endswith("OrdersAnalyst")]
    assert {g.table for g in own} == set(lake.TABLES[lake.STOCK])
    assert product(made, "logistics").shares == ()


@pytest.mark.parametrize(
    ("part", "number", "why"),
    [
        ("filter odd", 1, '"lower" is called as a function'),
        ("FinanceReader: SELECT on columns order_id of orders_raw.orders_01", 1, "see different parts"),
        ("FinanceBot: SELECT on table orders_raw.orders_01", 1, "see different parts"),
        ("ALTER, INSERT, SELECT", 1, "ALTER, INSERT is more"),
        ("CREATE_TABLE", 1, "CREATE_TABLE is more"),
        ("Intern", 5, "nobody answers for the role"),
        ("210987654321", 1, "roles of this account"),
        ("IAM_ALLOWED_PRINCIPALS", 32, "everybody in whom IAM lets in"),
    ],
)
def test_what_no_share_says_is_listed_with_its_reason(made: Plan, part: str, number: int, why: str) -> None:
    found = reasons(made, part)
    assert len(found) == number
    assert all(why in reason for reason in found)


def test_nothing_is_counted_twice_or_lost(made: Plan, estate: Estate) -> None:
    agreed = made.agreed
    accounted = [*agreed.shared, *agreed.covered, *(x.grant for x in agreed.left), *agreed.others]
    assert len(accounted) == len(estate.grants)
    assert {id(g) for g in accounted} == {id(g) for g in estate.grants}


def test_what_nobody_answers_for_is_named(made: Plan) -> None:
    assert made.unassigned == ("bucket acme-lake-exports", "role Intern")


def test_what_is_wider_here_is_said_once(made: Plan) -> None:
    assert made.remarks[0] == (
        "orders_raw: wider here than in the catalog: country, weight (18 tables, orders_01 to orders_18)"
    )


def table(name: str = "a", type_: str = "int", format: str = "parquet") -> ExistingTable:
    return ExistingTable("raw", name, (ExistingColumn("id", type_),), format=format)


@pytest.mark.parametrize(
    ("existing", "why"),
    [
        (table(format="view"), "it is a view"),
        (table(format="unknown"), 'its format is "unknown"'),
        (table(type_="uniontype<int>"), "has no counterpart"),
        (table("Orders-1"), "is not a name"),
        (ExistingTable("raw", "a", (), format="json"), "the catalog knows no columns"),
    ],
)
def test_a_table_that_can_t_be_described_is_listed(existing: ExistingTable, why: str) -> None:
    held = Estate("1" * 12, databases=(ExistingDatabase("raw"),), tables=(existing, table("fine")))
    made = plan(MESH, held, assign(held, ["raw=sales"]))
    assert [t.name for t in made.additions[0].products[0].tables] == ["fine"]
    assert why in str(made.left[0])


def test_a_database_without_such_a_table_stays_outside() -> None:
    held = Estate("1" * 12, databases=(ExistingDatabase("raw"),))
    made = plan(MESH, held, assign(held, ["raw=sales"]))
    assert made.additions == ()
    assert "a product has at least one" in str(made.left[0])


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("orders_raw", "write NAME=DOMAIN"),
        ("=retail", "write NAME=DOMAIN"),
        ("orders_raw=Retail", 'domain "Retail" is not a domain name'),
        ("nothing=retail", 'no bucket, database or role "nothing"'),
        ("role:orders_raw=retail", 'no bucket, database or role "orders_raw"'),
        ("same=retail", "is a bucket and a database; write bucket:same=retail"),
    ],
)
def test_an_assignment_that_says_nothing_is_refused(written: str, why: str) -> None:
    held = Estate("1" * 12, buckets=("same",), databases=(ExistingDatabase("same"), ExistingDatabase("orders_raw")))
    with pytest.raises(MeshError, match=why):
        assign(held, [written])


def test_two_domains_for_one_thing_are_refused(estate: Estate) -> None:
    with pytest.raises(MeshError, match="one domain answers for it"):
        assign(estate, ["orders_raw=retail", "database:orders_raw=logistics"])


def test_what_is_adopted_already_is_refused(estate: Estate) -> None:
    retail = Domain("retail", adopts=Adopted(buckets=["acme-lake-raw"]))
    mesh = Mesh((retail,), MESH.governance, MESH.environments)
    with pytest.raises(MeshError, match="retail has adopted acme-lake-raw already"):
        plan(mesh, estate, assign(estate, ["acme-lake-raw=finance"]))


@pytest.mark.parametrize(
    ("database", "name"), [("sales_orders", "orders"), ("raw__zone", "raw_zone"), ("sales_2024", "sales_2024")]
)
def test_a_product_is_called_as_its_database_without_the_domain(database: str, name: str) -> None:
    assert product_name(database, "sales") == name
