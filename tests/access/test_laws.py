"""What holds of every mesh, however it is written."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from meshwright import access
from meshwright.access.offers import is_open
from meshwright.language import Domain, Mesh, Product, Share, Subscription, Table, integer, text
from tests.rules.building import mesh
from tests.rules.unhurried import unhurried

DOMAINS, TABLES, COLUMNS = ("a", "b", "c"), ("t", "u"), ("id", "n", "mail", "phone", "typo")
DAYS = st.sampled_from([None, "2026-11-22", "2026-11-23", "2027-01-01"])
TODAY = date(2026, 11, 23)


def _some(names: tuple[str, ...], *, least: int = 0) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(names), min_size=least, max_size=3, unique=True)


SHARES = st.builds(
    Share,
    st.sampled_from(DOMAINS),
    purpose=st.just("x"),
    tables=st.none() | _some(TABLES, least=1),
    columns=st.none() | _some(COLUMNS, least=1),
    without=st.just([]) | _some(COLUMNS),
    including=st.just([]) | _some(COLUMNS),
    rows=st.none() | st.sampled_from(["n > 1", "mail = 'x'", "lower(id) = 'x'"]),
    until=DAYS,
)
SUBSCRIPTIONS = st.builds(
    Subscription,
    st.sampled_from([f"{d}.p" for d in DOMAINS]),
    major=st.integers(0, 2),
    purpose=st.just("x"),
    tables=st.none() | _some(TABLES, least=1),
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

Visible = set[tuple[str, str, str, str]]


def visible(found: Mesh) -> Visible:
    """(consumer, database, table, column), whatever the rows."""
    return {
        (e.consumer, e.ref.database, e.table.name, c) for e in access.compile(found, today=TODAY) for c in e.columns
    }


@unhurried(300)
@given(MESHES)
def test_no_sensitive_column_is_visible_without_a_share_that_names_it(found: Mesh) -> None:
    for e in access.compile(found, today=TODAY):
        for name in e.columns:
            column = e.table.column(name)
            assert column is not None
            if column.sensitive:
                assert e.because is not None
                assert name in e.because[0].including
                assert e.because[0] in e.ref.product.shares


@unhurried(300)
@given(MESHES)
def test_no_entitlement_is_without_both_sides_unless_the_product_is_open(found: Mesh) -> None:
    for e in access.compile(found, today=TODAY):
        if e.because is None:
            assert is_open(e.ref.product)
            assert e.consumer == access.EVERYONE
            continue
        offered, asked = e.because
        consumer = found.domain(e.consumer)
        assert consumer is not None
        assert offered in e.ref.product.shares
        assert asked in consumer.consumes
        assert offered.to == e.consumer != e.ref.domain.name
        assert (asked.product, asked.major) == (e.ref.name, e.ref.product.major)
        for half in (offered, asked):
            assert half.tables is None or e.table.name in half.tables
            assert half.until is None or half.until >= TODAY


@unhurried(300)
@given(MESHES, st.sampled_from(DOMAINS), SHARES)
def test_one_more_share_takes_nothing_away(found: Mesh, name: str, more: Share) -> None:
    def added(domain: Domain) -> Domain:
        if domain.name != name:
            return domain
        products = [p.model_copy(update={"shares": (*p.shares, more)}) for p in domain.products]
        return domain.model_copy(update={"products": tuple(products)})

    assert visible(found) <= visible(mesh(*(added(d) for d in found.domains)))


@unhurried(300)
@given(MESHES, st.sampled_from(DOMAINS))
def test_without_its_subscriptions_a_domain_sees_what_is_open_alone(found: Mesh, name: str) -> None:
    domains = (d.model_copy(update={"consumes": ()}) if d.name == name else d for d in found.domains)
    after = visible(mesh(*domains))
    assert after == {v for v in visible(found) if v[0] != name}


@unhurried(300)
@given(MESHES)
def test_rows_are_limited_as_the_share_says(found: Mesh) -> None:
    for e in access.compile(found, today=TODAY):
        if e.because is not None:
            assert e.rows == e.because[0].rows


@unhurried(200)
@given(MESHES)
def test_what_is_asked_for_is_granted_or_waits(found: Mesh) -> None:
    granted = {(e.consumer, e.ref.database, e.table.name) for e in access.compile(found, today=TODAY)}
    waiting = {
        (w.consumer.name, w.subscription.product, w.subscription.major, t)
        for w in access.pending(found, today=TODAY).waiting
        for t in w.tables
    }
    for domain in found.domains:
        for asked in domain.consumes:
            ref = found.product(asked.product, asked.major)
            over = asked.until is not None and asked.until < TODAY
            if ref is None or ref.domain.name == domain.name or is_open(ref.product) or over:
                continue
            for table in ref.product.tables:
                if asked.tables is None or table.name in asked.tables:
                    key = (domain.name, asked.product, asked.major, table.name)
                    assert ((domain.name, ref.database, table.name) in granted) != (key in waiting)
