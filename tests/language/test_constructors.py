"""Each constructor takes what a definition may say, fills in the strict reading, and refuses the rest."""

import pickle
from collections.abc import Callable
from typing import Any

import pytest
from pydantic import ValidationError

import meshwright
from meshwright.language import (
    CONSTRUCTORS,
    Adopted,
    Column,
    Definition,
    Domain,
    Environment,
    Expect,
    GitHub,
    GitLab,
    Governance,
    IdentityCenter,
    Objective,
    Oidc,
    Product,
    Saml,
    Share,
    Subscription,
    Table,
    Waiver,
    binary,
    boolean,
    cron,
    daily,
    date,
    decimal,
    double,
    hourly,
    integer,
    landing,
    list_of,
    long,
    map_of,
    on_publish,
    struct,
    text,
    timestamp,
)

ID = text(1, "id")
ORDERS = Table("orders", columns=[ID])
SHARE = {"purpose": "planning"}
WAIVER: dict[str, Any] = {"scope": "sales", "owner": "a@b.c", "reason": "new", "until": "2027-12-31"}
CENTER: dict[str, Any] = {
    "instance": "arn:aws:sso:::instance/ssoins-0123456789abcdef",
    "store": "d-1234567890",
    "account": "111122223333",
    "region": "eu-west-1",
}
WHERE: dict[str, Any] = {"account": "123456789012", "region": "eu-west-1"}
RULES: dict[str, Any] = {"owner": "a@b.c", "allowed_regions": ["eu-west-1"]}

SMALLEST: dict[str, Callable[[], Definition]] = {
    "Adopted": lambda: Adopted(buckets=["raw"]),
    "Domain": lambda: Domain("sales"),
    "Environment": lambda: Environment("dev", **WHERE),
    "GitHub": lambda: GitHub("example/mesh"),
    "GitLab": lambda: GitLab("data/mesh"),
    "IdentityCenter": lambda: IdentityCenter(**CENTER),
    "Oidc": lambda: Oidc("login.example.org", audience="mesh"),
    "Saml": lambda: Saml("corporate"),
    "Expect.complete": lambda: Expect.complete("id"),
    "Expect.unique": lambda: Expect.unique("id"),
    "Expect.between": lambda: Expect.between("id", 0, 1),
    "Expect.one_of": lambda: Expect.one_of("id", ["a"]),
    "Expect.matches": lambda: Expect.matches("id", "a+"),
    "Expect.rows": lambda: Expect.rows(),
    "Governance": lambda: Governance(**RULES),
    "Objective.fresh": lambda: Objective.fresh(within="26h"),
    "Objective.quality": lambda: Objective.quality(at_least=0.9),
    "Product": lambda: Product("orders", version="1.0.0", tables=[ORDERS]),
    "Share": lambda: Share("sales", **SHARE),
    "Subscription": lambda: Subscription("sales.orders", major=1, **SHARE),
    "Table": lambda: Table("orders", columns=[ID]),
    "Waiver": lambda: Waiver("key-present", **WAIVER),
    "binary": lambda: binary(1, "a"),
    "boolean": lambda: boolean(1, "a"),
    "cron": lambda: cron("0 5 * * *"),
    "daily": lambda: daily("05:00"),
    "date": lambda: date(1, "a"),
    "decimal": lambda: decimal(1, "a", precision=1, scale=1),
    "double": lambda: double(1, "a"),
    "hourly": lambda: hourly(),
    "integer": lambda: integer(1, "a"),
    "landing": lambda: landing("orders", format="csv", columns=[ID]),
    "list_of": lambda: list_of(1, "a", element=text(2)),
    "long": lambda: long(1, "a"),
    "map_of": lambda: map_of(1, "a", keys=text(2), values=text(3)),
    "on_publish": lambda: on_publish("sales.orders"),
    "struct": lambda: struct(1, "a", fields=[ID]),
    "text": lambda: text(1, "a"),
    "timestamp": lambda: timestamp(1, "a"),
}


def test_every_constructor_is_here_and_in_the_package() -> None:
    assert {name.partition(".")[0] for name in SMALLEST} == set(CONSTRUCTORS) == set(meshwright.__all__)
    assert all(getattr(meshwright, name) is constructor for name, constructor in CONSTRUCTORS.items())


def test_the_package_has_nothing_else() -> None:
    with pytest.raises(AttributeError, match="no attribute 'load'"):
        meshwright.load  # noqa: B018


