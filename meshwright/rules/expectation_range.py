"""An expectation can be met."""

import math
from collections.abc import Iterator

from meshwright.language import Between, Expectation, OneOf, Rows, Unique

from .facts import Facts
from .rule import Breach, Rule


def _check(facts: Facts) -> Iterator[Breach]:
    for at in facts.tables:
        for expectation in at.table.expects:
            problem = _problem(expectation)
            if problem:
                yield Breach(expectation.place, at.scope, f"{at.name}: Expect.{expectation.kind} {problem}")


def _problem(expectation: Expectation) -> str | None:
    match expectation:
        case Between(column=column, low=low, high=high):
            if not (math.isfinite(low) and math.isfinite(high)):
                return f'of "{column}" has an end that is not a number: {low} to {high}'
            return f'of "{column}" goes from {low} down to {high}' if low > high else None
        case Rows(at_least=low, at_most=high) if high is not None and low > high:
            return f"wants at least {low} and at most {high}"
        case Unique(columns=columns) if len(set(columns)) < len(columns):
            return f"names a column twice: {', '.join(columns)}"
        case OneOf(column=column, values=values) if len(set(map(repr, values))) < len(values):
            return f'of "{column}" lists a value twice'
    return None


RULE = Rule(
    id="expectation-range",
    must="the ends of an expectation are numbers in order, and its lists have no repetitions",
    why="no rows could meet it, and the product would never be published",
    fix="put the lower end first, and each name or value once",
    check=_check,
    waivable=False,
)
