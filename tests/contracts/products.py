"""Products of every shape that the language allows, for property tests.

Numbers and names are unique where a rule asks for it; otherwise anything that the models take, sensible or not.
"""

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from meshwright.language import (
    Column,
    Domain,
    Expect,
    Expectation,
    Objective,
    Product,
    ProductRef,
    ServiceObjective,
    Table,
    binary,
    boolean,
    cron,
    daily,
    decimal,
    double,
    integer,
    list_of,
    long,
    map_of,
    on_publish,
    struct,
    text,
    timestamp,
)
from meshwright.language import date as day

NAMES = st.from_regex(r"[a-z][a-z0-9]{0,6}(_[a-z0-9]{1,4})?", fullmatch=True)
SENTENCES = st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), min_size=1, max_size=20).filter(str.strip)
MORE_WORDS = st.sampled_from(
    ["yes", "no", "null", "1.0", "2027-01-01", "a: b", "- a", "# a", "a\nb", "é ü", "it's", '"']
)
WORDS = SENTENCES | MORE_WORDS
MAYBE_WORDS = st.none() | WORDS
RATIOS = st.floats(min_value=0, max_value=1, exclude_min=True) | st.sampled_from([0.5, 0.9, 0.95, 0.99, 0.999, 1.0])
DURATIONS = st.builds("{}{}".format, st.integers(1, 99999), st.sampled_from("mhd"))
NUMBERS = st.integers(-(2**63), 2**63 - 1) | st.floats(allow_nan=False, allow_infinity=False)
VALUES = WORDS | NUMBERS | st.booleans()
SCALARS: list[Callable[..., Column]] = [text, integer, long, double, boolean, day, timestamp, binary]

Draw = Callable[..., Any]


@st.composite
def _options(draw: st.DrawFn) -> dict[str, Any]:
    options = draw(
        st.fixed_dictionaries(
            {},
            optional={
                "optional": st.booleans(),
                "key": st.booleans(),
                "unit": WORDS,
                "pii": st.sampled_from(["keep", "pseudonymise", "mask", "generalise", "inherit", "drop"]),
                "why": WORDS,
                "deprecated": WORDS,
                "description": WORDS,
                "default": VALUES,
            },
        )
    )
    assert isinstance(options, dict)
    return options


@st.composite
def _column(draw: st.DrawFn, numbers: list[int], name: str | None, depth: int) -> Column:
    """``numbers`` are taken from its end; a column inside a list or a map has no name."""
    number, options = numbers.pop(), draw(_options())
    place = (number,) if name is None else (number, name)
    kind = draw(st.sampled_from(["scalar", "decimal"] + (["list", "struct", "map"] if depth else [])))
    match kind:
        case "decimal":
            precision = draw(st.integers(1, 38))
            return decimal(*place, precision=precision, scale=draw(st.integers(0, precision)), **options)
        case "list":
            return list_of(*place, element=draw(_column(numbers, None, depth - 1)), **options)
        case "struct":
            names = draw(st.lists(NAMES, min_size=1, max_size=3, unique=True))
            return struct(*place, fields=[draw(_column(numbers, n, depth - 1)) for n in names], **options)
        case "map":
            keys, values = draw(_column(numbers, None, 0)), draw(_column(numbers, None, depth - 1))
            return map_of(*place, keys=keys, values=values, **options)
    column: Column = draw(st.sampled_from(SCALARS))(*place, **options)
    return column


@st.composite
def columns(draw: st.DrawFn) -> list[Column]:
    """A table's columns, nested at most three deep, with unique numbers in any order."""
    names = draw(st.lists(NAMES, min_size=1, max_size=5, unique=True))
    numbers = [*draw(st.permutations(range(1, 200))), 2_000_000_000]
    return [draw(_column(numbers, name, 3)) for name in names]


@st.composite
def expectations(draw: st.DrawFn, names: list[str]) -> Expectation:
    """One of each kind, of columns that may or may not be there."""
    name = st.sampled_from([*names, "elsewhere"])
    low, high = sorted([draw(NUMBERS), draw(NUMBERS)])
    match draw(st.sampled_from(["complete", "unique", "between", "one_of", "matches", "rows"])):
        case "complete":
            return Expect.complete(draw(name), at_least=draw(RATIOS))
        case "unique":
            return Expect.unique(*draw(st.lists(name, min_size=1, max_size=3)))
        case "between":
            return Expect.between(draw(name), low, high)
        case "one_of":
            return Expect.one_of(draw(name), draw(st.lists(VALUES, min_size=1, max_size=4)))
        case "matches":
            return Expect.matches(draw(name), draw(WORDS))
    fewest = draw(st.integers(0, 10**9))
    return Expect.rows(at_least=fewest, at_most=draw(st.none() | st.integers(fewest, 10**10)))


@st.composite
def tables(draw: st.DrawFn, name: str) -> Table:
    """A table with partitions, expectations and reserved numbers."""
    held = draw(columns())
    names = [c.name for c in held]
    partitions = [f(n) for n in names for f in (str, "month({})".format, "bucket(8, {})".format)]
    return Table(
        name,
        columns=held,
        transform=draw(st.sampled_from([None, "shared.sql", f"{name}.sql"])),
        partition_by=draw(st.lists(st.sampled_from([*partitions, "elsewhere"]), max_size=3)),
        expects=draw(st.lists(expectations(names), max_size=5)),
        reserved=draw(st.lists(st.integers(1, 500), max_size=3)),
        description=draw(MAYBE_WORDS),
        retire=draw(MAYBE_WORDS),
    )


OBJECTIVES: st.SearchStrategy[ServiceObjective] = st.one_of(
    st.builds(Objective.fresh, within=DURATIONS), st.builds(Objective.quality, at_least=RATIOS)
)
SCHEDULES = st.sampled_from([None, daily("05:00"), cron("*/5 1-3 * * 1,5"), on_publish("weather.winds", "ops.runs")])


@st.composite
def products(draw: st.DrawFn) -> Product:
    """A product with everything but shares, which are agreements and no part of a contract."""
    names = draw(st.lists(NAMES, min_size=1, max_size=3, unique=True))
    major = draw(st.integers(0, 999))
    return Product(
        draw(NAMES),
        version=f"{major}.{draw(st.integers(0, 99))}.{draw(st.integers(0, 99))}",
        purpose=draw(MAYBE_WORDS),
        classification=draw(st.sampled_from(["public", "internal", "confidential", "restricted"])),
        tables=[draw(tables(name)) for name in names],
        objectives=draw(st.lists(OBJECTIVES, max_size=3)),
        schedule=draw(SCHEDULES),
        visibility=draw(st.sampled_from(["shared", "open"])),
        sunset=draw(st.none() | st.dates().map(str)),
        successor=draw(st.none() | st.integers(1, 999)),
        urgent=draw(MAYBE_WORDS),
        retire=draw(MAYBE_WORDS),
        adopts=draw(st.none() | NAMES),
    )


@st.composite
def refs(draw: st.DrawFn) -> ProductRef:
    """A product in a domain."""
    product = draw(products())
    owner = draw(st.sampled_from([None, "sales@example.org"]))
    return ProductRef(Domain("sales", owner=owner, products=[product]), product)
