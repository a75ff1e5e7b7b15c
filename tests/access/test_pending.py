"""What only one side has said."""

from meshwright import access
from meshwright.language import Mesh
from tests.rules.building import TODAY, asking, domain, mesh, selling, share, sharing, table

TWO = [table(), table("lines")]
NO_SHARE = 'no share: mesh.py product orders would need Share("planning", purpose=…)'


def waiting(found: Mesh) -> list[tuple[str, str, tuple[str, ...], str]]:
    pending = access.pending(found, today=TODAY)
    return [(w.consumer.name, w.subscription.product, w.tables, w.reason) for w in pending.waiting]


def unused(found: Mesh) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(u.ref.name, u.share.to, u.tables) for u in access.pending(found, today=TODAY).unused]


def test_nothing_waits_where_both_agree() -> None:
    assert access.pending(sharing(), today=TODAY) == access.Pending((), ())


def test_a_subscription_waits_for_its_share() -> None:
    assert waiting(mesh(selling(), asking())) == [("planning", "sales.orders", ("orders",), NO_SHARE)]


def test_a_subscription_to_nothing_waits_for_the_product() -> None:
    assert waiting(mesh(selling(), asking(major=2))) == [
        ("planning", "sales.orders", (), "there is no product sales.orders v2")
    ]


def test_a_subscription_waits_for_the_tables_that_are_not_offered() -> None:
    found = mesh(selling(tables=TWO, shares=[share("planning", purpose="x", tables=["lines"])]), asking())
    ((consumer, _, tables, reason),) = waiting(found)
    assert (consumer, tables) == ("planning", ("orders",))
    assert reason.endswith("offers lines and would have to name orders in tables=")


def test_a_subscription_waits_for_a_share_that_is_over() -> None:
    ((*_, reason),) = waiting(sharing(until="2026-01-01"))
    assert reason == "the share at mesh.py:600:1 ended on 2026-01-01"


def test_a_share_is_unused_without_a_subscription() -> None:
    assert unused(sharing(asked=domain("planning"))) == [("sales.orders", "planning", ("orders",))]


def test_a_share_is_unused_for_the_tables_that_nobody_asks_for() -> None:
    assert unused(sharing(tables=TWO, asked=asking(tables=["orders"]))) == [("sales.orders", "planning", ("lines",))]


def test_what_is_over_waits_for_nothing() -> None:
    found = sharing(until="2026-01-01", asked=asking(until="2026-01-01"))
    assert access.pending(found, today=TODAY) == access.Pending((), ())


def test_an_open_product_needs_no_second_half() -> None:
    assert waiting(mesh(selling(visibility="open"), asking())) == []
    assert unused(mesh(selling(visibility="open", shares=[share("planning", purpose="x")]))) == []
