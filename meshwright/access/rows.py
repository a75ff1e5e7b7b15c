"""Row limits: the conditions that Lake Formation's data filters can carry, and nothing else.

The grammar is that of "PartiQL support in row filter expressions" in Lake Formation's developer guide: columns
against constants with ``= <> != < <= > >= BETWEEN IN LIKE IS NULL NOT AND OR``; no functions, no column against a
column; text, numbers and booleans only; fewer than 2,048 characters. It is read by hand, not by an SQL parser, so that
each problem has its position and nothing outside the grammar can pass: comments, casts, subqueries and quoted names
have no reading here.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from meshwright.language import Column, Table
from meshwright.language.quoting import quoted

from . import conditions
from .conditions import Between, Compare, Condition, Either, Every, Like, Missing, Not, OneOf, Value
from .spelling import nearest

LONGEST = 2047
"""Characters, as Lake Formation counts them."""
DEEPEST = 25
"""Brackets and NOTs inside each other."""
INTEGRAL, NUMERIC = ("integer", "long"), ("integer", "long", "double", "decimal")
_TOO_DEEP = (f"more than {DEEPEST} brackets stand inside each other", "write it flatter")
COMPARABLE = ("text", "boolean", *NUMERIC)
"""The types that Lake Formation's row filters know."""

_TOKEN = re.compile(
    r"\s*(?:(?P<text>'(?:[^']|'')*')|(?P<number>-?[0-9]+(?:\.[0-9]+)?(?![\w.]))|(?P<word>[A-Za-z_]\w*)"
    r"|(?P<sign><=|>=|<>|!=|[=<>(),])|(?P<end>\Z))",
    re.ASCII,
)
_SPACES = " \t\n\r\f\v"
"""What ``\\s`` takes of ASCII: of what it doesn't take, some is white to ``str.strip``."""
_KEYWORDS = frozenset({"and", "or", "not", "between", "in", "like", "is", "null", "true", "false"})


@dataclass(frozen=True)
class RowLimit:
    """A condition that has been read and fits its table."""

    condition: Condition

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns it asks, each once, sorted."""
        return tuple(sorted(set(conditions.columns(self.condition))))

    @cached_property
    def text(self) -> str:
        """The condition written anew, in the one form that Lake Formation, Spark, Athena and DuckDB read alike."""
        return str(self.condition)


@dataclass(frozen=True)
class Problem:
    """Why a condition is not a row limit of its table."""

    position: int
    """The character it stands at, from 1."""
    message: str
    fix: str

    def __str__(self) -> str:
        return f"at character {self.position}: {self.message}; {self.fix}"


def parse(condition: str, table: Table) -> RowLimit | Problem:
    """Read a condition on the rows of ``table``. Never raises for what somebody wrote."""
    if len(condition) > LONGEST:
        return _too_long(len(condition))
    try:
        read = _Reader(condition, table).whole()
    except _Unreadable as unreadable:
        return unreadable.problem
    limit = RowLimit(read)
    return too_much(limit) or limit


def both(one: RowLimit | None, other: RowLimit | None) -> RowLimit | None:
    """What meets both limits; None is no limit. It may be ``too_much``."""
    if one is None or other is None:
        return other if one is None else one
    return RowLimit(conditions.both(one.condition, other.condition))


def too_much(limit: RowLimit) -> Problem | None:
    """Why a limit, as it is written anew, can't be held by a data filter or read again; None where it can."""
    if len(limit.text) > LONGEST:
        return _too_long(len(limit.text))
    if conditions.depth(limit.condition) > DEEPEST:
        return Problem(1, *_TOO_DEEP)
    return None


def _too_long(length: int) -> Problem:
    return Problem(1, f"the condition has {length:,} characters", f"at most {LONGEST:,} fit a data filter")


class _Unreadable(Exception):
    def __init__(self, position: int, message: str, fix: str) -> None:
        super().__init__(message)
        self.problem = Problem(position + 1, message, fix)


