"""Types of the Glue catalog, which are Hive's, as columns of the language.

A type that the language hasn't is read as the next wider one: what is read stays exact.
"""

import re
from collections.abc import Iterator

from meshwright.language import (
    Column,
    binary,
    boolean,
    date,
    decimal,
    double,
    integer,
    list_of,
    long,
    map_of,
    struct,
    timestamp,
)
from meshwright.language import text as text_column

from .estate import ExistingColumn

_PLAIN = {
    "string": text_column, "varchar": text_column, "char": text_column, "uuid": text_column,
    "tinyint": integer, "smallint": integer, "int": integer, "integer": integer,
    "bigint": long, "long": long, "float": double, "real": double, "double": double, "boolean": boolean,
    "date": date, "timestamp": timestamp, "timestamptz": timestamp, "binary": binary,
}  # fmt: skip
_SIZED = re.compile(r"(varchar|char)\(\d+\)\Z")
_DECIMAL = re.compile(r"decimal(?:\((\d+)(?:,(\d+))?\))?\Z")
_WIDENED = frozenset({"tinyint", "smallint", "float", "real", "char", "varchar"})
DEEPEST = 20


class UnknownType(ValueError):
    """A type that no column of the language can be read as."""


def column(number: int, existing: ExistingColumn, numbers: Iterator[int]) -> Column:
    """The column of a contract; parts of nested ones take their numbers from ``numbers``.

    Raises:
        UnknownType: there is no such type.
        ValueError: the name can't be a column's.
    """
    return _typed(existing.type.strip().lower(), number, existing.name, numbers, existing.comment, DEEPEST)


def widened(type_: str) -> bool:
    """Whether the contract says a wider type than the catalog."""
    return bool(_WIDENED & set(re.findall(r"[a-z]+", type_.lower())))


def _typed(
    written: str, number: int, name: str | None, numbers: Iterator[int], comment: str | None, room: int
) -> Column:
    said = {} if comment is None else {"description": " ".join(comment.split())[:255]}
    if room == 0:
        raise UnknownType("it is nested too deeply")
    named = (number,) if name is None else (number, name)
    options: dict[str, object] = {"optional": True, **said}
    kind = _SIZED.sub(r"\1", written.replace(" ", ""))
    if kind in _PLAIN:
        return _PLAIN[kind](*named, **options)  # type: ignore[arg-type]
    if (exact := _DECIMAL.match(kind)) is not None:
        return decimal(*named, precision=int(exact[1] or 10), scale=int(exact[2] or 0), **options)  # type: ignore[arg-type]
    outer, inner = _opened(written)
    if outer == "array":
        return list_of(*named, element=_part(inner, numbers, room), **options)  # type: ignore[arg-type]
    if outer == "map":
        parts = _split(inner)
        if len(parts) == 2:
            key = _part(parts[0], numbers, room).model_copy(update={"optional": False})
            return map_of(*named, keys=key, values=_part(parts[1], numbers, room), **options)  # type: ignore[arg-type]
    if outer == "struct":
        fields = [f.partition(":") for f in _split(inner)]
        if all(colon for _, colon, _ in fields):
            made = [_typed(t.strip(), next(numbers), n.strip(), numbers, None, room - 1) for n, _, t in fields]
            return struct(*named, fields=made, **options)  # type: ignore[arg-type]
    raise UnknownType(f"its type {written!r} has no counterpart")


def _part(written: str, numbers: Iterator[int], room: int) -> Column:
    return _typed(written.strip(), next(numbers), None, numbers, None, room - 1)


def _opened(written: str) -> tuple[str, str]:
    head, bracket, rest = written.partition("<")
    return (head.strip(), rest[:-1]) if bracket and rest.endswith(">") else ("", "")


def _split(inner: str) -> list[str]:
    """The parts between the commas of this level."""
    parts, depth, begin = [], 0, 0
    for at, character in enumerate(inner):
        depth += (character in "<(") - (character in ">)")
        if character == "," and depth == 0:
            parts.append(inner[begin:at])
            begin = at + 1
    return [*parts, inner[begin:]]
