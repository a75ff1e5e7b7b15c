"""Meshes that hypothesis makes up: three domains, each with at most two majors of one product, right and wrong."""

from datetime import date

from hypothesis import strategies as st

from meshwright.language import Domain, Product, Share, Subscription, Table, integer, text
from tests.rules.building import mesh

DOMAINS, TABLES, COLUMNS = ("a", "b", "c"), ("t", "u"), ("id", "n", "mail", "phone", "typo")
DAYS = st.sampled_from([None, "2026-11-22", "2026-11-23", "2027-01-01"])
TODAY = date(2026, 11, 23)


def _some(names: tuple[str, ...], *, least: int = 0) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(names), min_size=least, max_size=3, unique=True)


ROWS = st.none() | st.sampled_from(["n > 1", "n > 1 AND n < 5", "id = 'a'", "mail = 'x'", "lower(id) = 'x'"])
SHARES = st.builds(
    Share,
    st.sampled_from(DOMAINS),
    purpose=st.just("x"),
    tables=st.none() | _some(TABLES, least=1),
    columns=st.none() | _some(COLUMNS, least=1),
    without=st.just([]) | _some(COLUMNS),
    including=st.just([]) | _some(COLUMNS),
    rows=ROWS,
    until=DAYS,
)
SUBSCRIPTIONS = st.builds(
    Subscription,
    st.sampled_from([f"{d}.p" for d in DOMAINS]),
    major=st.integers(0, 2),
    purpose=st.just("x"),
    tables=st.none() | _some(TABLES, least=1),
    columns=st.none() | _some(COLUMNS, least=1),
    without=st.just([]) | _some(COLUMNS),
    rows=ROWS,
    until=DAYS,
)


def _table(name: str) -> Table:
    columns = [text(1, "id", key=True), integer(2, "n"), text(3, "mail", pii="mask"), text(4, "phone", pii="inherit")]
    return Table(name, columns=columns)


PRODUCTS = st.builds(
    Product,
    st.just("p"),
    version=st.sampled_from(["0.1.0", "1.0.0", "1.2.0", "2.0.0"]),
    tables=_some(TABLES, least=1).map(lambda names: [_table(n) for n in names]),
    classification=st.sampled_from(["public", "internal", "confidential"]),
    visibility=st.sampled_from(["shared", "shared", "open"]),
    shares=st.lists(SHARES, max_size=4),
)
MESHES = st.tuples(
    *(
        st.builds(
            Domain,
            st.just(name),
            products=st.lists(PRODUCTS, max_size=2, unique_by=lambda p: p.major),
            consumes=st.lists(SUBSCRIPTIONS, max_size=3),
        )
        for name in DOMAINS
    )
).map(lambda domains: mesh(*domains))
