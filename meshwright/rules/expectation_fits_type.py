"""An expectation asks of a column what its type can answer."""

from collections.abc import Iterator

from meshwright.language import Between, Column, Complete, Expectation, Matches, OneOf, Rows, Unique
from meshwright.language.quoting import quoted

from .expectation_resolves import columns_of
from .facts import Facts
from .kinds import EXACT, NUMERIC, article, fits
from .rule import Breach, Rule


def _check(facts: Facts) -> Iterator[Breach]:
    for at in facts.tables:
        for expectation in at.table.expects:
            for column in (at.table.column(name) for name in columns_of(expectation)):
                problem = _problem(expectation, column) if column else None
                if problem:
                    yield Breach(expectation.place, at.scope, f"{at.name}: Expect.{expectation.kind} {problem}")


def _problem(expectation: Expectation, column: Column) -> str | None:
    kind = column.type.kind
    match expectation:
        case Complete() | Rows():
            return None
        case Unique():
            wanted, fitting = "a type whose values compare exactly", kind in EXACT
        case Between():
            wanted, fitting = "numbers", kind in NUMERIC
        case Matches():
            wanted, fitting = "text", kind == "text"
        case OneOf(values=values):
            wrong = next((v for v in values if not fits(v, column)), None)
            if kind not in NUMERIC | {"text", "boolean"}:
                wanted, fitting = "text, numbers or booleans", False
            elif wrong is not None:
                return f'lists {quoted(wrong)}, and "{column.name}" is {article(kind)}'
            else:
                return None
    return None if fitting else f'needs {wanted}, and "{column.name}" is {article(kind)}'


RULE = Rule(
    id="expectation-fits-type",
    must="between is for numbers, matches for text, one_of for values of the column's type, unique for exact types",
    why="engines compare unlike types each in their own way, or not at all",
    fix="choose an expectation or a column that fits",
    check=_check,
    waivable=False,
)