@pytest.mark.parametrize("name", SMALLEST)
def test_definitions_that_say_the_same_are_the_same(name: str) -> None:
    one, other = SMALLEST[name](), SMALLEST[name]()
    assert one == other
    assert one is not other
    assert pickle.loads(pickle.dumps(one)) == one
    if name != "Governance":  # its dictionaries have no hash
        assert hash(one) == hash(other)


@pytest.mark.parametrize("name", SMALLEST)
def test_a_definition_does_not_change(name: str) -> None:
    built = SMALLEST[name]()
    field = next(iter(type(built).model_fields))
    with pytest.raises(ValidationError, match="frozen"):
        setattr(built, field, None)


def test_definitions_that_differ_are_not_equal() -> None:
    assert text(1, "a") != text(2, "a")
    assert text(1, "a") != long(1, "a")
    assert Expect.complete("a") != Expect.unique("a")
    assert Domain("a") != "a"


def test_a_product_is_read_strictly_where_it_says_nothing() -> None:
    product = Product("orders", version="1.2.3", tables=[ORDERS])
    assert product.classification == "confidential"
    assert product.visibility == "shared"
    assert (product.shares, product.objectives, product.schedule, product.purpose) == ((), (), None, None)
    assert product.major == 1


def test_a_share_offers_no_sensitive_column_where_it_says_nothing() -> None:
    share = Share("sales", purpose="planning")
    assert share.including == ()
    assert (share.tables, share.columns, share.without, share.rows, share.until) == (None, None, (), None, None)


def test_a_table_is_filled_by_the_file_of_its_name() -> None:
    assert ORDERS.transform == "orders.sql"
    assert Table("orders", columns=[ID], transform="other_2.sql").transform == "other_2.sql"


def test_an_expectation_is_whole_where_it_says_nothing() -> None:
    assert Expect.complete("a").at_least == 1.0
    assert Expect.rows().at_least == 1
    assert Expect.rows().at_most is None


def test_governance_knows_all_classifications_where_it_says_nothing() -> None:
    governance = Governance(**RULES)
    assert governance.classifications == ("public", "internal", "confidential", "restricted")
    assert (governance.standard_types, governance.levels, governance.waivers) == ({}, {}, ())


def test_lists_and_tuples_are_the_same() -> None:
    assert Table("orders", columns=[ID], reserved=[7]) == Table("orders", columns=(ID,), reserved=(7,))


def test_what_a_list_or_a_map_holds_goes_by_the_names_of_the_format() -> None:
    listed = list_of(1, "tags", element=text(2, "anything"))
    mapped = map_of(3, "prices", keys=text(4), values=decimal(5, precision=9, scale=2))
    assert [part.name for part in listed.parts] == ["element"]
    assert [part.name for part in mapped.parts] == ["key", "value"]


def test_a_column_knows_what_is_inside_it() -> None:
    inner = struct(2, "element", fields=[text(3, "street", pii="mask"), list_of(4, "lines", element=text(5))])
    column = list_of(1, "addresses", element=inner)
    assert [part.number for part in column.walk()] == [1, 2, 3, 4, 5]
    assert column.sensitive
    assert not list_of(1, "addresses", element=text(2)).sensitive
    assert text(1, "a").parts == ()


def test_partitions_are_parsed() -> None:
    table = Table(
        "orders",
        columns=[ID],
        partition_by=["day", "month(at)", "hour(at)", "bucket(16, id)", "truncate(4,id)"],
    )
    assert [(p.source, p.transform, p.name) for p in table.partitions] == [
        ("day", "identity", "day"),
        ("at", "month", "at_month"),
        ("at", "hour", "at_hour"),
        ("id", "bucket[16]", "id_bucket"),
        ("id", "truncate[4]", "id_trunc"),
    ]


def test_schedules_by_the_clock_are_cron() -> None:
    assert daily("05:30") == cron("30 5 * * *")
    assert daily("00:00") == cron("0 0 * * *")
    assert hourly() == cron("0 * * * *")
    assert hourly(59) == cron("59 * * * *")
    assert cron("0  5\t* *\n*") == cron("0 5 * * *"), "white space means nothing"


