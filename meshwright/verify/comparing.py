"""Declared against actual, in the form of AWS's own requests and answers."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

LONGEST = 160
"""Characters of a value in a message."""
ABSENT = "nothing"


def differences(wanted: Any, seen: Any, at: str = "") -> Iterator[str]:
    """Where an answer lacks or contradicts what a request says, as ``path: found x, declared y``.

    What the answer says beyond that is AWS's own: ids, dates, defaults.
    """
    if isinstance(wanted, Mapping):
        held = seen if isinstance(seen, Mapping) else {}
        for name, value in wanted.items():
            yield from differences(value, held.get(name), f"{at}.{name}".lstrip("."))
    elif isinstance(wanted, list) and any(isinstance(item, Mapping) for item in wanted):
        listed = seen if isinstance(seen, list) else []
        if len(wanted) != len(listed):
            yield f"{at}: found {_short(seen)}, declared {_short(wanted)}"
        else:
            for number, (one, other) in enumerate(zip(wanted, listed, strict=True)):
                yield from differences(one, other, f"{at}[{number}]")
    elif _plain(wanted) != _plain(seen):
        yield f"{at}: found {_short(seen)}, declared {_short(wanted)}"


def same_policy(one: str, other: str) -> bool:
    """Whether two policies say the same, whatever the order and the form of their lists."""
    return bool(_policy(json.loads(one)) == _policy(json.loads(other)))


def _policy(value: Any) -> Any:
    """One form for what policies may say in several: a list of one is that one, the order of a list is nothing."""
    if isinstance(value, Mapping):
        return {name: _policy(value[name]) for name in sorted(value)}
    if isinstance(value, list):
        items = sorted(map(_policy, value), key=lambda item: json.dumps(item, sort_keys=True))
        return items[0] if len(items) == 1 else items
    return str(value).lower() if isinstance(value, bool) else value


def _plain(value: Any) -> Any:
    if isinstance(value, list) and value:
        return sorted(map(str, value))
    if isinstance(value, str) and value[:1] == "{":
        return _policy(json.loads(value))
    return value if value not in ("", [], {}) else None


def _short(value: Any) -> str:
    if value in (None, "", [], {}):
        return ABSENT
    text = value if isinstance(value, str) else json.dumps(value, default=str)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
