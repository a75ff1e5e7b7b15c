"""What is paid."""

from meshwright import Domain, Subscription

domain = Domain(
    "finance",
    owner="finance@example.org",
    cost_center="CC-3",
    consumes=[Subscription("shop.orders", major=1, purpose="invoices", tables=["orders"])],
)
