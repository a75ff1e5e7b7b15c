"""What becomes of contracts: products, tables, columns and promises."""

from .editing import Pull, change, remove, write

SHOP, WEATHER, PLANNING = (f"domains/{name}/domain.py" for name in ("shop", "weather", "planning"))
SQL = "domains/shop/transforms/orders.sql"
MINOR = change(SHOP, 'version="1.2.0"', 'version="1.3.0"')
PATCH = change(SHOP, 'version="1.2.0"', 'version="1.2.1"')
ITEMS = 'integer(5, "items"),'
TAX = [
    change(SHOP, ITEMS, f'{ITEMS}\n        decimal(8, "tax", precision=12, scale=2, optional=True),'),
    change(SQL, "via AS channel", "via AS channel,\n  CAST(NULL AS decimal(12, 2)) AS tax"),
]
LAST = '        text(7, "channel", optional=True, deprecated="always web"),\n    ],'
COUNTRY = '        text(3, "country"),\n'
AMOUNT = '        decimal(4, "amount", precision=12, scale=2, unit="EUR"),\n'
FRESH = "tables=[orders, returns],\n            objectives=[Objective.fresh(within="
DAILY = """tables=[orders, returns, Table("daily", columns=[
                timestamp(1, "day", key=True), integer(2, "items"),
            ], expects=[Expect.unique("day")])]"""
FIRST = '        Product(\n            "baskets",'
ROUTES = """        Product(
            "routes",
            version="1.0.0",
            purpose="which way parcels go",
            classification="internal",
            tables=[Table("routes", columns=[text(1, "route", key=True)], expects=[Expect.unique("route")])],
            objectives=[Objective.fresh(within="26h")],
            schedule=daily("06:00"),
        ),
"""
SECOND = """        Product(
            "stations",
            version="2.0.0",
            purpose="where the weather is measured",
            classification="public",
            visibility="open",
            tables=[
                Table(
                    "stations",
                    columns=[text(1, "code", key=True), double(2, "height", unit="m")],
                    transform="stations_v2.sql",
                    expects=[Expect.unique("code")],
                ),
            ],
            objectives=[Objective.fresh(within="8d")],
            schedule=daily("04:00"),
        ),
    ],
)
"""

LAKE = """\"\"\"What was there before.\"\"\"

from meshwright import Domain, Product, Table, text

domain = Domain(
    "legacy",
    owner="legacy@example.org",
    cost_center="CC-9",
    products=[
        Product(
            "orders",
            version="1.0.0",
            purpose="what the old system knew",
            classification="internal",
            tables=[Table("orders", columns=[text(1, "order_id", key=True)])],
            adopts="old_lake",
        ),
    ],
)
"""
LEGACY = "domains/legacy/domain.py"
ADOPTS = '            adopts="old_lake",\n'
FINANCE = "domains/finance/domain.py"
ANALYST = [
    change(FINANCE, 'tables=["orders"])],', 'tables=["orders"])],\n    adopts=Adopted(roles=["team/Analyst"]),'),
    change(FINANCE, "from meshwright import ", "from meshwright import Adopted, "),
]

