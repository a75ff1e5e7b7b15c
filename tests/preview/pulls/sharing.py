"""Shares, subscriptions and open products: who may read what."""

from .editing import Pull, change

SHOP, WEATHER, PLANNING, FINANCE = (f"domains/{n}/domain.py" for n in ("shop", "weather", "planning", "finance"))
OFFER = 'Share("planning", purpose="forecasts"),'
LIMITED = "rows=\"country = 'DE'\""
ASKED = 'Subscription("shop.orders", major=1, purpose="forecasts"),'
FORECAST = '            schedule=on_publish("shop.orders"),\n'
INVOICES = 'Subscription("shop.orders", major=1, purpose="invoices", tables=["orders"])'
ASKS = change(FINANCE, INVOICES, f'{INVOICES}, Subscription("planning.forecast", major=1, purpose="budget")')
OFFERS = (
    change(PLANNING, FORECAST, f'{FORECAST}            shares=[Share("finance", purpose="budget")],\n'),
    change(PLANNING, "Product, Subscription", "Product, Share, Subscription"),
)

PULLS = (
    Pull("share_and_subscription_added", 3, [
        *OFFERS,
        ASKS,
    ]),
    Pull("share_added_that_nobody_uses", 0, [
        *OFFERS,
    ]),
    Pull("subscription_waits", 0, [
        ASKS,
    ]),
    Pull("subscription_settled", 3, [
        *OFFERS,
    ], before=[
        ASKS,
    ]),
    Pull("subscription_of_nothing", 1, [
        change(FINANCE, INVOICES, f'{INVOICES}, Subscription("shop.parcels", major=1, purpose="costs")'),
    ]),
    Pull("share_removed", 3, [change(SHOP, f"                {OFFER}\n", "")]),
    Pull("subscription_removed", 0, [
        change(FINANCE, f"    consumes=[{INVOICES}],\n", ""),
        change(FINANCE, "from meshwright import Domain, Subscription", "from meshwright import Domain"),
    ]),
    Pull("share_narrowed_to_columns", 3, [
        change(SHOP, LIMITED, f'{LIMITED}, columns=["order_id", "amount"]'),
    ]),
    Pull("share_narrowed_to_rows", 3, [change(SHOP, LIMITED, "rows=\"country = 'FR'\"")]),
    Pull("share_widened_to_all_rows", 3, [change(SHOP, f", {LIMITED}", "")]),
    Pull("share_prolonged", 3, [change(SHOP, 'until="2027-12-31"', 'until="2028-12-31"')]),
    Pull("share_that_ended_yesterday", 1, [change(SHOP, 'until="2027-12-31"', 'until="2026-11-26"')]),
    Pull("share_that_ends_today", 3, [change(SHOP, 'until="2027-12-31"', 'until="2026-11-27"')]),
    Pull("sensitive_column_shared", 3, [
        change(SHOP, OFFER, OFFER[:-2] + ', tables=["orders"], including=["email"]),'),
    ]),
    Pull("table_less_asked_for", 0, [change(PLANNING, ASKED, ASKED[:-2] + ', tables=["orders"]),')]),
    Pull("product_opened", 3, [
        change(PLANNING, 'classification="internal",', 'classification="internal",\n            visibility="open",'),
    ]),
    Pull("product_no_longer_open", 3, [change(WEATHER, '            visibility="open",\n', "")]),
    Pull("purpose_of_a_share_reworded", 0, [change(SHOP, 'purpose="forecasts"', 'purpose="forecasts by country"')]),
)  # fmt: skip
