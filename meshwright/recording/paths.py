"""Property paths, as in ``ignore_changes``: ``tags``, ``rules[0]``, ``parameters["a.b"]``, ``rules[*].id``."""

import re
from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import Any

PART = re.compile(r'\[(\d+|\*)\]|\["((?:[^"\\]|\\.)*)"\]|\.?([^.\[\]]+)')
MISSING: Any = object()


def parse(path: str) -> list[str | int]:
    """The steps of a path; ``*`` stands for every element."""
    steps: list[str | int] = []
    for index, quoted, name in PART.findall(path):
        if index:
            steps.append(index if index == "*" else int(index))
        else:
            steps.append(quoted.replace('\\"', '"') if quoted else name)
    return steps


def keeping(old: Mapping[str, Any], new: Mapping[str, Any], paths: Sequence[str]) -> dict[str, Any]:
    """The new values, but what the paths name stays as it was."""
    result: Any = deepcopy(dict(new))
    for path in paths:
        result = _kept(old, result, parse(path))
    return dict(result)


def _kept(old: Any, new: Any, steps: list[str | int]) -> Any:
    if not steps:
        return old if old is MISSING else deepcopy(old)
    step, rest = steps[0], steps[1:]
    if isinstance(new, list) or isinstance(old, list):
        return _kept_in_list(old, new, step, rest)
    if not isinstance(new, Mapping) and (new is not MISSING or not isinstance(old, Mapping)):
        return new
    before = old if isinstance(old, Mapping) else {}
    after = new if isinstance(new, Mapping) else {}
    result = dict(after)
    for name in [*{**before, **after}] if step == "*" else [step]:
        kept = _kept(before.get(name, MISSING), after.get(name, MISSING), rest)
        if kept is MISSING:
            result.pop(name, None)
        else:
            result[name] = kept
    return result if result or new is not MISSING else MISSING


def _kept_in_list(old: Any, new: Any, step: str | int, rest: list[str | int]) -> Any:
    if not isinstance(new, list) or not isinstance(old, list):
        return new
    wanted = range(len(new)) if step == "*" else [step] if isinstance(step, int) else []
    result = list(new)
    for index in wanted:
        if index < len(old) and index < len(result):
            result[index] = _kept(old[index], result[index], rest)
    return result
