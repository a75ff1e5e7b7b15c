"""A plan as data, and as a list to fill in."""

from collections.abc import Iterator
from typing import Any

from meshwright.language import Product, Share

from .estate import Estate
from .planning import Addition, Plan
from .trying import Trial

HEAD = """\
# Who answers for what: write the domain behind the =, and leave empty what stays outside.
# mesh adopt plan --assign-from THIS-FILE shows what would come of it.
"""


def to_fill_in(plan: Plan, estate: Estate) -> Iterator[str]:
    """A line for each thing that nobody answers for; of roles only those that have grants."""
    yield HEAD
    passed = 0
    for name in plan.unassigned:
        kind, _, called = name.partition(" ")
        said = estate.facts.get(name, "")
        if kind == "role" and said == "no grants":
            passed += 1
            continue
        yield f"{kind}:{called}={f'  # {said}' if said else ''}"
    if passed:
        yield f"# {passed} roles have no grants and are left out; role:NAME=DOMAIN adopts one all the same"


def document(plan: Plan, trial: Trial, estate: Estate, environment: str) -> dict[str, Any]:
    """The whole plan, as JSON has it: nothing is cut or grouped."""
    agreed = plan.agreed
    return {
        "account": estate.account,
        "environment": environment,
        "domains": [_domain(a) for a in plan.additions],
        "gains": [
            {"role": g.role, "domain": g.domain, "database": g.database, "table": g.table, "more": g.more}
            for g in trial.gains
        ],
        "changes": [
            {"action": c.action, "stack": c.stack, "type": c.type, "name": c.name} for c in trial.changes
        ],
        "grants": {
            "shared": len(agreed.shared),
            "without_saying": len(agreed.covered),
            "staying": len({id(x.grant) for x in agreed.left}),
            "not_looked_at": len(agreed.others),
        },
        "staying": [{"what": x.what, "why": x.why} for x in plan.left],
        "remarks": list(plan.remarks),
        "adopted_before": list(plan.before),
        "unassigned": [{"what": name, "holds": estate.facts.get(name, "")} for name in plan.unassigned],
    }  # fmt: skip


def _domain(addition: Addition) -> dict[str, Any]:
    held = addition.adopted
    return {
        "name": addition.domain,
        "buckets": list(held.buckets) if held else [],
        "roles": list(held.roles) if held else [],
        "products": [_product(p) for p in addition.products],
        "more_shares": {database: [_share(s) for s in shares] for database, shares in addition.shares.items()},
        "subscriptions": [
            {"product": s.product, "major": s.major, "tables": None if s.tables is None else list(s.tables)}
            for s in addition.subscriptions
        ],
        "more_tables": {product: list(tables) for product, tables in addition.asks.items()},
    }


def _product(product: Product) -> dict[str, Any]:
    return {
        "name": product.name,
        "database": product.adopts,
        "tables": [t.name for t in product.tables],
        "shares": [_share(s) for s in product.shares],
    }


def _share(share: Share) -> dict[str, Any]:
    return {
        "to": share.to,
        "tables": None if share.tables is None else list(share.tables),
        "columns": None if share.columns is None else list(share.columns),
        "rows": share.rows,
    }