class _Reader:
    """Reads one condition, a token ahead."""

    def __init__(self, condition: str, table: Table) -> None:
        self.condition, self.table = condition, table
        self.partitioned = {p.source for p in table.partitions}
        self.depth = 0
        self.start = self.end = 0
        self.kind = self.token = ""
        self._advance()

    def whole(self) -> Condition:
        read = self._either()
        if self.kind != "end":
            raise self._unexpected("AND, OR or the end of the condition")
        return read

    def _advance(self) -> str:
        """Go to the next token; answer the one left behind."""
        left = self.token
        found = _TOKEN.match(self.condition, self.end)
        if found is None:
            rest = self.condition[self.end :]
            at = self.end + len(rest) - len(rest.lstrip(_SPACES))
            raise _Unreadable(at, *_unreadable(self.condition[at:]))
        self.kind = found.lastgroup or ""
        self.token, self.start, self.end = found[self.kind], found.start(self.kind), found.end()
        if self.kind == "word" and self.token.lower() in _KEYWORDS:
            self.kind, self.token = "keyword", self.token.lower()
        return left

    def _unexpected(self, wanted: str) -> _Unreadable:
        found = "the end" if self.kind == "end" else quoted(self.token)
        return _Unreadable(self.start, f"{found} stands where {wanted} should", _GRAMMAR)

    def _take(self, token: str) -> bool:
        if self.kind in ("keyword", "sign") and self.token == token:
            self._advance()
            return True
        return False

    def _need(self, token: str) -> None:
        if not self._take(token):
            raise self._unexpected(f'"{token.upper()}"')

    def _either(self) -> Condition:
        parts = [self._every()]
        while self._take("or"):
            parts.append(self._every())
        return parts[0] if len(parts) == 1 else Either(tuple(parts))

    def _every(self) -> Condition:
        parts = [self._single()]
        while self._take("and"):
            parts.append(self._single())
        return parts[0] if len(parts) == 1 else Every(tuple(parts))

    def _single(self) -> Condition:
        at = self.start
        self.depth += 1
        if self.depth > DEEPEST:
            raise _Unreadable(at, *_TOO_DEEP)
        if self._take("not"):
            read: Condition = Not(self._single())
        elif self._take("("):
            read = self._either()
            self._need(")")
        else:
            read = self._predicate()
        self.depth -= 1
        return read

    def _predicate(self) -> Condition:
        at, column = self.start, self._column()
        if self._take("is"):
            negated = self._take("not")
            self._need("null")
            if column.name in self.partitioned:
                raise _Unreadable(
                    at,
                    f'"{column.name}" partitions the table, where Lake Formation allows no IS NULL',
                    "make the column required, or compare it with values",
                )
            return Missing(column.name, negated)
        if self.kind == "sign" and self.token in ("=", "<>", "!=", "<", "<=", ">", ">="):
            return self._comparison(column)
        negated = self._take("not")
        if self._take("between"):
            low = self._value(column)
            self._need("and")
            return Between(column.name, low, self._value(column), negated)
        if self._take("in"):
            return OneOf(column.name, self._values(column), negated)
        if self._take("like"):
            return Like(column.name, self._pattern(column), negated)
        raise self._unexpected("a comparison")

    def _comparison(self, column: Column) -> Compare:
        at, operator = self.start, self._advance()
        if column.type.kind == "boolean" and operator not in ("=", "<>", "!="):
            raise _Unreadable(at, f'"{column.name}" is a boolean, which has no order', "compare it with = or <>")
        return Compare(column.name, "<>" if operator == "!=" else operator, self._value(column))

    def _values(self, column: Column) -> tuple[Value, ...]:
        self._need("(")
        values = [self._value(column)]
        while self._take(","):
            values.append(self._value(column))
        self._need(")")
        return tuple(values)

    def _column(self) -> Column:
        at = self.start
        if self.kind != "word":
            raise self._unexpected("a column")
        name = self._advance()
        if self.kind == "sign" and self.token == "(":
            raise _Unreadable(at, f"{quoted(name)} is called as a function", "compare columns with constants only")
        column = self.table.column(name)
        if column is None:
            near = nearest(name.lower(), (c.name for c in self.table.columns))
            fix = f'write "{near}"' if near else f"name a column of {self.table.name}"
            raise _Unreadable(at, f"there is no column {quoted(name)}", fix)
        if column.sensitive:
            raise _Unreadable(at, f'"{name}" is sensitive, and a row limit tells its values', "use other columns")
        if column.type.kind not in COMPARABLE:
            raise _Unreadable(
                at,
                f'"{name}" is a {column.type.kind}, and row limits compare text, numbers and booleans',
                "add a column of such a type to the table",
            )
        return column

    def _value(self, column: Column) -> Value:
        at, kind = self.start, column.type.kind
        value = self._constant()
        if isinstance(value, bool):
            fits = kind == "boolean"
        elif isinstance(value, str):
            fits = kind == "text"
        else:
            fits = kind in NUMERIC and (kind not in INTEGRAL or value == value.to_integral_value())
        if not fits:
            raise _Unreadable(at, f'"{column.name}" is {_WORDS[kind]}', f"compare it with {_EXAMPLES[kind]}")
        return value

    def _pattern(self, column: Column) -> str:
        at, pattern = self.start, self._value(column)
        if not isinstance(pattern, str):
            raise _Unreadable(at, f'"{column.name}" is {_WORDS[column.type.kind]}', "use LIKE on text only")
        return pattern

    def _constant(self) -> Value:
        at, kind = self.start, self.kind
        if kind == "keyword" and self.token in ("true", "false"):
            return self._advance() == "true"
        if kind == "number":
            token = self._advance()
            if len(token) > 39:
                raise _Unreadable(at, f"{quoted(token)} has more than 38 digits", "write a shorter number")
            return Decimal(token)
        if kind == "text":
            text = self._advance()[1:-1].replace("''", "'")
            if "\\" in text or any(ord(c) < 32 for c in text):
                raise _Unreadable(at, "the text holds a backslash or a control character", "engines differ on it")
            return text
        if kind == "word":
            raise _Unreadable(
                at, f"{quoted(self.token)} is not a constant", "compare columns with constants only; texts stand in '…'"
            )
        raise self._unexpected("a constant")


_GRAMMAR = "write comparisons of columns with constants, joined by AND and OR"
_WORDS = {
    "text": "text",
    "integer": "a whole number",
    "long": "a whole number",
    "double": "a number",
    "decimal": "a number",
    "boolean": "a boolean",
}
_EXAMPLES = {
    "text": "a text such as 'JFK'",
    "integer": "a number such as 5",
    "long": "a number such as 5",
    "double": "a number such as 0.5",
    "decimal": "a number such as 0.5",
    "boolean": "TRUE or FALSE",
}


def _unreadable(rest: str) -> tuple[str, str]:
    if rest.startswith("'"):
        return "a text has no end", "close it with '"
    if rest[0] == ".":
        return '"." reaches into a nested column', "compare top-level columns only"
    if rest[0] in '"`':
        return f"{rest[0]} stands where nothing is quoted", "write texts in '…' and columns without quotes"
    return f"{quoted(rest[0])} has no meaning here", _GRAMMAR
