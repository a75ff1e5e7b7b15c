"""Whether one statement says no more than others do. Where that can't be proved, it says more."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import product

from meshwright.preview.privileges.documents import PARTS, Part, Statement, Test

_NEGATED = re.compile(r"(?:\w+:)?(?:\w*Not\w+)\Z")
_LIKE = re.compile(r"(?:\w+:)?(?:String(?:Not)?Like|Arn(?:Not)?(?:Like|Equals))(?:IfExists)?\Z")
_EQUAL = re.compile(r"(?:\w+:)?(?:String(?:Not)?Equals(?:IgnoreCase)?|(?:Not)?IpAddress|Bool|Null)(?:IfExists)?\Z")

Atom = tuple[Part, ...]
"""One action, resource and principal of a statement; a negated part stays whole."""


def uncovered(one: Statement, others: Iterable[Statement]) -> Iterator[Atom]:
    """What of a statement none of the others of its effect says, under the same or fewer conditions.

    An ``Allow`` that is not covered by those before it allows more than they did; a ``Deny`` that is not covered by
    those after it is denied no longer.
    """
    wider = [s for s in others if s.effect == one.effect and all(_implied(test, one.tests) for test in s.tests)]
    for atom in product(*(_atoms(one.part(name)) for name in PARTS)):
        if not any(_covers(other, atom) for other in wider):
            yield atom


def _atoms(part: Part) -> list[Part]:
    if part.negated or not part.values:
        return [part]
    return [Part(frozenset([value])) for value in sorted(part.values)]


def _covers(statement: Statement, atom: Atom) -> bool:
    parts = zip(PARTS, atom, strict=True)
    return all(_within(one, statement.part(name), name == "actions") for name, one in parts)


def _within(one: Part, other: Part, caseless: bool) -> bool:
    if not other.values or not one.values:
        return one == other
    if one.negated:
        # everything but some is within everything but fewer
        if other.negated:
            return all(any(matches(wide, value, caseless) for wide in one.values) for value in other.values)
        return "*" in other.values
    (value,) = one.values
    if other.negated:
        return not any(_may_meet(pattern, value, caseless) for pattern in other.values)
    return any(matches(pattern, value, caseless) for pattern in other.values)


def _may_meet(pattern: str, value: str, caseless: bool) -> bool:
    """Whether something may be both; what a variable stands for, nobody knows."""
    return _wild(value) or "${" in pattern + value or matches(pattern, value, caseless)


def _implied(wanted: Test, tests: Iterable[Test]) -> bool:
    """Whether whatever passes the tests passes the one that is wanted."""
    return any(_as_strict(test, wanted) for test in tests)


def _as_strict(test: Test, wanted: Test) -> bool:
    if (_operator(test), test.key.lower()) != (_operator(wanted), wanted.key.lower()):
        return False
    if test.values == wanted.values:
        return True
    if not (_LIKE.match(wanted.operator) or _EQUAL.match(wanted.operator)):
        return False
    fewer, more = (wanted, test) if _NEGATED.match(wanted.operator) else (test, wanted)
    if _LIKE.match(wanted.operator):
        return all(any(matches(wide, value) for wide in more.values) for value in fewer.values)
    return fewer.values <= more.values


def _operator(test: Test) -> str:
    return test.operator.replace("ArnEquals", "ArnLike").replace("ArnNotEquals", "ArnNotLike")


def matches(pattern: str, value: str, caseless: bool = False) -> bool:
    """Whether whatever a value stands for, which may be a pattern itself, is within a pattern."""
    if pattern == value:
        return True
    if pattern == "AWS *":  # a principal: anybody, signed in to whichever account
        return value.startswith("AWS ")
    if value == "AWS *" or not _wild(pattern):
        return caseless and pattern.lower() == value.lower()
    return _compiled(pattern, caseless).fullmatch(value) is not None


@lru_cache(maxsize=4096)
def _compiled(pattern: str, caseless: bool) -> re.Pattern[str]:
    # a question mark is one character, and so not a star, which may be none or many
    text = "".join(".*" if c == "*" else "[^*]" if c == "?" else re.escape(c) for c in pattern)
    return re.compile(text, re.IGNORECASE | re.DOTALL if caseless else re.DOTALL)


def _wild(value: str) -> bool:
    return "*" in value or "?" in value
