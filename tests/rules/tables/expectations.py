"""Expectations."""

from meshwright.language.quoting import quoted
from tests.rules.building import (
    between,
    binary,
    boolean,
    complete,
    day,
    decimal,
    double,
    list_of,
    long,
    matches,
    one_of,
    text,
    timestamp,
    unique,
    with_columns,
    with_table,
)

from . import Bad, Good

AT = "sales.orders.orders"
FITTING = "choose an expectation or a column that fits"
SHARED = "write it with literals, classes, groups, alternatives and repetitions only"
APART = "let no two repetitions inside each other match the same text"

BAD: Bad = {
    "expectation-resolves": [
        (
            with_table(expects=[complete("amounts")]),
            [
                f'expectation: expectation-resolves {AT}: Expect.complete is about "amounts", which is no column; '
                'write "amount"'
            ],
        ),
        (
            with_table(expects=[unique("order_id", "xyz")]),
            [
                f'expectation: expectation-resolves {AT}: Expect.unique is about "xyz", which is no column; '
                'name one of "order_id", "country", "amount" and "email"'
            ],
        ),
    ],
    "expectation-fits-type": [
        (
            with_table(expects=[between("country", 1, 2)]),
            [
                f'expectation: expectation-fits-type {AT}: Expect.between needs numbers, and "country" is text; '
                f"{FITTING}"
            ],
        ),
        (
            with_table(expects=[matches("amount", "[0-9]+")]),
            [
                f'expectation: expectation-fits-type {AT}: Expect.matches needs text, and "amount" is an integer; '
                f"{FITTING}"
            ],
        ),
        (
            with_table(expects=[one_of("amount", [1, 2.5])]),
            [
                f'expectation: expectation-fits-type {AT}: Expect.one_of lists 2.5, and "amount" is an integer; '
                f"{FITTING}"
            ],
        ),
        (
            with_table(expects=[one_of("country", ["DE", True])]),
            [f'expectation: expectation-fits-type {AT}: Expect.one_of lists True, and "country" is text; {FITTING}'],
        ),
        (
            with_columns(timestamp(2, "ordered_at"), expects=[one_of("ordered_at", ["2026-01-01"])]),
            [
                f"expectation: expectation-fits-type {AT}: Expect.one_of needs text, numbers or booleans, and "
                f'"ordered_at" is a timestamp; {FITTING}'
            ],
        ),
        (
            with_columns(list_of(2, "tags", element=text(3)), expects=[unique("tags")]),
            [
                f"expectation: expectation-fits-type {AT}: Expect.unique needs a type whose values compare exactly, "
                "and "
                f'"tags" is a list; {FITTING}'
            ],
        ),
    ],
    "expectation-repetition": [
        (
            with_table(expects=[unique("country", "country")]),
            [
                f"expectation: expectation-repetition {AT}: Expect.unique names a column twice: country, country; "
                "remove or mend the second"
            ],
        ),
        (
            with_table(expects=[one_of("country", ["DE", "DE"])]),
            [
                f'expectation: expectation-repetition {AT}: Expect.one_of of "country" lists a value twice; '
                "remove or mend the second"
            ],
        ),
    ],
    "expectation-pattern": [
        (
            with_table(expects=[matches("country", pattern)]),
            [
                f'expectation: expectation-pattern {AT}: Expect.matches of "country": the pattern '
                f"{quoted(pattern)}{problem}"
            ],
        )
        for pattern, problem in (
            ("(a+)+", f" can take exponential time; {APART}"),
            ("[A-Z", f": a class has no end; {SHARED}"),
            ("(?=a)b", f': "(?=" is not known to every engine; {SHARED}'),
            ("(a)\\1", f': "\\1" is not read alike by every engine; {SHARED}'),
            ("a{1001}", f': "{{1001}}" repeats more than 1,000 times; {SHARED}'),
            (f"({'abcdefghij' * 9})*", ": a loop holds more than 80 letters; split it into several expectations"),
        )
    ],
}

GOOD: Good = {
    "expectation-resolves": [with_table(expects=[complete("email", at_least=0.5), unique("order_id", "country")])],
    "expectation-fits-type": [
        with_columns(
            double(2, "weight"),
            decimal(3, "price", precision=9, scale=2),
            boolean(4, "paid"),
            long(5, "amount"),
            timestamp(6, "ordered_at"),
            day(7, "ordered_on"),
            binary(8, "picture"),
            expects=[
                between("weight", 0, 1.5),
                between("price", -1, 1),
                between("amount", 0, 2**40),
                one_of("paid", [True, False]),
                one_of("order_id", ["a"]),
                one_of("amount", [1, 2]),
                one_of("weight", [1, 2.5]),
                complete("picture"),
                unique("ordered_at", "ordered_on"),
            ],
        )
    ],
    "expectation-repetition": [with_table(expects=[one_of("country", ["DE", "FR"]), unique("country", "amount")])],
    "expectation-pattern": [
        with_table(expects=[matches("country", pattern)])
        for pattern in ("[A-Z]{2}", "[a-z]+(-[a-z]+)*", "^.*$", r"\d{4}-\d{2}", r"(?:a|b)?c\.", "[^,]*", "(x|y)*")
    ],
}