PULLS = (
    Pull("nothing", 0, []),
    Pull("comments_and_blanks", 0, [
        change(SHOP, '"""What is sold."""\n', '"""What is sold."""\n\n# nothing but a comment\n'),
        change(SHOP, ITEMS, 'integer(5,   "items"),'),
    ]),
    Pull("another_database_adopted", 1, [
        change(LEGACY, "1.0.0", "1.1.0"), change(LEGACY, ADOPTS, ADOPTS.replace("old", "new")),
    ], before=[write(LEGACY, LAKE)]),
    Pull("database_no_longer_adopted", 1, [
        change(LEGACY, "1.0.0", "1.1.0"), change(LEGACY, ADOPTS, ""),
    ], before=[write(LEGACY, LAKE)]),
    Pull("role_adopted", 3, ANALYST),
    Pull("role_no_longer_adopted", 1, [
        change(FINANCE, 'adopts=Adopted(roles=["team/Analyst"]),', ""),
        change(FINANCE, "import Adopted, ", "import "),
    ], before=ANALYST),
    Pull("column_added", 0, [MINOR, *TAX]),
    Pull("column_added_without_a_version", 1, TAX),
    Pull("column_added_required", 1, [
        MINOR,
        change(SHOP, ITEMS, f'{ITEMS}\n        integer(8, "parcels"),'),
        change(SQL, "via AS channel", "via AS channel,\n  pieces AS parcels"),
    ]),
    Pull("column_dropped", 1, [
        MINOR, change(SHOP, LAST, "    ],\n    reserved=[7],"), change(SQL, ",\n  via AS channel", ""),
    ]),
    Pull("column_renamed", 1, [
        MINOR, change(SHOP, ITEMS, 'integer(5, "pieces"),\n       '), change(SQL, "pieces AS items", "pieces"),
    ]),
    Pull("columns_reordered", 0, [PATCH, change(SHOP, COUNTRY + AMOUNT, AMOUNT + COUNTRY)]),
    Pull("column_widened", 0, [
        MINOR,
        change(SHOP, ITEMS, 'long(5, "items"),'),
        change(SHOP, "    landing,\n", "    landing,\n    long,\n"),
        change(SQL, "pieces AS items", "CAST(pieces AS bigint) AS items"),
    ]),
    Pull("column_retyped", 1, [
        MINOR, change(SHOP, ITEMS, 'text(5, "items"),'), change(SQL, "pieces AS", "CAST(pieces AS string) AS"),
    ]),
    Pull("column_made_optional", 1, [MINOR, change(SHOP, ITEMS, 'integer(5, "items", optional=True),')]),
    Pull("column_deprecated", 0, [MINOR, change(SHOP, ITEMS, 'integer(5, "items", deprecated="see lines"),')]),
    Pull("unit_changed", 1, [MINOR, change(SHOP, 'unit="EUR"', 'unit="USD"')]),
    Pull("partitioning_changed", 0, [MINOR, change(SHOP, "month(ordered_at)", "day(ordered_at)")]),
    Pull("expectation_loosened", 1, [MINOR, change(SHOP, ', Expect.one_of("country", ["DE", "FR", "NL"])', "")]),
    Pull("objective_tightened", 0, [MINOR, change(SHOP, f'{FRESH}"26h"', f'{FRESH}"25h"')]),
    Pull("purpose_reworded", 0, [PATCH, change(SHOP, "one row per order", "one row per order that was paid")]),
    Pull("schedule_changed", 0, [PATCH, change(SHOP, 'daily("05:00")', 'daily("04:30")')]),
    Pull("transform_changed", 0, [MINOR, change(SQL, "FROM landing.sales", "FROM landing.sales\nWHERE total > 0")]),
    Pull("table_added", 0, [
        MINOR,
        change(SHOP, "tables=[orders, returns]", DAILY),
        write(
            "domains/shop/transforms/daily.sql",
            "SELECT sold_at AS day, max(pieces) AS items\nFROM landing.sales\nGROUP BY sold_at\n",
        ),
    ]),
    Pull("product_added", 0, [
        change(SHOP, FIRST, ROUTES + FIRST),
        write("domains/shop/transforms/routes.sql", "SELECT land AS route FROM landing.sales GROUP BY land\n"),
    ]),
    Pull("product_of_major_zero_changes", 0, [
        change(SHOP, 'version="0.3.0"', 'version="0.4.0"'),
        change(SHOP, 'integer(2, "items")', 'integer(2, "pieces")'),
        change("domains/shop/transforms/baskets.sql", "pieces AS items", "pieces"),
    ]),
    Pull("major_beside_another", 3, [
        change(WEATHER, 'version="1.0.0",', 'version="1.1.0", sunset="2027-11-30", successor=2,'),
        change(WEATHER, "    ],\n)\n", SECOND),
        write("domains/weather/transforms/stations_v2.sql", "SELECT station AS code, height\nFROM landing.stations\n"),
    ]),
    Pull("product_renamed", 1, [change(PLANNING, '"forecast"', '"outlook"')]),
    Pull("landing_changed", 0, [change(WEATHER, 'double(2, "height")])', 'double(2, "height"), text(3, "land")])')]),
    Pull("domain_described", 0, [change("domains/finance/domain.py", '"CC-3"', '"CC-33"')]),
    Pull("domain_owner_changed", 0, [change(WEATHER, "weather@example.org", "climate@example.org")]),
    Pull("domain_added", 0, [
        write(
            "domains/parcels/domain.py",
            '''"""What is on its way."""

from meshwright import Domain, landing, text

domain = Domain(
    "parcels",
    owner="parcels@example.org",
    cost_center="CC-5",
    landings=[landing("scans", format="json", columns=[text(1, "parcel")])],
)
''',
        ),
    ]),
    Pull("only_some_domains_asked_for", 0, [
        change(WEATHER, 'purpose="where the weather is measured"', 'purpose="where it is measured"'),
        change(WEATHER, 'version="1.0.0"', 'version="1.0.1"'),
        change("domains/finance/domain.py", '"CC-3"', '"CC-33"'),
    ], domains=("finance",)),
    Pull("transform_removed", 1, [remove("domains/weather/transforms/stations.sql")]),
)  # fmt: skip
