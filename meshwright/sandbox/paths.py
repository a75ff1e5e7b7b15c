"""Property paths, as in ``ignore_changes``: ``tags``, ``storageDescriptor.columns``, ``rules[0].id``, ``parameters["a.b"]``."""

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
    if new is MISSING or not isinstance(new, Mapping):
        new = {} if new is MISSING else new
    if not isinstance(new, Mapping):
        return new
    names = [n for n in {**(old if isinstance(old, Mapping) else {}), **new}] if step == "*" else [step]
    result = dict(new)
    for name in names:
        before = old.get(name, MISSING) if isinstance(old, Mapping) else MISSING
        if before is MISSING and rest and name not in result:
            continue
        after = _kept(before, result.get(name, MISSING), rest)
        if after is MISSING:
            result.pop(name, None)
        else:
            result[name] = after
    return result


def _kept_in_list(old: Any, new: Any, step: str | int, rest: list[str | int]) -> Any:
    if not isinstance(new, list) or not isinstance(old, list):
        return new
    wanted = range(len(new)) if step == "*" else [step] if isinstance(step, int) else []
    result = list(new)
    for index in wanted:
        if index < len(old) and index < len(result):
            result[index] = _kept(old[index], result[index], rest)
    return result
