"""What holds data: removed, replaced, retired."""

from .editing import Pull, change, remove

SHOP, PLANNING, FINANCE = (f"domains/{name}/domain.py" for name in ("shop", "planning", "finance"))
ENVIRONMENTS = "stacks/environments.py"
DEV = 'account="444455556666", region="eu-west-1", deployer="mesh-deployer"'
TAIL = """
            tables=[
                Table(
                    "baskets",
                    columns=[text(1, "order_id", key=True), integer(2, "items")],
                    expects=[Expect.unique("order_id")],
                ),
            ],
            objectives=[Objective.fresh(within="26h")],
            schedule=daily("06:00"),
        ),
"""
HEAD = """        Product(
            "baskets",
            version="0.3.0",
            purpose="what is bought together","""
REASON = '\n            retire="nobody asked",'
SHARE = 'Share("finance", purpose="invoices", tables=["orders"], rows="country = \'DE\'", until="2027-12-31"),'
NO_SHARE = change(SHOP, f"                {SHARE}\n", "")
NO_SQL = remove("domains/shop/transforms/baskets.sql")
GONE = (change(SHOP, HEAD + TAIL, ""), NO_SQL)
RETIRED_AND_GONE = (change(SHOP, HEAD + REASON + TAIL, ""), NO_SQL)
RETIRED = change(SHOP, HEAD, HEAD + REASON)

PULLS = (
    Pull("product_removed", 1, GONE),
    Pull("product_removed_that_was_retired", 1, RETIRED_AND_GONE, before=[RETIRED]),
    Pull("product_removed_where_deletes_are_allowed", 1, GONE, environment="lab"),
    Pull("product_removed_with_both_switches", 3, RETIRED_AND_GONE, before=[RETIRED], environment="lab"),
    Pull("product_retired_and_removed_at_once", 1, GONE, environment="lab"),
    Pull("product_retired", 0, [RETIRED], environment="lab"),
    Pull("table_removed", 1, [
        change(SHOP, "tables=[orders, returns]", "tables=[orders]"), change(SHOP, 'version="1.2.0"', 'version="1.3.0"'),
        remove("domains/shop/transforms/returns.sql"),
    ]),
    Pull("table_renamed_in_major_zero", 1, [
        change(SHOP, f'{" " * 20}"baskets",', f'{" " * 20}"carts", transform="baskets.sql",'),
        change(SHOP, 'version="0.3.0"', 'version="0.4.0"'),
    ]),
    Pull("domain_removed", 1, [remove("domains/finance"), NO_SHARE]),
    Pull("domain_removed_and_still_named", 1, [remove("domains/finance")]),
    Pull("domain_removed_with_both_switches", 3, [remove("domains/finance"), NO_SHARE], environment="lab", before=[
        change(FINANCE, 'cost_center="CC-3",', 'cost_center="CC-3",\n    retire="invoices are kept elsewhere",'),
    ]),
    Pull("domain_removed_that_others_read", 1, [remove("domains/weather")]),
    Pull("environment_moved_to_another_region", 1, [
        change(ENVIRONMENTS, DEV, DEV.replace("eu-west-1", "eu-central-1")),
    ]),
    Pull("environment_moved_to_another_account", 1, [
        change(ENVIRONMENTS, DEV, DEV.replace("444455556666", "999988887777")),
    ]),
    Pull("deletes_allowed", 3, [change(ENVIRONMENTS, DEV, f'{DEV}, deletes="retired"')]),
)  # fmt: skip
