"""What a row limit says, once it has been understood. ``str()`` of a condition is SQL that every engine reads alike."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

Value = str | Decimal | bool


@dataclass(frozen=True)
class Compare:
    """A column against a constant."""

    column: str
    operator: str
    """``=``, ``<>``, ``<``, ``<=``, ``>`` or ``>=``."""
    value: Value

    def __str__(self) -> str:
        return f"{self.column} {self.operator} {literal(self.value)}"


@dataclass(frozen=True)
class Between:
    """A column within a range, both ends included."""

    column: str
    low: Value
    high: Value
    negated: bool = False

    def __str__(self) -> str:
        return f"{self.column} {_not(self.negated)}BETWEEN {literal(self.low)} AND {literal(self.high)}"


@dataclass(frozen=True)
class OneOf:
    """A column that is one of some constants."""

    column: str
    values: tuple[Value, ...]
    negated: bool = False

    def __str__(self) -> str:
        return f"{self.column} {_not(self.negated)}IN ({', '.join(literal(v) for v in self.values)})"


@dataclass(frozen=True)
class Like:
    """A text column against a pattern of ``%`` and ``_``."""

    column: str
    pattern: str
    negated: bool = False

    def __str__(self) -> str:
        return f"{self.column} {_not(self.negated)}LIKE {literal(self.pattern)}"


@dataclass(frozen=True)
class Missing:
    """A column without a value."""

    column: str
    negated: bool = False

    def __str__(self) -> str:
        return f"{self.column} IS {_not(self.negated)}NULL"


@dataclass(frozen=True)
class Not:
    """The opposite; unknown stays unknown."""

    inner: "Condition"

    def __str__(self) -> str:
        return f"NOT ({self.inner})"


@dataclass(frozen=True)
class Every:
    """All of these."""

    parts: tuple["Condition", ...]

    def __str__(self) -> str:
        return " AND ".join(f"({p})" for p in self.parts)


@dataclass(frozen=True)
class Either:
    """At least one of these."""

    parts: tuple["Condition", ...]

    def __str__(self) -> str:
        return " OR ".join(f"({p})" for p in self.parts)


Condition = Compare | Between | OneOf | Like | Missing | Not | Every | Either


def columns(condition: Condition) -> Iterator[str]:
    """The columns that a condition asks, with repetitions, as written."""
    match condition:
        case Not(inner=inner):
            yield from columns(inner)
        case Every(parts=parts) | Either(parts=parts):
            for part in parts:
                yield from columns(part)
        case _:
            yield condition.column


def depth(condition: Condition) -> int:
    """How deep brackets and NOTs stand inside each other where ``str()`` writes it."""
    match condition:
        case Not(inner=inner):
            return 2 + depth(inner)
        case Every(parts=parts) | Either(parts=parts):
            return 1 + max(map(depth, parts))
        case _:
            return 1


def both(one: Condition, other: Condition) -> Condition:
    """What meets the one and the other. What both say is said once."""
    parts = tuple(dict.fromkeys(p for c in (one, other) for p in (c.parts if isinstance(c, Every) else (c,))))
    return parts[0] if len(parts) == 1 else Every(parts)


def literal(value: Value) -> str:
    """A constant in SQL."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, Decimal):
        return format(value, "f")
    return "'" + value.replace("'", "''") + "'"


def _not(negated: bool) -> str:
    return "NOT " if negated else ""
