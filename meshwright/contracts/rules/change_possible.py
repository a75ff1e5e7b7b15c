"""No change loses or misreads what was written."""

from collections.abc import Iterator

from meshwright.contracts.comparing import Comparison, ProductChange
from meshwright.contracts.grades import Change, Grade
from meshwright.contracts.rows import Row
from meshwright.rules.rule import Breach

from .change_rule import ChangeRule
from .numbers import highest_ever
from .telling import elsewhere, scope, told


def _check(comparison: Comparison) -> Iterator[Breach]:
    for product in comparison.products:
        for change in product.changes if product.kind == "changed" else ():
            if change.grade is Grade.ILLEGAL:
                message = f"{told(product, change)}: {change.meaning}"
                fix = _first(product, change) + elsewhere(comparison, product)
                yield Breach(change.place, scope(product, change), message, fix)


def _first(product: ProductChange, change: Change) -> str:
    """What would do within the major, where there is something."""
    match change.row:
        case Row.REQUIRED_ADDED | Row.REQUIRED_ADDED_WITH_DEFAULT:
            return "write optional=True, or "
        case Row.MADE_REQUIRED if change.column and "." not in change.column:
            return f'expect it instead, Expect.complete("{change.column}"), or '
        case Row.PARTITIONING:
            return f"partition by one bucket instead, {_whole(product, change.table)}, or "
        case Row.NUMBER_REUSED:
            return f"give it number {highest_ever(product, change.table) + 1}, or "
    return ""


def _whole(product: ProductChange, table: str | None) -> str:
    """A partitioning that comes to none at all."""
    found = product.ref.product.table(table) if table else None
    key = next(iter(found.key), found.columns[0].name) if found else ""
    return f'partition_by=["bucket(1, {key})"]'


RULE = ChangeRule(
    id="change-possible",
    must="within a major no change loses or misreads rows that were written before",
    why="Iceberg refuses it, or reads old values as something else, and no version makes that good",
    fix="leave the major as it was, and write the change as the next one beside it",
    check=_check,
    waivable=False,
)
