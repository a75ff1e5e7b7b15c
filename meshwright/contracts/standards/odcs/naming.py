"""Names of anybody's contract as names of the language."""

import re
import unicodedata

from meshwright.contracts.standards.located import Located

_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_OTHER = re.compile(r"[^a-z0-9]+")


def slug(text: str, joined: str = "_") -> str:
    """Lower case, words joined: ``OrderID`` and ``Order id`` both give ``order_id``. Empty where nothing is left."""
    plain = unicodedata.normalize("NFKD", _HUMP.sub("_", text)).encode("ascii", "ignore").decode()
    return joined.join(part for part in _OTHER.sub("_", plain.lower()).split("_") if part).lstrip("0123456789_")


class Names:
    """The names of things beside each other, each once."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._taken: dict[str, Located] = {}

    def of(self, thing: Located, key: str) -> str:
        """The name at a key, refused where it is none, or another's."""
        given = thing.need(key)
        name = slug(given.text())
        if not name:
            given.refuse(f'"{given.text()}" gives no name for a {self._what}', "write one of letters and digits")
        if name in self._taken:
            first = self._taken[name]
            given.refuse(f'"{given.text()}" is the {self._what} {name} of line {first.line} again', "rename one")
        self._taken[name] = given
        return name
