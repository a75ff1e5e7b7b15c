"""How an extension gets into moto: its methods join moto's own response class.

An extension is a subclass of the response class, so that it sees everything that moto's own operations see. Its public
methods are copied onto the parent, where moto looks operations up by name.
"""

import inspect
import json
from collections.abc import Callable, Collection
from typing import Any

from moto.core.exceptions import JsonRESTError
from moto.core.responses import BaseResponse


class Refused(JsonRESTError):
    """What AWS answers to a bad request, as code and message."""

    code = 400

    def __init__(self, code: str, message: str) -> None:
        super().__init__(code, message)


def extend(extension: type[BaseResponse], *, replaces: Collection[str] = ()) -> list[str]:
    """Copy an extension's operations onto the class that it extends; their names.

    Raises:
        RuntimeError: moto has an operation that the extension means to add, or lacks one that it means to replace:
            moto has changed, and so must the extension.
    """
    target = extension.__bases__[0]
    operations = {
        name: method
        for name, method in vars(extension).items()
        if inspect.isfunction(method) and not name.startswith("_")
    }
    added = set(operations) - set(replaces)
    if present := sorted(name for name in added if hasattr(target, name)):
        raise RuntimeError(f"moto has {', '.join(present)} by now; compare with {extension.__module__}")
    if absent := sorted(name for name in replaces if not hasattr(target, name)):
        raise RuntimeError(f"moto has no {', '.join(absent)} any more; compare with {extension.__module__}")
    for name, method in operations.items():
        setattr(target, name, method)
    return sorted(operations)


def patch(owner: object, name: str, new: Callable[..., Any]) -> Any:
    """Put another function in the place of one of moto's, which is the answer.

    Raises:
        RuntimeError: moto has none of that name any more.
    """
    if not hasattr(owner, name):
        raise RuntimeError(f"moto has no {name} any more; compare with {new.__module__}")
    old = getattr(owner, name)
    setattr(owner, name, new)
    return old


def body(response: BaseResponse) -> dict[str, Any]:
    """The JSON body of a request."""
    loaded = json.loads(response.body or "{}")
    return loaded if isinstance(loaded, dict) else {}


def page(items: list[Any], asked: dict[str, Any], *, most: int) -> tuple[list[Any], dict[str, str]]:
    """One page of a listing, and the token of the next."""
    start = int(asked.get("NextToken") or 0)
    end = start + min(int(asked.get("MaxResults") or most), most)
    return items[start:end], {"NextToken": str(end)} if end < len(items) else {}
