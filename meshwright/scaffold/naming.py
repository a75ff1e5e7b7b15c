"""Names that a definition may use, as near as possible to those of a file."""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from pydantic import TypeAdapter, ValidationError

from meshwright.language.columns import UNNAMED
from meshwright.language.definition import refusal
from meshwright.language.vocabulary import COLUMN_LENGTH, PRODUCT_LENGTH, DomainName, ProductName
from meshwright.rules.word_reserved import KEYWORDS

_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_OTHER = re.compile(r"[^a-z0-9]+")
_LETTERS = str.maketrans({"ß": "ss", "æ": "ae", "ø": "o", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th"})


def column_names(headers: Iterable[str]) -> list[str]:
    """A valid column name for each header, all distinct: ``First Name`` becomes ``first_name``."""
    found: list[str] = []
    taken = {UNNAMED}
    for position, header in enumerate(headers, start=1):
        name = plain(header) or f"column_{position}"
        free, number = name, 1
        while free in taken:
            number += 1
            free = f"{name[: COLUMN_LENGTH - 6]}_{number}"
        taken.add(free)
        found.append(free)
    return found


def plain(text: str) -> str:
    """The text as lower-case letters, digits and single underscores; ``""`` where nothing is left of it."""
    spread = _HUMP.sub("_", text) if not text.isupper() else text
    ascii = unicodedata.normalize("NFKD", spread.lower().translate(_LETTERS)).encode("ascii", "ignore").decode()
    name = _OTHER.sub("_", ascii).strip("_")
    if name[:1].isdigit():
        name = f"column_{name}"
    return name[:COLUMN_LENGTH].rstrip("_")


def domain_problem(name: str) -> str | None:
    """Why a domain can't be called so."""
    return _problem(TypeAdapter(DomainName), name)


def product_problem(name: str) -> str | None:
    """Why a product, a table and a landing can't be called so."""
    return _problem(TypeAdapter(ProductName), name)


def _problem(words: TypeAdapter[str], name: str) -> str | None:
    try:
        words.validate_python(name)
    except ValidationError as error:
        return refusal(error)
    return None


def numbered(name: str) -> Iterator[str]:
    """The name with a number behind it, for where it is taken: as long as a landing's may be."""
    yield from (f"{name[: PRODUCT_LENGTH - 4]}_{number}" for number in range(2, 1_000))


def in_sql(name: str) -> str:
    """A column's name as SQL takes it."""
    return f"`{name}`" if name in KEYWORDS else name
