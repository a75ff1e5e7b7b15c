"""Tables and landings."""

from tests.rules.building import (
    binary,
    boolean,
    day,
    decimal,
    domain,
    double,
    integer,
    landing,
    list_of,
    long,
    map_of,
    mesh,
    selling,
    struct,
    table,
    text,
    timestamp,
    with_columns,
    with_table,
)

from . import Bad, Good

AT = "sales.orders.orders"


def _landed(format: str, *columns: object, **more: object) -> object:
    return [landing("raw", format=format, columns=list(columns), **more)]  # type: ignore[arg-type]


BAD: Bad = {
    "key-present": [
        (
            with_table(columns=[text(1, "order_id")]),
            [f"table.columns: key-present {AT} has no key; mark what identifies a row with key=True"],
        ),
    ],
    "key-required": [
        (
            with_table(columns=[text(1, "order_id", key=True, optional=True)]),
            [
                f'column.optional: key-required {AT}: column "order_id" is a key and optional; '
                "remove optional=True, or make it no key"
            ],
        ),
    ],
    "key-fits-type": [
        (
            with_table(columns=[double(1, "order_id", key=True)]),
            [f'column.key: key-fits-type {AT}: column "order_id" is a key and a double; use another column as the key'],
        ),
        (
            with_columns(binary(2, "hash", key=True)),
            [f'column.key: key-fits-type {AT}: column "hash" is a key and binary; use another column as the key'],
        ),
        (
            with_columns(list_of(2, "tags", element=text(3), key=True)),
            [f'column.key: key-fits-type {AT}: column "tags" is a key and a list; use another column as the key'],
        ),
        (
            with_columns(struct(2, "address", fields=[text(3, "street", key=True)])),
            [
                f'column.key: key-fits-type {AT}: column "address.street" is a key and stands inside another; '
                "use another column as the key"
            ],
        ),
        (
            with_columns(text(2, "name", key=True, pii="mask")),
            [
                f'column.key: key-fits-type {AT}: column "name" is a key and has pii="mask", which makes different '
                "values equal; use another column as the key"
            ],
        ),
    ],
    "column-number-unique": [
        (
            with_columns(text(2, "country"), text(2, "city")),
            [
                f'column.number: column-number-unique {AT}: column "city" has the number 2 of column "country"; '
                "give it the next free number"
            ],
        ),
        (
            with_columns(list_of(2, "tags", element=text(1))),
            [
                f'column.number: column-number-unique {AT}: column "tags.element" has the number 1 of column '
                '"order_id"; give it the next free number'
            ],
        ),
        (
            mesh(domain(landings=_landed("csv", text(1, "a"), text(1, "b")))),
            [
                'column.number: column-number-unique landing sales.raw: column "b" has the number 1 of column "a"; '
                "give it the next free number"
            ],
        ),
    ],
    "column-number-free": [
        (
            with_columns(text(2, "country"), text(7, "city"), reserved=[2, 4]),
            [f'column.number: column-number-free {AT}: column "country" has the reserved number 2; give it number 8'],
        ),
        (
            with_columns(map_of(2, "labels", keys=text(3), values=text(9)), reserved=[3]),
            [
                f'column.number: column-number-free {AT}: column "labels.key" has the reserved number 3; '
                "give it number 10"
            ],
        ),
    ],
    "standard-type": [
        (
            mesh(
                selling(tables=[table(columns=[text(1, "order_id", key=True), text(2, "amount")])]),
                standard_types={"amount": "decimal"},
            ),
            [
                f'column: standard-type {AT}: column "amount" is text, and everywhere else a decimal; '
                "declare it with decimal(…), or rename it"
            ],
        ),
    ],
    "default-fits-type": [
        (
            with_columns(integer(2, "amount", optional=True, default=-(2**31) - 1)),
            [
                f'column.default: default-fits-type {AT}: column "amount" has the default -2147483649 and is an '
                "integer; write a value of its type, or remove default="
            ],
        ),
        (
            with_columns(integer(2, "amount", optional=True, default="none")),
            [
                f'column.default: default-fits-type {AT}: column "amount" has the default "none" and is an integer; '
                "write a value of its type, or remove default="
            ],
        ),
        (
            with_columns(integer(2, "amount", optional=True, default=2**31)),
            [
                f'column.default: default-fits-type {AT}: column "amount" has the default 2147483648 and is an '
                "integer; "
                "write a value of its type, or remove default="
            ],
        ),
        (
            with_columns(day(2, "ordered_on", optional=True, default="2026-02-30")),
            [
                f'column.default: default-fits-type {AT}: column "ordered_on" has the default "2026-02-30" and is '
                "a date; "
                "write a value of its type, or remove default="
            ],
        ),
        (
            with_columns(boolean(2, "paid", default=False)),
            [
                f'column.default: default-fits-type {AT}: column "paid" has the default False and is not optional; '
                "write a value of its type, or remove default="
            ],
        ),
        (
            with_columns(struct(2, "address", fields=[text(3, "city", optional=True, default="unknown")])),
            [
                f'column.default: default-fits-type {AT}: column "address.city" has the default "unknown" and stands '
                "inside another column, where nothing is filled in; write a value of its type, or remove default="
            ],
        ),
    ],
    "comment-fits": [
        (
            with_columns(text(2, "country", description="x" * 256)),
            [
                f'column.description: comment-fits {AT}: column "country" is described in 256 characters, and Glue '
                "takes "
                "255; say it more briefly, and the rest in the table's description"
            ],
        ),
        (
            with_columns(text(2, "country", description="where it\nwas sent")),
            [
                f'column.description: comment-fits {AT}: column "country" is described in several lines, and Glue '
                "takes "
                "one; say it more briefly, and the rest in the table's description"
            ],
        ),
    ],
    "partition-resolves": [
        (
            with_columns(timestamp(2, "ordered_at"), partition_by=["month(order_at)"]),
            [
                f'table.partition_by: partition-resolves {AT} is partitioned by "order_at", which is no column; '
                'write "ordered_at"'
            ],
        ),
        (
            with_columns(day(2, "ordered_on"), partition_by=["hour(ordered_on)"]),
            [
                f'table.partition_by: partition-resolves {AT} is partitioned by the hour of "ordered_on", which is a '
                "date; partition by another column"
            ],
        ),
        (
            with_columns(double(2, "weight"), partition_by=["weight"]),
            [
                f'table.partition_by: partition-resolves {AT} is partitioned by the identity of "weight", which is a '
                "double; partition by another column"
            ],
        ),
        (
            with_columns(boolean(2, "paid"), partition_by=["bucket(4, paid)"]),
            [
                f'table.partition_by: partition-resolves {AT} is partitioned by the bucket of "paid", which is a '
                "boolean; partition by another column"
            ],
        ),
        (
            with_columns(timestamp(2, "ordered_at"), partition_by=["truncate(4, ordered_at)"]),
            [
                f'table.partition_by: partition-resolves {AT} is partitioned by the truncate of "ordered_at", which '
                "is a "
                "timestamp; partition by another column"
            ],
        ),
    ],
    "partition-unique": [
        (
            with_columns(timestamp(2, "ordered_at"), partition_by=["year(ordered_at)", "month(ordered_at)"]),
            [
                f'table.partition_by: partition-unique {AT} is partitioned by "ordered_at" twice, as year and as '
                "month; "
                "keep the finer one, or rename the column"
            ],
        ),
        (
            with_columns(timestamp(2, "at"), integer(3, "at_month"), partition_by=["month(at)"]),
            [
                f'table.partition_by: partition-unique {AT} is partitioned by the month of "at", which is called '
                '"at_month" like a column; keep the finer one, or rename the column'
            ],
        ),
    ],
    "transform-exists": [
        (
            mesh(selling(), transforms={"sales": []}),
            [
                f'table.transform: transform-exists {AT}: there is no file "orders.sql" in transforms/; add the '
                "file, with one SELECT in it"
            ],
        ),
        (
            mesh(selling(tables=[table(transform="order.sql")]), transforms={"sales": ["orders.sql"]}),
            [
                'transforms/orders.sql:1:1: warning: transform-used sales: no table uses the transform "orders.sql"; '
                "remove the file, or name it in transform=",
                f'table.transform: transform-exists {AT}: there is no file "order.sql" in transforms/; '
                'write transform="orders.sql"',
            ][::-1],
        ),
    ],
    "transform-used": [
        (
            mesh(selling(), transforms={"sales": ["old.sql", "orders.sql"]}),
            [
                'transforms/old.sql:1:1: warning: transform-used sales: no table uses the transform "old.sql"; '
                "remove the file, or name it in transform="
            ],
        ),
    ],
    "sample-exists": [
        (
            mesh(domain(landings=_landed("csv", text(1, "a"), sample="raw.csv")), samples=["planning/raw.csv"]),
            [
                'landing.sample: sample-exists landing sales.raw: there is no sample "raw.csv"; '
                "add the file, install the package, or remove sample="
            ],
        ),
    ],
    "landing-fits-format": [
        (
            mesh(domain(landings=_landed("csv", list_of(1, "tags", element=binary(2))))),
            [
                'column: landing-fits-format landing sales.raw: column "tags" is a list, and the landing\'s format is '
                "csv; declare it with text(…) and take it apart in the transform, or land json or parquet"
            ],
        ),
    ],
}

