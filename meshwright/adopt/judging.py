"""Tables of an existing database that the rules would refuse: they stay outside, rather than hold up all the others."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from meshwright.language import Domain, Mesh, Product, Table
from meshwright.rules.judging import facts_of, level_of

from .products import Left, product

TRIED = "tried"
"""What the domain and its product are called; no rule knows them."""


def refused(mesh: Mesh, database: str, tables: list[Table]) -> dict[str, Left]:
    """By table, the first thing that is wrong with it, as strictly as governance says."""
    tried: Product = product(database, TRIED, tables, [], None)
    alone = Domain(TRIED, owner=mesh.governance.owner, cost_center=TRIED, products=[tried])
    facts = facts_of(replace(mesh, domains=(alone,), transforms={}), date.min)
    found: dict[str, Left] = {}
    scopes: Mapping[str, str] = {f"{TRIED}.{TRIED}.{t.name}": t.name for t in tables}
    for rule in facts.rules.values():
        if level_of(rule, mesh.governance) != "error" or not rule.judged:
            continue
        for breach in rule.check(facts):
            if (name := scopes.get(breach.scope)) is not None:
                said = breach.message.replace(f"{breach.scope}: ", "").replace(f"{TRIED}.{TRIED}.", f"{database}.")
                found.setdefault(name, Left(f"table {database}.{name}", f"{said}; {rule.why}"))
    return found
