"""IAM's condition operators that the platform's policies use; any other is an error, never a guess.

After the IAM user guide, "IAM JSON policy elements: Condition operators", read in November 2026.
"""

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

Context = Mapping[str, str | tuple[str, ...]]
"""What a request says, by condition key; a tuple for a key of several values."""
_VARIABLE = re.compile(r"\$\{([^}]+)\}")


class UnsupportedError(Exception):
    """A policy says something that the evaluator doesn't know, so that it can't vouch for any answer."""


def holds(tests: Mapping[str, Mapping[str, Any]], context: Context) -> bool:
    """Whether all conditions of a statement are met."""
    return all(
        _holds(operator, listed(values), value_of(key, context), context)
        for operator, by_key in tests.items()
        for key, values in by_key.items()
    )


def listed(value: Any) -> tuple[str, ...]:
    """One or many values of a policy, as many."""
    return (value,) if isinstance(value, str) else tuple(value)


def value_of(key: str, context: Context) -> str | tuple[str, ...] | None:
    """What the request says of a key, whose case doesn't count."""
    return next((value for name, value in context.items() if name.lower() == key.lower()), None)


def filled(pattern: str, context: Context) -> str | None:
    """A pattern with its variables replaced; None where the request lacks one, and so matches nothing."""
    for name in _VARIABLE.findall(pattern):
        value = value_of(name, context)
        if value is None:
            return None
        if not isinstance(value, str) or set("*?") & set(value):
            raise UnsupportedError(f"variable {name} stands for {value!r}; only one plain value is known")
        pattern = pattern.replace(f"${{{name}}}", value)
    return pattern


def like(pattern: str, value: str) -> bool:
    """Whether a pattern of ``*`` and ``?`` covers the value, case and all."""
    return _compiled(pattern).match(value) is not None


def arn_like(pattern: str, value: str) -> bool:
    """Whether a pattern covers an ARN, part by part: a star stops at the colon, but for the last part."""
    if pattern == "*":
        return True
    patterns, parts = pattern.split(":", 5), value.split(":", 5)
    return len(patterns) == len(parts) and all(like(p, v) for p, v in zip(patterns, parts, strict=True))


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    wild = {"*": ".*", "?": "."}
    return re.compile("".join(wild.get(c, re.escape(c)) for c in pattern) + r"\Z", re.DOTALL)


def _holds(operator: str, patterns: tuple[str, ...], value: str | tuple[str, ...] | None, context: Context) -> bool:
    many, _, name = operator.rpartition(":")
    if name == "Null":
        return (value is None) == (patterns == ("true",))
    name, if_exists = name.removesuffix("IfExists"), name.endswith("IfExists")
    test = _OPERATORS.get(name)
    if test is None or many not in _MANY:
        raise UnsupportedError(f"condition operator {operator} is not known; write what it means into operators.py")
    negated = name in _NEGATED
    if value is None:
        return if_exists or negated or many == "ForAllValues"
    known = [p for p in (filled(pattern, context) for pattern in patterns) if p is not None]
    if many:
        values = (value,) if isinstance(value, str) else value
        return _MANY[many](_met(test, known, v, negated=negated) for v in values)
    if not isinstance(value, str):
        raise UnsupportedError(f"condition operator {operator} meets several values; write ForAnyValue or ForAllValues")
    return _met(test, known, value, negated=negated)


def _met(test: Callable[[str, str], bool], patterns: list[str], value: str, *, negated: bool) -> bool:
    return any(test(p, value) for p in patterns) != negated


_OPERATORS: dict[str, Callable[[str, str], bool]] = {
    "ArnEquals": arn_like,
    "ArnLike": arn_like,
    "ArnNotLike": arn_like,
    "Bool": lambda pattern, value: pattern.lower() == value.lower(),
    "NumericLessThan": lambda pattern, value: float(value) < float(pattern),
    "StringEquals": lambda pattern, value: pattern == value,
    "StringLike": like,
    "StringNotEquals": lambda pattern, value: pattern == value,
}
_NEGATED = ("ArnNotLike", "StringNotEquals")
_MANY: dict[str, Callable[..., bool]] = {"": any, "ForAnyValue": any, "ForAllValues": all}
