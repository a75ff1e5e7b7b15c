"""Changes that belong elsewhere, columns and numbers: what is refused, and everything that is found."""

from tests.rules.building import asking, domain, fresh, integer, mesh, product, replaced, selling, struct, table, text

from .pairs import KEY, OFFERED, Bad, adopting, beside, columns, versions

BAD: Bad = {
    "change-major": [
        (
            columns([text(2, "a")], [text(2, "b")], "1.1.0"),
            [
                'column.name: change-major sales.orders.orders: column "a" is renamed to "b": queries '
                'that name "a" fail, and rows written before are read under the new name; leave 1.0.0 as '
                'it was, and write the change as version="2.0.0" beside it',
            ],
        ),
        (
            columns([text(2, "a")], [text(2, "b")], "1.0.0"),
            [
                'column.name: change-major sales.orders.orders: column "a" is renamed to "b": queries '
                'that name "a" fail, and rows written before are read under the new name; leave 1.0.0 as '
                'it was, and write the change as version="2.0.0" beside it',
            ],
        ),
        (
            columns([text(2, "a")], [text(2, "b"), text(3, "c", optional=True)], "1.0.1"),
            [
                'column.name: change-major sales.orders.orders: column "a" is renamed to "b": queries '
                'that name "a" fail, and rows written before are read under the new name; leave 1.0.0 as '
                'it was, and write the change as version="2.0.0" beside it',
            ],
        ),
        (
            versions("1.0.0", "1.1.0", classification="restricted"),
            [
                "product.classification: change-major sales.orders: the classification is restricted, "
                "before internal: whoever may not read data of that class loses access; leave 1.0.0 as "
                'it was, and write the change as version="2.0.0" beside it',
            ],
        ),
        (
            (mesh(selling(tables=[table("orders"), table("lines")])), mesh(selling(version="1.1.0"))),
            [
                'table: change-major sales.orders.lines: table "lines" is removed: queries that name it '
                'fail; leave 1.0.0 as it was, and write the change as version="2.0.0" beside it',
            ],
        ),
        (
            (
                mesh(selling(shares=OFFERED), asking()),
                mesh(selling(version="1.1.0", shares=OFFERED, objectives=[fresh(within="48h")]), asking()),
            ),
            [
                "objective: change-major sales.orders: objective loosened: fresh within 48h, before "
                "fresh within 26h (planning reads it): readers that rely on it may meet what they were "
                'promised not to; leave 1.0.0 as it was, and write the change as version="2.0.0" beside '
                "it",
            ],
        ),
        (
            (
                mesh(selling()),
                mesh(
                    domain(
                        products=[replaced(objectives=[fresh(within="48h")], version="1.1.0"), product(version="2.0.0")]
                    )
                ),
            ),
            [
                "objective: change-major sales.orders: objective loosened: fresh within 48h, before "
                "fresh within 26h: readers that rely on it may meet what they were promised not to; "
                "leave 1.0.0 as it was, and make the change in 2.0.0",
            ],
        ),
        (
            adopting("lake", "other_lake", "1.1.0"),
            [
                'product.adopts: change-major sales.orders: it adopts database "other_lake", before "lake": its '
                'tables are those of "other_lake", and queries that name the old database stay with what is there; '
                'leave 1.0.0 as it was, and write the change as version="2.0.0" beside it',
            ],
        ),
        (
            (
                mesh(domain(products=[replaced(), product(version="2.0.0")])),
                mesh(
                    domain(
                        products=[replaced(objectives=[fresh(within="48h")], version="1.1.0"), product(version="2.0.0")]
                    )
                ),
            ),
            [
                "objective: change-major sales.orders: objective loosened: fresh within 48h, before "
                "fresh within 26h: readers that rely on it may meet what they were promised not to; "
                'leave 1.0.0 as it was, and write the change as version="3.0.0" beside it',
            ],
        ),
    ],
    "change-possible": [
        (
            columns([], [text(2, "a")], "1.1.0"),
            [
                'column: change-possible sales.orders.orders: required column "a" (text) is added: rows '
                "written before have no value for it, so nothing could read them; write optional=True, "
                'or leave 1.0.0 as it was, and write the change as version="2.0.0" beside it',
            ],
        ),
        (
            columns([integer(2, "a")], [text(2, "a")], "1.1.0"),
            [
                'column: change-possible sales.orders.orders: column "a" changes its type from integer '
                "to text: rows written before could not be read any more; leave 1.0.0 as it was, and "
                'write the change as version="2.0.0" beside it',
            ],
        ),
        (
            columns([text(2, "a", optional=True)], [text(2, "a")], "1.1.0"),
            [
                'column: change-possible sales.orders.orders: column "a" becomes required: rows written '
                'before may be empty there; expect it instead, Expect.complete("a"), or leave 1.0.0 as '
                'it was, and write the change as version="2.0.0" beside it',
            ],
        ),
        (
            columns(
                [struct(2, "a", fields=[text(3, "b", optional=True)])], [struct(2, "a", fields=[text(3, "b")])], "1.1.0"
            ),
            [
                'column: change-possible sales.orders.orders: column "a.b" becomes required: rows '
                "written before may be empty there; leave 1.0.0 as it was, and write the change as "
                'version="2.0.0" beside it',
            ],
        ),
        (
            columns([text(2, "a")], [integer(2, "b")], "1.1.0"),
            [
                'column.number: change-possible sales.orders.orders: number 2 was "a" (text) and is "b" '
                "(integer): the values written under that number would be misread; give it number 3, or "
                'leave 1.0.0 as it was, and write the change as version="2.0.0" beside it',
            ],
        ),
        (
            columns([text(3, "a")], [text(3, "a"), text(2, "b", optional=True)], "1.1.0", was=[2]),
            [
                'column.number: change-possible sales.orders.orders: column "b" uses number 2, which is '
                "that of a column that is gone: the values written under that number would appear in it; "
                'give it number 4, or leave 1.0.0 as it was, and write the change as version="2.0.0" '
                "beside it",
            ],
        ),
        (
            columns([text(2, "a")], [integer(2, "a")], "0.2.0", since="0.1.0"),
            [
                'column: change-possible sales.orders.orders: column "a" changes its type from text to '
                'integer: rows written before could not be read any more; write version="1.0.0", whose '
                "tables are new ones, or give the table another name",
            ],
        ),
    ],
    "column-deprecated": [
        (
            columns([text(2, "a")], [], "1.1.0", reserved=[2]),
            [
                'column: change-major sales.orders.orders: column "a" is dropped: queries that name it '
                'fail; leave 1.0.0 as it was, and write the change as version="2.0.0" beside it',
                'column: column-deprecated sales.orders.orders: 1.1.0 leaves out column "a", which 1.0.0 '
                'does not deprecate; publish 1.1.0 with deprecated="…" on it first',
            ],
        ),
        (
            beside("2.0.0", tables=[table(columns=[KEY])]),
            [
                'table.columns: column-deprecated sales.orders.orders: 2.0.0 leaves out column "amount", '
                'which 1.0.0 does not deprecate; publish 1.1.0 with deprecated="…" on it first',
                "table.columns: column-deprecated sales.orders.orders: 2.0.0 leaves out column "
                '"country", which 1.0.0 does not deprecate; publish 1.1.0 with deprecated="…" on it first',
                'table.columns: column-deprecated sales.orders.orders: 2.0.0 leaves out column "email", '
                'which 1.0.0 does not deprecate; publish 1.1.0 with deprecated="…" on it first',
            ],
        ),
        (
            beside("2.0.0", tables=[table(columns=[KEY, text(2, "land"), integer(3, "amount")])]),
            [
                'table.columns: column-deprecated sales.orders.orders: 2.0.0 leaves out column "email", '
                'which 1.0.0 does not deprecate; publish 1.1.0 with deprecated="…" on it first',
            ],
        ),
    ],
    "number-reserved": [
        (
            columns([text(2, "a", deprecated="read b"), text(3, "b")], [text(3, "b")], "0.2.0", since="0.1.0"),
            [
                "table.reserved: number-reserved sales.orders.orders: number 2 is given up and not "
                "reserved; write reserved=[2]",
            ],
        ),
        (
            columns([], [], "1.0.0", was=[2, 3], reserved=[3]),
            [
                "table.reserved: number-reserved sales.orders.orders: number 2 is given up and not "
                "reserved; write reserved=[2, 3]",
            ],
        ),
        (
            columns([struct(2, "a", fields=[text(3, "b"), text(4, "c")])], [], "0.2.0", since="0.1.0", reserved=[2]),
            [
                "table.reserved: number-reserved sales.orders.orders: numbers 3, 4 are given up and not "
                "reserved; write reserved=[2, 3, 4]",
            ],
        ),
    ],
    "number-next": [
        (
            columns([text(4, "a")], [text(4, "a"), text(3, "b", optional=True)], "1.1.0"),
            [
                'column.number: number-next sales.orders.orders: column "b" is new and has number 3, '
                "below 4, the highest ever used; give it number 5",
            ],
        ),
        (
            columns([text(2, "a")], [text(2, "a"), text(3, "b", optional=True)], "1.1.0", was=[7], reserved=[7]),
            [
                'column.number: number-next sales.orders.orders: column "b" is new and has number 3, '
                "below 7, the highest ever used; give it number 8",
            ],
        ),
        (
            columns([text(4, "a")], [text(4, "a"), struct(9, "s", optional=True, fields=[text(3, "b")])], "1.1.0"),
            [
                'column.number: number-next sales.orders.orders: column "b" is new and has number 3, '
                "below 4, the highest ever used; give it number 10",
            ],
        ),
    ],
    "urgent-used": [
        (
            versions("1.0.0", "1.0.1", purpose="orders", urgent="names a person"),
            [
                "product.urgent: warning: urgent-used sales.orders: urgent= gives a reason for which "
                "nothing is closed; remove it",
            ],
        ),
        (
            (mesh(selling(urgent="x")), mesh(selling(urgent="x", version="1.0.1", purpose="orders"))),
            [
                "product.urgent: warning: urgent-used sales.orders: urgent= is of an earlier change; remove it",
            ],
        ),
    ],
}