GOOD: Good = {
    "key-present": [with_columns(day(2, "ordered_on", key=True))],
    "key-required": [with_columns(text(2, "note", optional=True))],
    "key-fits-type": [
        with_columns(
            decimal(2, "code", precision=9, scale=0, key=True),
            timestamp(3, "ordered_at", key=True),
            text(4, "customer", key=True, pii="pseudonymise"),
        )
    ],
    "column-number-unique": [
        with_columns(list_of(2, "tags", element=text(3)), struct(9, "address", fields=[text(5, "street")])),
        mesh(selling(tables=[table("orders"), table("lines")])),
    ],
    "column-number-free": [with_columns(text(5, "country"), reserved=[2, 3, 4])],
    "standard-type": [
        mesh(
            selling(),
            domain("planning", landings=_landed("csv", text(1, "amount"))),
            standard_types={"amount": "integer", "airport": "text"},
        )
    ],
    "default-fits-type": [
        with_columns(
            text(2, "note", optional=True, default=""),
            long(3, "count_of_lines", optional=True, default=2**62),
            double(4, "weight", optional=True, default=1),
            day(5, "ordered_on", optional=True, default="2026-02-28"),
            decimal(6, "price", precision=9, scale=2, optional=True, default=1.5),
            boolean(7, "paid", optional=True, default=False),
        )
    ],
    "comment-fits": [
        with_columns(
            text(2, "country", description="x" * 255),
            struct(3, "address", fields=[text(4, "street", description="x" * 256)]),
            description="one row\nper order",
        )
    ],
    "partition-resolves": [
        with_columns(timestamp(2, "ordered_at"), text(3, "country"), partition_by=[f"{unit}(ordered_at)", "country"])
        for unit in ("year", "month", "day", "hour")
    ]
    + [with_columns(day(2, "ordered_on"), partition_by=["day(ordered_on)", "bucket(16, order_id)"])],
    "partition-unique": [
        with_columns(timestamp(2, "at"), partition_by=["day(at)", "bucket(4, order_id)", "truncate(2, order_id)"])
    ],
    "transform-exists": [mesh(selling(tables=[table(), table("copies", transform="orders.sql")]))],
    "transform-used": [mesh(selling())],
    "sample-exists": [mesh(domain(landings=_landed("csv", text(1, "a"), sample="raw.csv")), samples=["sales/raw.csv"])],
    "landing-fits-format": [
        mesh(domain(landings=_landed("json", list_of(1, "tags", element=text(2))))),
        mesh(domain(landings=_landed("parquet", binary(1, "picture")))),
    ],
}