def test_what_is_named_is_found() -> None:
    old, new = (Product("orders", version=v, tables=[ORDERS]) for v in ("1.9.0", "10.0.0"))
    domain = Domain("sales", products=[new, old], landings=[landing("raw", format="csv", columns=[ID])])
    assert domain.product("orders") is not None
    assert domain.product("orders") == new, "the newest by number, not by text"
    assert domain.product("orders", 1) == old
    assert domain.product("orders", 2) is None
    assert domain.product("visits") is None
    assert domain.landing("raw") == domain.landings[0]
    assert domain.landing("other") is None
    assert new.table("orders") == ORDERS
    assert new.table("other") is None
    assert ORDERS.column("id") == ID
    assert ORDERS.column("other") is None
    assert ORDERS.key == ()


REFUSED: list[tuple[str, Callable[[], Any], str]] = [
    ("a column without a name in a table", lambda: Table("a", columns=[text(1)]), "column 1 has no name; write one"),
    ("a column without a name in a struct", lambda: struct(1, "a", fields=[text(2)]), "column 2 has no name; write"),
    (
        "a column without a name in a landing",
        lambda: landing("a", format="csv", columns=[text(1)]),
        "column 1 has no name; write one",
    ),
    ("a table without columns", lambda: Table("a", columns=[]), "at least 1 item"),
    ("a product without tables", lambda: Product("a", version="1.0.0", tables=[]), "at least 1 item"),
    ("a struct without fields", lambda: struct(1, "a", fields=[]), "at least 1 item"),
    ("an empty list of offered tables", lambda: Share("a", tables=[], **SHARE), "at least 1 item"),
    ("an empty list of offered columns", lambda: Share("a", columns=[], **SHARE), "at least 1 item"),
    ("uniqueness of nothing", lambda: Expect.unique(), "at least 1 item"),
    ("a choice of nothing", lambda: Expect.one_of("a", []), "at least 1 item"),
    ("a choice of too much", lambda: Expect.one_of("a", list(range(1001))), "at most 1000 items"),
    ("a schedule after nothing", lambda: on_publish(), "at least 1 item"),
    ("no allowed region", lambda: Governance(owner="a@b.c", allowed_regions=[]), "at least 1 item"),
    (
        "a scale above its precision",
        lambda: decimal(1, "a", precision=2, scale=3),
        "scale 3 is above precision 2; write",
    ),
    ("a precision beyond the format", lambda: decimal(1, "a", precision=39, scale=1), "less than or equal to 38"),
    ("a precision of nothing", lambda: decimal(1, "a", precision=0, scale=0), "greater than or equal to 1"),
    ("a range upside down", lambda: Expect.between("a", 2, 1), "low 2 is above high 1; swap the two"),
    ("a range without an end", lambda: Expect.between("a", 0, float("inf")), "finite number"),
    ("a range of no number", lambda: Expect.between("a", float("nan"), 1), "finite number"),
    ("fewer rows than at least", lambda: Expect.rows(at_least=2, at_most=1), "at_least 2 is above at_most 1; swap"),
    ("a negative number of rows", lambda: Expect.rows(at_least=-1), "greater than or equal to 0"),
    ("a part above the whole", lambda: Expect.complete("a", at_least=1.01), "less than or equal to 1"),
    ("a part of nothing", lambda: Objective.quality(at_least=0), "greater than 0"),
    ("a part as a text", lambda: Objective.quality(at_least="0.9"), "valid number"),  # type: ignore[arg-type]
    ("a part as a truth", lambda: Objective.quality(at_least=True), "valid number"),
    ("a column number 0", lambda: text(0, "a"), "greater than or equal to 1"),
    ("a column number beyond the format", lambda: text(2_000_000_001, "a"), "less than or equal to 2000000000"),
    ("a column number as a truth", lambda: text(True, "a"), "valid integer"),
    ("a truth as a number", lambda: text(1, "a", key=1), "valid boolean"),  # type: ignore[arg-type]
    ("an unknown treatment", lambda: text(1, "a", pii="hash"), "Input should be 'keep'"),  # type: ignore[arg-type]
    ("a default of a list", lambda: text(1, "a", default=["b"]), "valid string"),  # type: ignore[arg-type]
    ("a default of no number", lambda: double(1, "a", default=float("nan")), "finite number"),
    ("an element that is no column", lambda: list_of(1, "a", element="text"), "instance of Column"),  # type: ignore[arg-type]
    ("a minute of the next hour", lambda: hourly(60), "60 is not a minute; write 0 to 59"),
    ("a minute as a truth", lambda: hourly(True), "True is not a minute; write 0 to 59"),
    ("a time without a zero", lambda: daily("5:00"), '"5:00" is not a time of day; write hours and minutes'),
    ("a time of the next day", lambda: daily("24:00"), '"24:00" is not a time of day'),
    ("a time as a number", lambda: daily(5), "5 is not a time of day"),  # type: ignore[arg-type]
    ("a major beyond all use", lambda: Subscription("a.b", major=1000, **SHARE), "less than or equal to 999"),
    ("a negative major", lambda: Subscription("a.b", major=-1, **SHARE), "greater than or equal to 0"),
    (
        "an account of 11 digits",
        lambda: Environment("dev", account="1" * 11, region="eu-west-1"),
        "write its 12 digits",
    ),
    (
        "an endpoint without a scheme",
        lambda: Environment("dev", **WHERE, endpoint="localhost:5000"),
        'endpoint "localhost:5000" is not an address; write one such as "http://127.0.0.1:5000"',
    ),
    ("a repository without an owner", lambda: GitHub("mesh"), 'repository "mesh" is not one'),
    ("any branch", lambda: GitHub("example/mesh", branch="*"), "a name without wildcards"),
    ("any project", lambda: GitLab("data/*"), 'project "data/*" is not one'),
    ("a host with a scheme", lambda: GitLab("data/mesh", host="https://gitlab.com"), "address without scheme"),
    ("an instance by its id", lambda: IdentityCenter(**{**CENTER, "instance": "ssoins-1"}), "write its ARN"),
    ("a store by its ARN", lambda: IdentityCenter(**{**CENTER, "store": "arn:aws:x"}), 'write its id, such as "d-'),
    ("a provider of many", lambda: Oidc("*.example.org", audience="mesh"), "OIDC provider"),
    ("a SAML provider by its ARN", lambda: Saml("arn:aws:iam::1:saml-provider/a"), "write its name in IAM"),
    ("a backend without a scheme", lambda: Environment("dev", **WHERE, backend="state"), 'backend "state" is no place'),
    ("a backend of another kind", lambda: Environment("dev", **WHERE, backend="ftp://a"), "is no place for state"),
    ("a backend with a space", lambda: Environment("dev", **WHERE, backend="file://a b"), "is no place for state"),
    ("a bucket in capitals", lambda: Environment("dev", **WHERE, backend="s3://State"), "is no place for state"),
    ("a key without a region", lambda: Environment("dev", **WHERE, secrets="awskms://alias/a"), "encrypts secrets"),
    (
        "secrets in plain",
        lambda: Environment("dev", **WHERE, secrets="none"),
        'secrets "none" is nothing that encrypts',
    ),
    (
        "a waiver for a place outside",
        lambda: Waiver("a", **{**WAIVER, "scope": "Sales"}),
        'scope "Sales" is not a place in the mesh; write "<domain>" or "<domain>.<product>"',
    ),
    (
        "a standard type of an odd column",
        lambda: Governance(**RULES, standard_types={"A": "text"}),
        'column "A" is not',
    ),
    ("standard types in a list", lambda: Governance(**RULES, standard_types=["a"]), "valid dictionary"),  # type: ignore[arg-type]
    ("an unknown level", lambda: Governance(**RULES, levels={"a": "info"}), "Input should be 'error'"),  # type: ignore[dict-item]
    ("a transform elsewhere", lambda: Table("a", columns=[ID], transform="../a.sql"), "is not a file in transforms/"),
    ("a transform that is no SQL", lambda: Table("a", columns=[ID], transform="a.py"), "is not a file in transforms/"),
    ("reserved texts", lambda: Table("a", columns=[ID], reserved=["2"]), "valid integer"),  # type: ignore[list-item]
    ("a list that is a text", lambda: Share("a", tables="orders", **SHARE), "valid tuple"),
    ("an unknown argument", lambda: text(1, "a", nullable=True), "Extra inputs are not permitted"),  # type: ignore[call-arg]
]


@pytest.mark.parametrize(("build", "message"), [(b, m) for _, b, m in REFUSED], ids=[name for name, *_ in REFUSED])
def test_what_cannot_be_is_refused(build: Callable[[], Any], message: str) -> None:
    with pytest.raises(ValueError) as caught:  # noqa: PT011 — the message is compared below, without its parentheses
        build()
    assert message in str(caught.value)


def test_a_column_of_a_table_may_be_shared_by_another() -> None:
    assert isinstance(ID, Column)
    assert Table("a", columns=[ID]).columns == Table("b", columns=[ID]).columns
