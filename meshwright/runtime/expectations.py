"""Expectations as SQL: one question per expectation, one number back, one verdict.

An expectation is what its definition dumps: ``{"kind": "complete", "column": "a", "at_least": 0.95}``. A NULL is no
value: only ``complete`` and ``unique`` look at it, and to ``unique`` two NULLs agree.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from .errors import RunError

Engine = Literal["duckdb", "spark"]
Expected = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What one expectation found."""

    expectation: Expected
    """As defined."""
    measured: float
    """``complete``: the part of the rows with a value. ``rows``: their number. Otherwise the rows that fail."""
    threshold: float
    """What ``measured`` may not fall below (``complete``, ``rows``) or not exceed (the others: 0)."""
    passed: bool

    def __str__(self) -> str:
        return f"{describe(self.expectation)}: {_number(self.measured)} {_measure(self.expectation)}"


def columns(expectation: Expected) -> tuple[str, ...]:
    """The columns that an expectation looks at; none for ``rows``."""
    if expectation["kind"] == "unique":
        return tuple(expectation["columns"])
    return (expectation["column"],) if "column" in expectation else ()


def question(expectation: Expected, engine: Engine, relation: str) -> str:
    """One SELECT that gives one row with one number, ``measured``.

    ``relation`` is a table or view as it stands in FROM.

    Raises:
        RunError: this runtime doesn't know the kind.
    """
    return f"SELECT {_measured(expectation, engine, relation)}"


def verdict(expectation: Expected, measured: float | None) -> Outcome:
    """What the answer to ``question`` means."""
    found = 0.0 if measured is None else float(measured)
    kind = expectation["kind"]
    if kind == "complete":
        threshold = float(expectation["at_least"])
        passed = found >= threshold
    elif kind == "rows":
        at_most = expectation.get("at_most")
        threshold = float(expectation["at_least"])
        passed = found >= threshold and (at_most is None or found <= at_most)
    else:
        threshold, passed = 0.0, found == 0
    return Outcome(expectation=dict(expectation), measured=found, threshold=threshold, passed=passed)


def describe(expectation: Expected) -> str:
    """An expectation in words, such as ``delay_minutes is complete in at least 95 % of the rows``."""
    match expectation["kind"]:
        case "complete":
            return f"{expectation['column']} is complete in at least {expectation['at_least'] * 100:g} % of the rows"
        case "unique":
            return f"{', '.join(expectation['columns'])} {'is' if len(expectation['columns']) == 1 else 'are'} unique"
        case "between":
            return f"{expectation['column']} lies between {expectation['low']} and {expectation['high']}"
        case "one_of":
            values = [str(v) for v in expectation["values"]]
            return f"{expectation['column']} is one of {', '.join(values[:5])}{' …' if len(values) > 5 else ''}"
        case "matches":
            return f"{expectation['column']} matches {expectation['pattern']}"
        case "rows":
            at_most = expectation.get("at_most")
            end = "" if at_most is None else f" and at most {at_most}"
            return f"there are at least {expectation['at_least']}{end} rows"
    raise _unknown(expectation)


def _measured(expectation: Expected, engine: Engine, relation: str) -> str:
    match expectation["kind"]:
        case "complete":
            column = _name(expectation["column"], engine)
            part = f"CAST(count({column}) AS DOUBLE) / count(*)"
            return f"CASE WHEN count(*) = 0 THEN CAST(1 AS DOUBLE) ELSE {part} END AS measured FROM {relation}"
        case "unique":
            names = ", ".join(_name(c, engine) for c in expectation["columns"])
            groups = f"SELECT count(*) AS agreeing FROM {relation} GROUP BY {names}"
            return f"coalesce(sum(agreeing - 1), 0) AS measured FROM ({groups}) AS grouped"
        case "between":
            low, high = _literal(expectation["low"], engine), _literal(expectation["high"], engine)
            return _failing(f"{_name(expectation['column'], engine)} BETWEEN {low} AND {high}", relation)
        case "one_of":
            values = ", ".join(_literal(v, engine) for v in expectation["values"])
            return _failing(f"{_name(expectation['column'], engine)} IN ({values})", relation)
        case "matches":
            return _failing(_match(expectation["column"], expectation["pattern"], engine), relation)
        case "rows":
            return f"count(*) AS measured FROM {relation}"
    raise _unknown(expectation)


def _failing(condition: str, relation: str) -> str:
    return f"count(CASE WHEN NOT ({condition}) THEN 1 END) AS measured FROM {relation}"


def _match(column: str, pattern: str, engine: Engine) -> str:
    if engine == "duckdb":
        return f"regexp_full_match(CAST({_name(column, engine)} AS VARCHAR), {_literal(pattern, engine)})"
    whole = rf"\A(?:{pattern})\z"
    return f"CAST({_name(column, engine)} AS STRING) RLIKE {_literal(whole, engine)}"


def _name(column: str, engine: Engine) -> str:
    mark = '"' if engine == "duckdb" else "`"
    return mark + column.replace(mark, mark * 2) + mark


def _literal(value: Any, engine: Engine) -> str:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, str):
        if engine == "spark":  # Spark reads backslash escapes in a plain string literal
            return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"
        return "'" + value.replace("'", "''") + "'"
    return repr(value)


def _number(value: float) -> str:
    return f"{value:.0f}" if value == int(value) and abs(value) > 1 else f"{value:.4g}"


def _measure(expectation: Expected) -> str:
    return {"complete": "of the rows", "rows": "rows"}.get(expectation["kind"], "rows fail")


def _unknown(expectation: Expected) -> RunError:
    return RunError(f"expectation {expectation.get('kind')!r} is unknown to this runtime; deploy a newer one")
