"""Quotas that are nearly full, in the account of one environment."""

from datetime import date

from meshwright.language import Environment, Mesh
from meshwright.preview.report import QuotaUse
from meshwright.rules.facts import Facts
from meshwright.rules.quotas import needs

NEAR = 0.8
"""The share of a quota above which it is shown."""


def near(base: Mesh, head: Mesh, environment: Environment, *, today: date) -> tuple[QuotaUse, ...]:
    """Every quota of which ``head`` needs more than 80 %, the fullest first; those of other accounts are left out."""
    others = {e.account for e in head.environments} - {environment.account}
    full = [
        need
        for need in needs(Facts(head, today))
        if need.number > NEAR * need.default and not any(f"account {account}" in need.what for account in others)
    ]
    before = {need.what: need.number for need in needs(Facts(base, today))} if full else {}
    found = (
        QuotaUse(what=need.what, before=before.get(need.what, 0), after=need.number, allowed=need.default)
        for need in full
    )
    unique = {use.what: use for use in found}
    return tuple(sorted(unique.values(), key=lambda use: (-use.share, use.what)))
