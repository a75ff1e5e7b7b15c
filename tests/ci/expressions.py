"""GitHub's expressions, as far as the workflows use them."""

import json
import re
from collections.abc import Mapping
from typing import Any

_TOKEN = re.compile(r"'(?:[^']|'')*'|&&|\|\||!=|==|!|[(),]|[\w.-]+(?:\[\d+\])?|>")


def expanded(text: str, context: Mapping[str, Any]) -> str:
    """A text with the expressions in it replaced; raises KeyError for what the context does not hold."""
    return re.sub(r"\$\{\{(.*?)\}\}", lambda found: _written(evaluated(found[1], context)), text)


def evaluated(expression: str, context: Mapping[str, Any]) -> Any:
    """Its value; properties are looked up by their whole path, ``github.event.number``."""
    inner = expression.strip().removeprefix("${{").removesuffix("}}")
    python = " ".join(_python(token) for token in _TOKEN.findall(inner))
    functions = {
        "contains": lambda found, wanted: wanted in found,
        "fromJSON": json.loads,
        "always": lambda: True,
        "cancelled": lambda: False,
    }
    return eval(python, {"__builtins__": {}, **functions, "of": lambda path: context[path]})


def _python(token: str) -> str:
    words = {"&&": "and", "||": "or", "!": "not"}
    if token in words or not re.match(r"[A-Za-z_]", token) or token in ("contains", "fromJSON", "always", "cancelled"):
        return words.get(token, token)
    return f"of({token!r})"


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)
