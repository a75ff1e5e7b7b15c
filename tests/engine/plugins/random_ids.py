"""Plays ``pulumi-resource-random``, as far as the platform uses it: ids of random bytes."""

import base64
import secrets
from typing import Any

from .provider import Provider, added_to
from .serving import serve
from .wire import UNKNOWN

VERSION = "4.21.4"
RANDOM_ID = "random:index/randomId:RandomId"
REPLACES = ("byteLength", "keepers", "prefix")


class Random(Provider):
    """Ids that nobody else has."""

    version = VERSION

    def replaced(self, type_: str, old: dict[str, Any], new: dict[str, Any]) -> tuple[tuple[str, ...], bool]:
        return tuple(name for name in REPLACES if old.get(name) != new.get(name)), False

    def previewed(self, type_: str, new: dict[str, Any]) -> dict[str, Any]:
        return dict.fromkeys(("b64Std", "b64Url", "dec", "hex"), UNKNOWN)

    def created(self, type_: str, urn: str, new: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        assert type_ == RANDOM_ID, f"{type_} is not known to the tests' random provider"
        digits, prefix = secrets.token_bytes(int(new["byteLength"])), new.get("prefix", "")
        url = base64.urlsafe_b64encode(digits).decode().rstrip("=")
        return url, {
            "hex": prefix + digits.hex(),
            "dec": prefix + str(int.from_bytes(digits)),
            "b64Std": prefix + base64.b64encode(digits).decode(),
            "b64Url": prefix + url,
        }

    def found(self, type_: str, known: dict[str, Any]) -> dict[str, Any] | None:
        return known

    def changed(self, type_: str, old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
        return old

    def removed(self, type_: str, known: dict[str, Any]) -> None:
        pass


def main() -> None:
    """Serve until the engine has no more use for it."""
    serve(added_to(Random()))
