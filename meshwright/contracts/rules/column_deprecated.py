"""A column is deprecated before it goes."""

from collections.abc import Iterator

from meshwright.contracts.comparing import Comparison, ProductChange
from meshwright.contracts.grades import Grade
from meshwright.contracts.ground import paths
from meshwright.contracts.versions import required
from meshwright.language import Column, ProductRef, Table
from meshwright.rules.rule import Breach

from .change_rule import ChangeRule


def _check(comparison: Comparison) -> Iterator[Breach]:
    for product in comparison.products:
        before = product.base or product.beside
        if before is None or product.head is None or before.product.major == 0:
            continue
        if before.product.major <= product.head.product.major:
            yield from _left_out(product, before, product.head)


def _left_out(product: ProductChange, before: ProductRef, after: ProductRef) -> Iterator[Breach]:
    for old in before.product.tables:
        new = after.product.table(old.name)
        for path, column in _dropped(old, new) if new else ():
            assert new is not None  # there is nothing dropped otherwise
            scope = f"{after.name}.{new.name}"
            version = before.product.version
            message = f'{scope}: {after.product.version} leaves out column "{path}", which {version} does not deprecate'
            fix = f'publish {required(version, Grade.MINOR)} with deprecated="…" on it first'
            place = column.place if product.base else new.place.of("columns")
            yield Breach(place, scope, message, fix)


def _dropped(old: Table, new: Table) -> Iterator[tuple[str, Column]]:
    """Columns that the new table has neither by number nor by name, outermost first, unless they were deprecated."""
    path_of, there = dict(paths(old)), {key for pair in paths(new) for key in pair}

    def within(columns: tuple[Column, ...]) -> Iterator[tuple[str, Column]]:
        for column in columns:
            path = path_of[column.number]
            if column.deprecated is not None:
                continue
            if column.number in there or path in there:
                yield from within(column.parts)
            else:
                yield path, column

    yield from within(old.columns)


RULE = ChangeRule(
    id="column-deprecated",
    must="a column that is left out was deprecated in a published version, also where a new major leaves it out",
    why="whoever reads it is told in time what to read instead",
    fix='publish a version with deprecated="…" on it first',
    check=_check,
)
