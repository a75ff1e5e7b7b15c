"""Json lines: one object per line; every value as declared or an error with its line."""

import base64
import json
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

import pyarrow as pa

from ..errors import RunError
from ..plan import PlannedColumn, Type
from .types import arrow_schema, in_words

_BITS = {"int": 31, "long": 63}


class _Unfit(Exception):
    """A value is not of its type."""

    def __init__(self, path: str, why: str) -> None:
        super().__init__(f"{path}: {why}")
        self.path, self.why = path, why


def read_json(body: bytes, columns: Sequence[PlannedColumn], where: str) -> pa.Table:
    """The columns that are to be read, with their Arrow types. What an object leaves out is NULL.

    Raises:
        RunError: a line is no object, or a value not as declared; with file and line.
    """
    wanted = [c for c in columns if c.treatment != "drop"]
    values: list[list[Any]] = [[] for _ in wanted]
    for line, found in _objects(body, where):
        for column, into in zip(wanted, values, strict=True):
            try:
                into.append(_part(found.get(column.name), column.type, column.required, column.name))
            except _Unfit as problem:
                hidden = f"column {problem.path}: the value is not as declared"
                raise RunError(f"{where}, line {line}: {hidden if column.treatment else f'column {problem}'}") from None
    schema = arrow_schema(wanted)
    return pa.Table.from_arrays([pa.array(v, type=f.type) for v, f in zip(values, schema, strict=True)], schema=schema)


def _objects(body: bytes, where: str) -> Iterator[tuple[int, dict[str, Any]]]:
    for line, text in enumerate(body.removeprefix(b"\xef\xbb\xbf").split(b"\n"), start=1):
        if not text.strip():
            continue
        try:
            found = json.loads(text, parse_float=Decimal, parse_constant=_refuse)
        except json.JSONDecodeError as problem:
            why = f"{problem.msg[:1].lower()}{problem.msg[1:]} at character {problem.colno}"
            raise RunError(f"{where}, line {line}: not JSON ({why})") from None
        except RecursionError:
            raise RunError(f"{where}, line {line}: nested too deeply") from None
        except ValueError as problem:
            raise RunError(f"{where}, line {line}: not JSON ({problem})") from None
        if not isinstance(found, dict):
            raise RunError(f"{where}, line {line}: not a JSON object; write one object per line")
        yield line, found


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


def _exactly(kind: type) -> Callable[[Any, str], Any]:
    def read(value: Any, type: str) -> Any:
        if not isinstance(value, kind):
            raise ValueError
        return value

    return read


def _date(value: Any, type: str) -> date:
    return date.fromisoformat(value)


def _instant(value: Any, type: str) -> datetime:
    instant = datetime.fromisoformat(value)
    return instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant.astimezone(UTC)


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
    "string": _exactly(str),
    "int": _whole,
    "long": _whole,
    "double": _double,
    "boolean": _exactly(bool),
    "date": _date,
    "timestamptz": _instant,
    "binary": _bytes,
}
"""How a scalar is read from what JSON gives; binary is base64."""
