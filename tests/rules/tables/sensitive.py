"""Sensitive columns."""

from tests.rules.building import (
    boolean,
    day,
    domain,
    double,
    integer,
    landing,
    list_of,
    long,
    mesh,
    struct,
    text,
    timestamp,
    with_columns,
)

from . import Bad, Good

AT = "sales.orders.orders"
REASON = 'add why="…", or treat it: pii="pseudonymise", "mask" or "generalise"'

BAD: Bad = {
    "pii-reason": [
        (
            with_columns(text(2, "name", pii="keep")),
            [f'column.pii: pii-reason {AT}: column "name" is sensitive, pii="keep", and gives no reason; {REASON}'],
        ),
        (
            with_columns(struct(2, "person", fields=[text(3, "name", pii="keep")])),
            [
                f'column.pii: pii-reason {AT}: column "person.name" is sensitive, pii="keep", and gives no reason; '
                f"{REASON}"
            ],
        ),
        (
            mesh(domain(landings=[landing("raw", format="csv", columns=[text(1, "name", pii="keep")])])),
            [
                'column.pii: pii-reason landing sales.raw: column "name" is sensitive, pii="keep", and gives no '
                "reason; "
                f"{REASON}"
            ],
        ),
    ],
    "pii-fits-place": [
        (
            with_columns(text(2, "name", pii="drop")),
            [
                f'column.pii: pii-fits-place {AT}: column "name" has pii="drop" in a table; '
                "leave the column out of the table"
            ],
        ),
        (
            mesh(domain(landings=[landing("raw", format="csv", columns=[text(1, "name", pii="mask")])])),
            [
                'column.pii: pii-fits-place landing sales.raw: column "name" has pii="mask" in a landing; '
                'write pii="drop", or pii="keep" with why= and treat it in the table'
            ],
        ),
    ],
    "pii-fits-type": [
        (
            with_columns(long(2, "phone", pii="mask")),
            [
                f'column.pii: pii-fits-type {AT}: column "phone" has pii="mask" and is a long; '
                'declare it with text(…), or write pii="generalise"'
            ],
        ),
        (
            with_columns(timestamp(2, "born_at", pii="pseudonymise")),
            [
                f'column.pii: pii-fits-type {AT}: column "born_at" has pii="pseudonymise" and is a timestamp; '
                'declare it with text(…), or write pii="generalise"'
            ],
        ),
        (
            with_columns(integer(2, "customer", pii="pseudonymise")),
            [
                f'column.pii: pii-fits-type {AT}: column "customer" has pii="pseudonymise" and is an integer; '
                'declare it with text(…), or write pii="generalise"'
            ],
        ),
        (
            with_columns(boolean(2, "married", pii="generalise")),
            [
                f'column.pii: pii-fits-type {AT}: column "married" has pii="generalise" and is a boolean; '
                "declare it with text(…)"
            ],
        ),
        (
            with_columns(list_of(2, "names", element=text(3), pii="mask")),
            [
                f'column.pii: pii-fits-type {AT}: column "names" has pii="mask" and is a list; '
                'mark the parts inside it, or write pii="keep" with why='
            ],
        ),
    ],
}

GOOD: Good = {
    "pii-reason": [
        with_columns(text(2, "name", pii="keep", why="invoices carry it"), text(3, "email", pii="mask")),
        mesh(domain(landings=[landing("raw", format="csv", columns=[text(1, "name", pii="drop")])])),
    ],
    "pii-fits-place": [
        with_columns(text(2, "a", pii="inherit"), text(3, "b", pii="keep", why="…")),
        mesh(
            domain(
                landings=[
                    landing("raw", format="csv", columns=[text(1, "a", pii="keep", why="treated later"), text(2, "b")])
                ]
            )
        ),
    ],
    "pii-fits-type": [
        with_columns(
            text(2, "a", pii="mask"),
            text(3, "b", pii="pseudonymise"),
            day(4, "c", pii="generalise"),
            double(5, "d", pii="generalise"),
            timestamp(6, "e", pii="generalise"),
            boolean(7, "f", pii="inherit"),
            list_of(8, "g", element=text(9, pii="mask")),
        )
    ],
}
