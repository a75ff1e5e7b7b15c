"""Quotas that are nearly full, in the account of one environment."""

from collections.abc import Collection

from meshwright.judging.verdict import Uses
from meshwright.language import Environment
from meshwright.preview.report import QuotaUse

NEAR = 0.8
"""The share of a quota above which it is shown."""


def near(
    base: Uses, head: Uses, environment: Environment, environments: Collection[Environment]
) -> tuple[QuotaUse, ...]:
    """Every quota of which ``head`` needs more than 80 %, the fullest first; those of other accounts are left out."""
    others = {e.account for e in environments} - {environment.account}
    found = [
        QuotaUse(what=what, before=base.get(what, (0, 0))[0], after=number, allowed=allowed)
        for what, (number, allowed) in head.items()
        if number > NEAR * allowed and not any(f"account {account}" in what for account in others)
    ]
    return tuple(sorted(found, key=lambda use: (-use.share, use.what)))
