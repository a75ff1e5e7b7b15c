"""Names."""

from tests.rules.building import (
    SANDBOX,
    asking,
    domain,
    environment,
    integer,
    landing,
    long,
    mesh,
    on_publish,
    product,
    replaced,
    rows,
    selling,
    struct,
    table,
    text,
    with_columns,
    with_table,
)

from . import Bad, Good

LONG = "a_rather_long_name_of_a_product_that_still_fits"


def _landings(*names: str) -> object:
    return [landing(n, format="csv", columns=[text(1, "a")]) for n in names]


BAD: Bad = {
    "name-unique": [
        (
            mesh(domain("sales"), domain("sales")),
            ['domain.name: name-unique domain "sales" is there twice, first at mesh.py:100:1; rename or remove one'],
        ),
        (
            mesh(environments=[SANDBOX, environment("sandbox", account="1" * 12, region="eu-west-1")]),
            [
                'environment.name: name-unique environment "sandbox" is there twice, first at mesh.py:1100:1; '
                "rename or remove one"
            ],
        ),
        (
            mesh(domain(products=[product(), product(version="1.2.0")])),
            [
                'product.name: name-unique sales: product "orders v1" is there twice, first at mesh.py:300:1; '
                "rename or remove one"
            ],
        ),
        (
            mesh(domain(landings=_landings("raw", "raw"))),
            [
                'landing.name: name-unique sales: landing "raw" is there twice, first at mesh.py:200:1; '
                "rename or remove one"
            ],
        ),
        (
            mesh(selling(tables=[table(), table()])),
            [
                'table.name: name-unique sales.orders: table "orders" is there twice, first at mesh.py:400:1; '
                "rename or remove one"
            ],
        ),
        (
            with_columns(text(2, "a"), long(3, "a")),
            [
                'column.name: name-unique sales.orders.orders: column "a" is there twice, first at mesh.py:500:1; '
                "rename or remove one"
            ],
        ),
        (
            with_columns(struct(2, "address", fields=[text(3, "street"), text(4, "street")])),
            [
                'column.name: name-unique sales.orders.orders: column "address": column "street" is there twice, '
                "first at mesh.py:500:1; rename or remove one"
            ],
        ),
        (
            mesh(domain(landings=[landing("raw", format="csv", columns=[text(1, "a"), text(2, "a")])])),
            [
                'column.name: name-unique landing sales.raw: column "a" is there twice, first at mesh.py:500:1; '
                "rename or remove one"
            ],
        ),
    ],
    "word-reserved": [
        (
            mesh(domain("foundation")),
            ['domain.name: word-reserved domain "foundation" is a word of the platform; choose another name'],
        ),
        (
            mesh(selling(name="sandbox")),
            ['product.name: word-reserved product "sandbox" is a word of the platform; choose another name'],
        ),
        (
            with_table(name="landing"),
            ['table.name: word-reserved table "landing" is a word of the platform; choose another name'],
        ),
        (
            with_table(name="order"),
            [
                'table.name: word-reserved table "order" is a keyword of Athena and Spark and DuckDB; '
                "choose another name"
            ],
        ),
        (
            mesh(domain(landings=_landings("skip"))),
            ['landing.name: word-reserved landing "skip" is a keyword of Athena; choose another name'],
        ),
        (
            with_columns(integer(2, "limit")),
            [
                'column.name: word-reserved sales.orders.orders: column "limit" is a keyword of DuckDB; '
                "choose another name"
            ],
        ),
        (
            with_columns(struct(2, "shift", fields=[text(3, "user")])),
            [
                'column.name: word-reserved sales.orders.orders: column "shift.user" is a keyword of Spark; '
                "choose another name"
            ],
        ),
    ],
    "name-fits": [
        (
            mesh(
                domain(
                    "abcdefghijklmnopqrstuvwx",
                    products=[product(LONG, schedule=on_publish("abcdefghijklmnopqrstuvwx.b")), product("b")],
                )
            ),
            [
                "product.name: name-fits abcdefghijklmnopqrstuvwx.a_rather_long_name_of_a_product_that_still_fits: "
                "EventBridge event rule name "
                "'abcdefghijklmnopqrstuvwx_a_rather_long_name_of_a_product_that_still_fits_v1' has 75 characters, "
                "64 are allowed; choose a shorter name"
            ],
        ),
        (
            mesh(domain("abcdefghijklmnopqrstuvwx", products=[product(f"{LONG}s", version="123456.0.0")])),
            [
                "product.name: name-fits abcdefghijklmnopqrstuvwx.a_rather_long_name_of_a_product_that_still_fitss: "
                "Step Functions state machine name "
                "'abcdefghijklmnopqrstuvwx_a_rather_long_name_of_a_product_that_still_fitss_v123456' has "
                "81 characters, 80 are allowed; choose a shorter name"
            ],
        ),
    ],
}

GOOD: Good = {
    "name-unique": [
        mesh(domain(products=[replaced(), product(version="2.0.0")])),
        mesh(domain("sales", products=[product()]), domain("planning", products=[product()])),
        mesh(selling(tables=[table("orders"), table("lines")])),
        mesh(domain(landings=_landings("orders"), products=[product()])),
        with_columns(
            struct(2, "home", fields=[text(3, "street")]),
            struct(4, "work", fields=[text(5, "street")]),
            text(6, "street"),
        ),
    ],
    "word-reserved": [
        mesh(domain("landings")),
        with_columns(text(2, "platform"), text(3, "mesh"), integer(4, "year"), text(5, "type"), text(6, "date")),
        mesh(domain(landings=[landing("raw", format="csv", columns=[text(1, "order"), text(2, "desc")])])),
        mesh(selling(tables=[table("use")])),
    ],
    "name-fits": [
        mesh(domain("abcdefghijklmnopqrstuvwx", products=[product(LONG)])),
        mesh(
            domain("sales", products=[product(LONG, schedule=on_publish("sales.b")), product("b")]),
            asking(product="sales.b"),
        ),
        with_table(name="t" * 48, expects=[rows(at_least=1)]),
    ],
}
