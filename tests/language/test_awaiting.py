"""``on_publish`` names a product; which of its majors start a run follows from what is read."""

import pytest

from meshwright.language import Domain, Product, ProductRef, Subscription, Table, awaited, daily, on_publish, text

TABLE = Table("t", columns=[text(1, "a", key=True)])


def waiting(*names: str, own: str = "plans", version: str = "1.0.0", consumes: tuple[int, ...] = (1, 2)) -> ProductRef:
    """A product of ``planning``, beside majors 1 to 3 of ``planning.orders``."""
    product = Product(own, version=version, tables=[TABLE], schedule=on_publish(*names))
    others = [Product("orders", version=f"{n}.0.0", tables=[TABLE]) for n in (1, 2, 3)]
    asked = [Subscription("sales.orders", major=major, purpose="joins") for major in consumes]
    return ProductRef(Domain("planning", products=[product, *others], consumes=asked), product)


@pytest.mark.parametrize(
    ("ref", "reads", "expected"),
    [
        (waiting("sales.orders"), {"sales_orders_v1"}, ("sales_orders_v1",)),
        (waiting("sales.orders"), {"sales_orders_v1", "sales_orders_v2"}, ("sales_orders_v1", "sales_orders_v2")),
        (waiting("sales.orders"), set(), ("sales_orders_v2",)),
        (waiting("sales.orders"), None, ("sales_orders_v1", "sales_orders_v2")),
        (waiting("sales.orders", consumes=(1,)), {"fleet_use_v1"}, ("sales_orders_v1",)),
        (waiting("planning.orders"), {"planning_orders_v1"}, ("planning_orders_v1",)),
        (waiting("planning.orders"), set(), ("planning_orders_v3",)),
        (waiting("planning.orders", own="orders"), {"planning_orders_v2"}, ("planning_orders_v2",)),
        (waiting("planning.orders", own="orders"), None, ("planning_orders_v2", "planning_orders_v3")),
        (waiting("planning.plans"), None, ("planning_plans_v1",)),
        (
            waiting("sales.orders", "planning.orders"),
            {"sales_orders_v1", "planning_orders_v2"},
            ("planning_orders_v2", "sales_orders_v1"),
        ),
    ],
)  # fmt: skip
def test_the_majors_that_are_read_start_a_run(
    ref: ProductRef, reads: set[str] | None, expected: tuple[str, ...]
) -> None:
    assert awaited(ref, reads) == expected


@pytest.mark.parametrize("schedule", [None, daily("05:00")])
def test_a_product_that_waits_for_none_is_started_by_none(schedule: object) -> None:
    product = Product("p", version="1.0.0", tables=[TABLE], schedule=schedule)  # type: ignore[arg-type]
    assert awaited(ProductRef(Domain("d", products=[product]), product), {"sales_orders_v1"}) == ()
