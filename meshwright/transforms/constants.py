"""Constants and types, as they are written."""

import math
from decimal import Decimal
from typing import Any

from sqlglot import exp

from .casts import constant
from .problems import Problem
from .types import BINARY, BOOLEAN, DATE, DOUBLE, INTEGER, LONG, TEXT, TIMESTAMP, Type, decimal, list_of
from .values import Value

_LONGEST_NUMBER = 60
"""Characters of a number; the widest type has 38 digits."""
_LONGEST_INTEGER, _LONGEST_LONG = 2**31 - 1, 2**63 - 1


def literal(node: exp.Literal) -> Value:
    """A number or a text that is written out.

    Raises:
        Problem: a number is too long.
    """
    text = node.this
    if len(text) > _LONGEST_NUMBER and not node.is_string:
        raise Problem(node, "type", f"{text[:20]}… has {len(text)} digits", "write fewer, or an exponent")
    if node.is_string:
        return constant(text, TEXT)
    if "e" in text.lower():
        if math.isinf(float(text)):
            raise Problem(node, "type", f"{text} is beyond what a double holds", "write a smaller number")
        return Value(f"{text.upper()}", f"CAST({text} AS DOUBLE)", DOUBLE, literal=float(text))
    number = Decimal(text)
    if "." not in text:
        whole = int(text)
        if whole <= _LONGEST_LONG:
            return constant(whole, INTEGER if whole <= _LONGEST_INTEGER else LONG)
        type = decimal(len(text.lstrip("0")), 0)
    else:
        scale = -int(number.as_tuple().exponent)
        type = decimal(max(len(str(abs(int(number.scaleb(scale))))), scale), scale)
    if type.precision > 38:
        raise Problem(node, "type", f"{text[:50]} has more than 38 digits", "write fewer, or an exponent")
    plain = f"{number:f}"
    return Value(plain, f"CAST({plain} AS {type.duckdb})", type, literal=number)


_WRITTEN: dict[str, Type] = {
    "INT": INTEGER, "BIGINT": LONG, "DOUBLE": DOUBLE, "BOOLEAN": BOOLEAN, "TEXT": TEXT, "DATE": DATE,
    "TIMESTAMP": TIMESTAMP, "TIMESTAMPTZ": TIMESTAMP, "TIMESTAMPLTZ": TIMESTAMP, "BINARY": BINARY,
    "VARBINARY": BINARY,
}  # fmt: skip
_NARROW = {
    "FLOAT": "DOUBLE",
    "SMALLINT": "INT",
    "TINYINT": "INT",
    "TIMESTAMPNTZ": "TIMESTAMP",
    "VARCHAR": "STRING",
    "CHAR": "STRING",
}


def written_type(node: Any) -> Type:
    """The type that a CAST names.

    Raises:
        Problem: a table can't hold it.
    """
    name = node.this.name if isinstance(node, exp.DataType) and not isinstance(node.this, str) else ""
    if name == "DECIMAL":
        written = [p.name for p in node.expressions]
        sizes = [int(w) if w.isdigit() and len(w) <= 2 else -1 for w in written] or [10, 0]
        precision, scale = sizes[0], sizes[1] if len(sizes) > 1 else 0
        if not 0 <= scale <= precision <= 38 or not precision:
            raise Problem(node, "type", f"{node.sql('spark')[:40]} is no type", "write 1 to 38 digits")
        return decimal(precision, scale)
    if name in ("ARRAY", "LIST") and node.expressions:
        return list_of(written_type(node.expressions[0]))
    if name in _WRITTEN:
        return _WRITTEN[name]
    fix = (
        f"write {_NARROW[name]}" if name in _NARROW else "write INT, BIGINT, DOUBLE, DECIMAL, STRING, DATE, TIMESTAMP …"
    )
    raise Problem(node, "type", f"the type {node.sql('spark')} is not one that a table can hold", fix)
