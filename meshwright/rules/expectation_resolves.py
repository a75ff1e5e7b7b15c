"""Expectations are about columns that exist."""

from collections.abc import Iterator

from meshwright.access.spelling import listed, nearest
from meshwright.language import Expectation, Rows, Unique

from .facts import Facts
from .rule import Breach, Rule


def columns_of(expectation: Expectation) -> tuple[str, ...]:
    """The columns an expectation is about; none where it is about the table."""
    if isinstance(expectation, Unique):
        return expectation.columns
    return () if isinstance(expectation, Rows) else (expectation.column,)


def _check(facts: Facts) -> Iterator[Breach]:
    for at in facts.tables:
        for expectation in at.table.expects:
            for name in columns_of(expectation):
                if at.table.column(name) is None:
                    names = [c.name for c in at.table.columns]
                    near = nearest(name, names)
                    fix = f'write "{near}"' if near else f"name one of {listed(names)}"
                    message = f'{at.name}: Expect.{expectation.kind} is about "{name}", which is no column'
                    yield Breach(expectation.place, at.scope, message, fix)


RULE = Rule(
    id="expectation-resolves",
    must="an expectation names top-level columns of its table",
    why="a run can't check what is not there, and would publish nothing",
    fix="name a column of the table",
    check=_check,
    waivable=False,
)
