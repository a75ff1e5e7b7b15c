"""A major that a newer one replaces stays until its last day has passed."""

from collections.abc import Iterator

from meshwright.contracts.comparing import Comparison
from meshwright.rules.rule import Breach

from .change_rule import ChangeRule


def _check(comparison: Comparison) -> Iterator[Breach]:
    for product in comparison.products:
        old = product.base
        if product.kind != "removed" or old is None or old.product.major == 0:
            continue
        newer = comparison.head.product(old.name)
        if newer is None or newer.product.major < old.product.major:
            continue
        sunset, version = old.product.sunset, old.product.version
        if sunset is None:
            message = f"{old} is removed without ever having had a last day, and {newer.product.version} stands instead"
            fix = f'keep {version} beside it, with sunset="…" and successor={newer.product.major}'
            yield Breach(newer.product.place, old.name, message, fix)
        elif sunset >= comparison.today:
            message, fix = (
                f"{old} is removed, and its last day is {sunset}",
                f"keep {version} until {sunset} has passed",
            )
            yield Breach(newer.product.place, old.name, message, fix)


RULE = ChangeRule(
    id="removal-sunset",
    must="a major that a newer one replaces is removed only after its sunset=",
    why="its readers planned to have moved by that day, and not before",
    fix="keep it beside the newer one until its sunset= has passed",
    check=_check,
)
