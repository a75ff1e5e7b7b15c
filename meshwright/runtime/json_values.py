"""One line of JSON: an object's values as declared, or what is wrong with it.

The same code in every engine, since what a JSON reader lets pass (numbers as texts, texts as numbers) differs in each.
"""

import base64
import json
from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from .instants import instant
from .plan import PlannedColumn, Type
from .wording import in_words

_BITS = {"int": 31, "long": 63}


class Wrong(Exception):
    """A line can't be read: why, without a sensitive value."""


class _Unfit(Exception):
    """A value is not of its type."""

    def __init__(self, path: str, why: str) -> None:
        super().__init__(f"{path}: {why}")
        self.path, self.why = path, why


def values(line: bytes, columns: Sequence[PlannedColumn]) -> list[Any]:
    """A value for each column; what the object leaves out is None. A map is a list of pairs, a struct a dict.

    Raises:
        Wrong: the line is no JSON object, or a value is not as declared.
    """
    found = _object(line)
    read = []
    for column in columns:
        try:
            read.append(_part(found.get(column.name), column.type, column.required, column.name))
        except _Unfit as problem:
            hidden = f"column {problem.path}: the value is not as declared"
            raise Wrong(hidden if column.treatment else f"column {problem}") from None
    return read


def _object(line: bytes) -> dict[str, Any]:
    try:
        found = json.loads(line, parse_float=Decimal, parse_constant=_refuse)
    except json.JSONDecodeError as problem:
        why = f"{problem.msg[:1].lower()}{problem.msg[1:]} at character {problem.colno}"
        raise Wrong(f"not JSON ({why})") from None
    except RecursionError:
        raise Wrong("nested too deeply") from None
    except ValueError as problem:
        raise Wrong(f"not JSON ({problem})") from None
    if not isinstance(found, dict):
        raise Wrong("not a JSON object; write one object per line")
    return found


def _refuse(constant: str) -> float:
    raise ValueError(f"{constant} is no JSON")


def _part(value: Any, type: Type, required: bool, path: str) -> Any:
    if value is None:
        if required:
            raise _Unfit(path, "has no value; correct the file or declare it optional=True")
        return None
    if isinstance(type, str):
        return _scalar(value, type, path)
    match type["type"]:
        case "list" if isinstance(value, list):
            return [_part(v, type["element"], type["element-required"], f"{path}.element") for v in value]
        case "struct" if isinstance(value, dict):
            return {
                f["name"]: _part(value.get(f["name"]), f["type"], f["required"], f"{path}.{f['name']}")
                for f in type["fields"]
            }
        case "map" if isinstance(value, dict):
            return [
                (_key(k, type["key"], path), _part(v, type["value"], type["value-required"], f"{path}.value"))
                for k, v in value.items()
            ]
    raise _Unfit(path, f"{_shown(value)} is not {in_words(type)}")


def _scalar(value: Any, type: str, path: str) -> Any:
    read = _decimal if type.startswith("decimal") else _READ.get(type)
    if read is None:
        raise _Unfit(path, f"type {type} can't be read from JSON")
    try:
        return read(value, type)
    except (ValueError, TypeError, OverflowError, InvalidOperation):
        raise _Unfit(path, f"{_shown(value)} is not {in_words(type)}") from None


def _key(text: str, type: Type, path: str) -> Any:
    """A map's key: JSON has texts only."""
    whole = type in _BITS and text.removeprefix("-").isdecimal()
    return _scalar(int(text) if whole else text, str(type), f"{path}.key")


def _whole(value: Any, type: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not -(2 ** _BITS[type]) <= value < 2 ** _BITS[type]:
        raise ValueError
    return value


def _double(value: Any, type: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise ValueError
    return float(value)


def _text(value: Any, type: str) -> str:
    if not isinstance(value, str):
        raise ValueError
    value.encode()  # half of a surrogate pair has no UTF-8
    return value


def _boolean(value: Any, type: str) -> bool:
    if not isinstance(value, bool):
        raise ValueError
    return value


def _date(value: Any, type: str) -> date:
    return date.fromisoformat(value)


def _instant(value: Any, type: str) -> datetime:
    return instant(value)


def _bytes(value: Any, type: str) -> bytes:
    return base64.b64decode(value, validate=True)


def _decimal(value: Any, type: str) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | Decimal | str):
        raise ValueError
    precision, scale = (int(n) for n in type.removeprefix("decimal(").removesuffix(")").split(","))
    number = Decimal(value)
    _, digits, exponent = number.as_tuple()
    if not isinstance(exponent, int) or -exponent > scale or len(digits) + exponent > precision - scale:
        raise ValueError
    return number


def _shown(value: Any) -> str:
    text = json.dumps(value, default=float)
    return text if len(text) <= 60 else f"{text[:60]} …"


_READ: dict[str, Callable[[Any, str], Any]] = {
    "string": _text,
    "int": _whole,
    "long": _whole,
    "double": _double,
    "boolean": _boolean,
    "date": _date,
    "timestamptz": _instant,
    "binary": _bytes,
}
"""How a scalar is read from what JSON gives; binary is base64."""
