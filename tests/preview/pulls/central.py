"""Governance, environments, sensitivity, and what is wrong."""

from .editing import Pull, change, write

SHOP, PLANNING, FINANCE = (f"domains/{name}/domain.py" for name in ("shop", "planning", "finance"))
SQL = "domains/shop/transforms/orders.sql"
GOVERNANCE, ENVIRONMENTS = "stacks/governance.py", "stacks/environments.py"
PATCH = change(SHOP, 'version="1.2.0"', 'version="1.2.1"')
MINOR = change(SHOP, 'version="1.2.0"', 'version="1.3.0"')
EMAIL = 'text(6, "email", optional=True, pii="pseudonymise")'
COUNTRY = 'text(3, "country")'
BAD = (
    "</details>\\n\\n# @everyone fixes #1 & `rm` <img src=x> | [a](http://example.org) **b** _c_ ~~d~~ $e$ "
    "www.example.org ```"
)
PURPOSE = 'purpose="one row per order"'
PROD = '    Environment("prod", account="777788889999", region="eu-west-1", deployer="mesh-deployer"),\n'
LAB = (
    '    Environment("lab", account="111122223333", region="eu-west-1", deployer="mesh-deployer", deletes="retired"),\n'
)
TEAM = 'from meshwright import Domain\n\ndomain = Domain("team{0}", owner="t@example.org", cost_center="CC-9")\n'
ELSEWHERE = [f"eu-{part}-{n}" for part in ("north", "south", "west") for n in (2, 3, 4)]
"""Regions where the account of dev has environments as well, which share its roles."""
BESIDE = "".join(
    f'    Environment("{r.replace("-", "")[:10]}", account="444455556666", region="{r}", deployer="mesh-deployer"),\n'
    for r in ELSEWHERE
)
MANY = "\n".join(f'        text({n}, "column_{n}", optional=True),' for n in range(100, 1100))
SELECTED = ",\n".join(f"  via AS column_{n}" for n in range(100, 1100))

PULLS = (
    Pull("column_becomes_sensitive", 1, [MINOR, change(SHOP, COUNTRY, 'text(3, "country", pii="generalise")')]),
    Pull("column_becomes_sensitive_urgently", 1, [
        MINOR, change(SHOP, COUNTRY, 'text(3, "country", pii="generalise")'),
        change(SHOP, PURPOSE, f'{PURPOSE},\n            urgent="a country of one customer"'),
    ]),
    Pull("column_ceases_to_be_sensitive", 1, [MINOR, change(SHOP, EMAIL, 'text(6, "email", optional=True)')]),
    Pull("treatment_weakened", 1, [
        MINOR, change(SHOP, EMAIL, 'text(6, "email", optional=True, pii="keep", why="invoices are sent there")'),
    ]),
    Pull("treatment_changed", 1, [MINOR, change(SHOP, EMAIL, 'text(6, "email", optional=True, pii="mask")')]),
    Pull("sensitive_column_added", 0, [
        MINOR, change(SHOP, EMAIL, f'{EMAIL},\n        text(8, "phone", optional=True, pii="pseudonymise")'),
        change(SQL, "mail AS email", "mail AS email,\n  mail AS phone"),
    ]),
    Pull("made_of_something_sensitive", 1, [
        MINOR, change(SQL, "via AS channel", "mail AS channel"),
    ]),
    Pull("made_of_something_masked", 0, [
        MINOR, change(SQL, "via AS channel", "mask_last(mail, 4) AS channel"),
    ]),
    Pull("classification_raised", 1, [MINOR, change(SHOP, 'classification="internal"', 'classification="restricted"')]),
    Pull("governance_owner_changed", 3, [change(GOVERNANCE, "platform@example.org", "data@example.org")]),
    Pull("rule_switched_off", 3, [
        change(GOVERNANCE, '"eu-central-1"]', '"eu-central-1"], levels={"cost-center-present": "off"}'),
    ]),
    Pull("rule_waived", 3, [
        change(GOVERNANCE, "import Governance", "import Governance, Waiver"),
        change(
            GOVERNANCE, '"eu-central-1"]',
            '"eu-central-1"], waivers=[Waiver("cost-center-present", scope="finance", owner="a@example.org",'
            ' reason="new", until="2027-01-31")]',
        ),
        change(FINANCE, '    cost_center="CC-3",\n', ""),
    ]),
    Pull("environment_added", 0, [
        change(ENVIRONMENTS, "environments = [\n", f"environments = [\n{PROD}"),
    ], environment="prod", forms=("md",)),
    Pull("environment_removed", 1, [
        change(ENVIRONMENTS, LAB, ""),
    ], environment="lab", forms=("md",)),
    Pull("deployer_changed", 3, [
        change(ENVIRONMENTS, 'region="eu-west-1", deployer="mesh-deployer")', 'region="eu-west-1", deployer="ci")'),
    ]),
    Pull("definition_that_is_no_python", 1, [change(FINANCE, "domain = Domain(", "domain = Domain((")]),
    Pull("definition_that_runs_something", 1, [change(FINANCE, '"finance@example.org"', '__import__("os").getcwd()')]),
    Pull("transform_that_is_no_sql", 1, [change(SQL, "FROM landing.sales", "FROM landing.sales WHERE")]),
    Pull("purpose_that_injects", 0, [PATCH, change(SHOP, "one row per order", BAD)]),
    Pull("share_that_injects", 3, [
        change(SHOP, 'purpose="forecasts"', f'purpose="{BAD}", rows="items > 1", tables=["orders"]'),
    ]),
    Pull("description_with_hidden_characters", 0, [
        PATCH, change(SHOP, COUNTRY, 'text(3, "country", description="a\\u202eb\\u200bc\\u2066d")'),
    ]),
    Pull("very_many_columns", 0, [
        MINOR, change(SHOP, f"        {EMAIL},", f"        {EMAIL},\n{MANY}"),
        change(SQL, "via AS channel", f"via AS channel,\n{SELECTED}"),
    ], forms=("md",)),
    Pull("quota_near_its_limit", 0, [change(FINANCE, '"CC-3"', '"CC-33"')], before=[
        change(GOVERNANCE, '"eu-central-1"]', f'"eu-central-1", {", ".join(map(repr, ELSEWHERE))}]'),
        change(ENVIRONMENTS, "\n]", f"\n{BESIDE}]"),
        *(write(f"domains/team{n}/domain.py", TEAM.format(n)) for n in range(13)),
    ]),
)  # fmt: skip
