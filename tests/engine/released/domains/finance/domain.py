"""The books."""

from meshwright import Domain, Subscription

domain = Domain(
    "finance",
    owner="finance@example.org",
    cost_center="CC-2",
    consumes=[Subscription("sales.orders", major=1, purpose="to close the month")],
)
