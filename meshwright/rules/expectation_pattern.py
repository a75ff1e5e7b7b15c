"""Patterns are such that every engine matches them alike, and soon."""

from collections.abc import Iterator
from functools import lru_cache

from meshwright.language import Matches
from meshwright.language.quoting import quoted

from .ambiguity import TooIntricate, is_ambiguous
from .facts import Facts
from .patterns import Unreadable, read
from .rule import Breach, Rule


def _check(facts: Facts) -> Iterator[Breach]:
    for at in facts.tables:
        for expectation in at.table.expects:
            if isinstance(expectation, Matches) and (problem := _problem(expectation.pattern)):
                message = f'{at.name}: Expect.matches of "{expectation.column}": {problem[0]}'
                yield Breach(expectation.place, at.scope, message, problem[1])


@lru_cache(maxsize=1024)
def _problem(pattern: str) -> tuple[str, str] | None:
    try:
        if not is_ambiguous(read(pattern)):
            return None
    except Unreadable as unreadable:
        return f"the pattern {quoted(pattern)}: {unreadable}", ""
    except TooIntricate as intricate:
        return f"the pattern {quoted(pattern)}: {intricate}", "split it into several expectations"
    fix = "let no two repetitions inside each other match the same text"
    return f"the pattern {quoted(pattern)} can take exponential time", fix


RULE = Rule(
    id="expectation-pattern",
    must="a pattern uses what RE2 and Java share, and no text can be read by its loops in exponentially many ways",
    why="Spark backtracks: one long value would hold a run for ever",
    fix="write it with literals, classes, groups, alternatives and repetitions only",
    check=_check,
    waivable=False,
)
