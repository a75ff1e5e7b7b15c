"""What holds of every mesh, however it is written."""

from hypothesis import given
from hypothesis import strategies as st

from meshwright import access
from meshwright.access.rows import RowLimit, parse
from meshwright.access.standing import is_open
from meshwright.access.terms import columns_named
from meshwright.language import Domain, Mesh, Share, Subscription
from tests.access.random_meshes import DOMAINS, MESHES, SHARES, SUBSCRIPTIONS, TODAY
from tests.rules.building import mesh
from tests.rules.unhurried import unhurried

Visible = set[tuple[str, str, str, str]]


def visible(found: Mesh) -> Visible:
    """(consumer, database, table, column) of other domains' products, whatever the rows."""
    return {(e.consumer, *e.place, c) for e in others(found) for c in e.columns}


def others(found: Mesh) -> list[access.Entitlement]:
    return [e for e in access.compile(found, today=TODAY) if not isinstance(e.because, access.Ownership)]


@unhurried(300)
@given(MESHES)
def test_no_sensitive_column_is_visible_without_a_share_that_names_it(found: Mesh) -> None:
    for e in access.compile(found, today=TODAY):
        for name in e.columns:
            column = e.table.column(name)
            assert column is not None
            if not column.sensitive:
                continue
            if isinstance(e.because, access.Ownership):
                assert e.consumer == e.ref.domain.name
                assert "reader" not in e.roles
            else:
                assert isinstance(e.because, access.Agreement)
                assert name in e.because.share.including
                assert e.because.share in e.ref.product.shares


@unhurried(300)
@given(MESHES)
def test_no_entitlement_is_without_both_sides_unless_owned_or_open(found: Mesh) -> None:
    for e in access.compile(found, today=TODAY):
        if isinstance(e.because, access.Openness):
            assert is_open(e.ref.product)
            assert e.consumer == access.EVERYONE
        elif isinstance(e.because, access.Ownership):
            assert e.consumer == e.ref.domain.name
        else:
            assert not is_open(e.ref.product), "a tag and a name never meet on one product"
            _has_both_sides(found, e, e.because)


def _has_both_sides(found: Mesh, e: access.Entitlement, because: access.Agreement) -> None:
    offered, asked = because.share, because.subscription
    consumer = found.domain(e.consumer)
    assert consumer is not None
    assert offered in e.ref.product.shares
    assert asked in consumer.consumes
    assert offered.to == e.consumer != e.ref.domain.name
    assert (asked.product, asked.major) == (e.ref.name, e.ref.product.major)
    for half in (offered, asked):
        assert half.tables is None or e.table.name in half.tables
        assert half.columns is None or set(e.columns) <= set(half.columns)
        assert not set(e.columns) & set(half.without)
        assert half.until is None or half.until >= TODAY
        assert half.until is None or (e.until is not None and e.until <= half.until)


@unhurried(300)
@given(MESHES)
def test_no_row_limit_tells_what_is_held_back(found: Mesh) -> None:
    """A subscription's condition asks what its share offers, and nobody's asks a sensitive column."""
    for e in access.compile(found, today=TODAY):
        if isinstance(e.because, access.Agreement) and e.because.subscription.rows is not None:
            asked = parse(e.because.subscription.rows, e.table)
            assert isinstance(asked, RowLimit)
            assert set(asked.columns) <= set(columns_named(e.table, e.because.share))
        if e.rows is not None:
            limit = parse(e.rows, e.table)
            assert isinstance(limit, RowLimit)
            assert limit.text == e.rows


@unhurried(300)
@given(MESHES, st.sampled_from(DOMAINS), SHARES)
def test_one_more_share_takes_nothing_away(found: Mesh, name: str, more: Share) -> None:
    def added(domain: Domain) -> Domain:
        if domain.name != name:
            return domain
        products = [p.model_copy(update={"shares": (*p.shares, more)}) for p in domain.products]
        return domain.model_copy(update={"products": tuple(products)})

    after = {(e.consumer, e.place, e.roles): e for e in access.compile(mesh(*map(added, found.domains)), today=TODAY)}
    for e in access.compile(found, today=TODAY):
        kept = after[e.consumer, e.place, e.roles]
        assert (kept.columns, kept.rows, kept.until, kept.actions) == (e.columns, e.rows, e.until, e.actions)


@unhurried(300)
@given(MESHES, st.sampled_from(DOMAINS))
def test_without_its_subscriptions_a_domain_sees_what_is_open_alone(found: Mesh, name: str) -> None:
    domains = (d.model_copy(update={"consumes": ()}) if d.name == name else d for d in found.domains)
    after = visible(mesh(*domains))
    assert after == {v for v in visible(found) if v[0] != name}


@unhurried(300)
@given(MESHES, st.sampled_from(DOMAINS), SUBSCRIPTIONS)
def test_asking_for_less_never_gives_more(found: Mesh, name: str, less: Subscription) -> None:
    """Whatever a subscription says beyond product and major, it has no more than the same without."""
    plain = less.model_copy(update={"columns": None, "without": (), "rows": None, "tables": None, "until": None})

    def asking(subscription: Subscription) -> Visible:
        domains = (d.model_copy(update={"consumes": (subscription,)}) if d.name == name else d for d in found.domains)
        return visible(mesh(*domains))

    assert asking(less) <= asking(plain)


@unhurried(200)
@given(MESHES)
def test_what_is_asked_for_is_granted_or_waits(found: Mesh) -> None:
    granted = {(e.consumer, *e.place) for e in others(found)}
    waiting = {
        (w.consumer.name, w.subscription.product, w.subscription.major, t)
        for w in access.pending(found, today=TODAY).waiting
        for t in w.tables
        if not w.columns
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
