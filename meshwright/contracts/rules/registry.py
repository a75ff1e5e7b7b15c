"""Every rule about changes, in the order of the document."""

from meshwright.contracts.comparing import Comparison
from meshwright.rules.rule import Rule

from . import (
    change_major,
    change_possible,
    column_deprecated,
    environment_kept,
    number_next,
    number_reserved,
    removal_sunset,
    removal_unread,
    sunset_kept,
    urgent_used,
    version_raised,
)
from .change_rule import ChangeRule

ALL: tuple[ChangeRule, ...] = (
    version_raised.RULE,
    change_major.RULE,
    change_possible.RULE,
    column_deprecated.RULE,
    number_reserved.RULE,
    number_next.RULE,
    urgent_used.RULE,
    sunset_kept.RULE,
    removal_unread.RULE,
    removal_sunset.RULE,
    environment_kept.RULE,
)


def bound(comparison: Comparison | None) -> tuple[Rule, ...]:
    """Every rule over one comparison; without any they are known, and judge nothing."""
    return tuple(rule.bound(comparison) for rule in ALL)
