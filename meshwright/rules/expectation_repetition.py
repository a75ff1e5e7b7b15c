"""An expectation says each thing once."""

from collections.abc import Iterator

from meshwright.language import Expectation, OneOf, Unique

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
        case Unique(columns=columns) if len(set(columns)) < len(columns):
            return f"names a column twice: {', '.join(columns)}"
        case OneOf(column=column, values=values) if len({repr(v) for v in values}) < len(values):
            return f'of "{column}" lists a value twice'
    return None


RULE = Rule(
    id="expectation-repetition",
    must="unique names each column once, and one_of lists each value once",
    why="what is there twice was meant to be something else",
    fix="remove or mend the second",
    check=_check,
    waivable=False,
)
