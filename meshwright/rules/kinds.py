"""What each type of column can be used for."""

from datetime import date

from meshwright.language import Column

INTEGRAL = frozenset({"integer", "long"})
NUMERIC = INTEGRAL | {"double", "decimal"}
EXACT = INTEGRAL | {"text", "decimal", "boolean", "date", "timestamp"}
"""Types whose values are equal or not, without doubt: neither floating-point nor bytes nor nested."""
NESTED = frozenset({"list", "struct", "map"})
_BITS = {"integer": 31, "long": 63}


def article(kind: str) -> str:
    """The kind for a sentence: ``an integer``, ``a double``, ``text``."""
    return kind if kind in ("text", "binary") else f"{'an' if kind[0] in 'aeiou' else 'a'} {kind}"


def fits(value: str | int | float | bool, column: Column) -> bool:
    """Whether a value written in a definition can stand in a column. Days are written ``year-month-day``."""
    kind = column.type.kind
    if isinstance(value, bool):
        return kind == "boolean"
    if isinstance(value, str):
        return kind == "text" or (kind == "date" and _is_day(value))
    if kind in _BITS:
        return isinstance(value, int) and -(2 ** _BITS[kind]) <= value < 2 ** _BITS[kind]
    return kind in NUMERIC


def _is_day(value: str) -> bool:
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False
