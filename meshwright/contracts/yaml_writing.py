"""Plain values as YAML: the same bytes everywhere, and the same values for every reader, of YAML 1.1 and 1.2.

PyYAML's two emitters (libyaml and Python) fold and escape differently, and which of them is there depends on how it was
installed; a document that stands in a deployed graph must not depend on that.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

_PLAIN = re.compile(r"[A-Za-z](?:[,;]? ?[A-Za-z0-9_./@()'+-])*\Z")
"""What no reader takes for anything but a text: no colon, no hash, and a letter at the beginning."""
_MEANT = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})
"""What YAML 1.1 reads as something else than a text, in any case."""
_UNPRINTABLE = re.compile(r"[\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
"""What JSON leaves as it is and YAML doesn't take, or reads as the end of a line."""

Scalar = str | int | float | bool | None


def to_yaml(document: Mapping[str, Any]) -> str:
    """The text of mappings, sequences and scalars, keys in the order given; ends in a newline."""
    return "\n".join(_block(document, "")) + "\n"


def _block(value: Mapping[str, Any] | Sequence[Any], indent: str) -> Iterator[str]:
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from _entry(f"{indent}{_scalar(key)}:", item, indent)
    else:
        for item in value:
            yield from _item(item, indent)


def _entry(head: str, item: Any, indent: str) -> Iterator[str]:
    if not _nested(item):
        yield f"{head} {_flat(item)}"
    else:
        yield head
        yield from _block(item, indent if isinstance(item, list | tuple) else f"{indent}  ")


def _item(item: Any, indent: str) -> Iterator[str]:
    """A sequence's member; a mapping begins on the line of its dash."""
    if not _nested(item):
        yield f"{indent}- {_flat(item)}"
        return
    lines = _block(item, f"{indent}  ")
    yield f"{indent}- {next(lines)[len(indent) + 2 :]}"
    yield from lines


def _nested(item: Any) -> bool:
    """Whether it takes lines of its own: not a scalar, nor empty."""
    return isinstance(item, Mapping | list | tuple) and len(item) > 0


def _flat(item: Any) -> str:
    if isinstance(item, Mapping):
        return "{}"
    return "[]" if isinstance(item, list | tuple) else _scalar(item)


def _scalar(value: Scalar) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case float():
            return _number(value)
        case int():
            return str(value)
    if _PLAIN.match(value) and value.lower() not in _MEANT:
        return value
    return _UNPRINTABLE.sub(_escaped, json.dumps(value, ensure_ascii=False))


def _number(value: float) -> str:
    """As YAML 1.1 knows a float: with a point, also before an exponent."""
    digits, letter, exponent = repr(value).partition("e")
    return f"{digits if '.' in digits else f'{digits}.0'}{letter}{exponent}"


def _escaped(character: re.Match[str]) -> str:
    return f"\\u{ord(character[0]):04x}"
