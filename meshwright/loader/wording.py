"""What pydantic, or a constructor, has against a value: said in the words of a definition."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import Any

from pydantic import ValidationError

from meshwright.language import Definition
from meshwright.language.quoting import quoted

_ENTRIES = {
    "columns": 'text(1, "id")',
    "fields": 'text(1, "id")',
    "tables": 'Table("orders", columns=[…])',
    "expects": 'Expect.complete("id")',
    "objectives": 'Objective.fresh(within="26h")',
    "shares": 'Share("sales", purpose="…")',
    "landings": 'landing("orders", format="csv", columns=[…])',
    "products": 'Product("orders", version="1.0.0", tables=[…])',
    "consumes": 'Subscription("sales.orders", major=1, purpose="…")',
    "waivers": 'Waiver("rule", scope="sales", owner="…", reason="…", until="2027-12-31")',
}
"""What the entries of an argument look like that takes a list of constructors' values."""
_SINGLE = {"element": "text(1)", "keys": "text(1)", "values": "text(1)", "schedule": 'daily("05:00")'}
"""What an argument looks like that takes one constructor's value."""
_LISTS = {
    ("OneOf", "values"): '["new", "paid"]',
    ("Share", "columns"): '["id"]',
    ("Share", "tables"): '["orders"]',
    ("Subscription", "tables"): '["orders"]',
}
"""Lists of another kind than other arguments of their name take."""
_EXAMPLES = {
    "account": '"123456789012"',
    "administrators": '["admin"]',
    "allowed_regions": '["eu-west-1"]',
    "at_least": "0.99",
    "classifications": '["internal"]',
    "format": '"csv"',
    "including": '["email"]',
    "major": "1",
    "name": '"…"',
    "number": "1",
    "owner": '"team@example.org"',
    "partition_by": '["month(ordered_at)"]',
    "precision": "18",
    "product": '"sales.orders"',
    "purpose": '"…"',
    "reason": '"…"',
    "region": '"eu-west-1"',
    "reserved": "[7]",
    "rule": '"…"',
    "scale": "2",
    "scope": '"sales.orders"',
    "to": '"sales"',
    "until": '"2027-12-31"',
    "version": '"1.0.0"',
    "within": '"26h"',
    "without": '["email"]',
}
"""What other arguments look like."""
_ALIASES = {("MapOf", "key"): "keys", ("MapOf", "value"): "values", ("Timed", "cron"): "expression"}
"""Parameters that a model knows under another name."""
_LONGEST_NAME = 100
_ENTRY = "an entry"
_SCALARS = frozenset(("str", "int", "float", "bool"))
_TYPES = {
    "string_type": "a text in quotes",
    "int_type": "a whole number",
    "float_type": "a number",
    "bool_type": "True or False",
    "date_type": 'a date as text, such as "2027-12-31"',
    "dict_type": "a dictionary {…}",
    "finite_number": "a number that is finite",
}
_KINDS = {
    "expectation": ("Complete", "Unique", "Between", "OneOf", "Matches", "Rows"),
    "objective": ("Fresh", "Quality"),
    "schedule": ("Timed", "OnPublish"),
}
_MODEL_ERRORS = frozenset(
    ("model_type", "model_attributes_type", "union_tag_not_found", "union_tag_invalid", "is_instance_of")
)
_BOUNDS = {
    "greater_than_equal": ("below", "at least", "ge"),
    "greater_than": ("not above", "more than", "gt"),
    "less_than_equal": ("above", "at most", "le"),
    "less_than": ("not below", "less than", "lt"),
}


@dataclass(frozen=True)
class Complaint:
    """One thing that is wrong with one argument."""

    field: str
    """The parameter as the definition writes it; empty where it is about the whole call."""
    inside: tuple[int | str, ...]
    """Where in the argument: an index, a key, or nothing."""
    value: object
    message: str
    fix: str


def complaints(error: ValidationError) -> list[Complaint]:
    """A model's complaints, one for each value however many types it was tried as."""
    seen: dict[tuple[str, tuple[int | str, ...]], list[Any]] = {}
    for detail in error.errors(include_url=False):
        field, inside = _located(error.title, detail["loc"])
        seen.setdefault((field, inside), []).append(detail)
    return [
        _complaint(error.title, field, inside, details)
        for (field, inside), details in seen.items()
        # entries that failed by themselves do not count, and would be missed again
        if not (details[0]["type"] == "too_short" and any(f == field and i for f, i in seen))
    ]


def _located(title: str, location: tuple[int | str, ...]) -> tuple[str, tuple[int | str, ...]]:
    if not location:
        return "", ()
    field = str(location[0])
    inside = tuple(part for part in location[1:] if part not in _SCALARS and part != "[key]")
    return _ALIASES.get((title, field), field), inside[:1]


def _complaint(title: str, field: str, inside: tuple[int | str, ...], details: list[Any]) -> Complaint:
    first = details[0]
    value = first["input"]
    message, fix = _said(title, field, inside, details)
    return Complaint(field, inside, value, message, fix)


def _said(title: str, field: str, inside: tuple[int | str, ...], details: list[Any]) -> tuple[str, str]:
    first = details[0]
    kind, value, context = first["type"], first["input"], first.get("ctx", {})
    subject = _subject(field, inside)
    if kind == "value_error":
        return split(str(context["error"]))
    if kind == "literal_error":
        return _unknown(subject, value, context["expected"])
    if kind in _BOUNDS:
        wrong, right, key = _BOUNDS[kind]
        bound = int(context[key]) if context[key] == int(context[key]) else context[key]
        return f"{subject} {quoted(value)} is {wrong} {bound}", f"write {right} {bound}"
    if kind == "too_short":
        return f"{subject} is empty", "write at least one entry"
    if kind == "too_long":
        return f"{subject} has {context['actual_length']} entries", f"write at most {context['max_length']}"
    return f"{subject} is {kind_of(value)}", f"write {_expected(title, field, kind, len(details))}"


def _subject(field: str, inside: tuple[int | str, ...]) -> str:
    if not inside:
        return field
    return _ENTRY if isinstance(inside[0], int) else f"{field}[{quoted(inside[0])}]"


def _expected(title: str, field: str, kind: str, tried: int) -> str:
    if kind == "tuple_type":
        return f"a list, {_LISTS.get((title, field)) or example(field)}"
    if kind in _MODEL_ERRORS:
        return _SINGLE.get(field) or _ENTRIES.get(field, "a value of the language")
    if tried == 2:
        return "a number"
    if tried > 2:
        return "a text, a number, True or False"
    return _TYPES.get(kind, "another value")


def _unknown(subject: str, value: object, expected: str) -> tuple[str, str]:
    options = expected.replace("'", '"')
    if not isinstance(value, str):
        return f"{subject} is {kind_of(value)}", f"write {options}"
    meant = near(value, options.split('"')[1::2])
    shown = quoted(value) if subject == _ENTRY else f"{subject} {quoted(value)}"
    return f"{shown} is not known", f'write "{meant}"' if meant else f"write {options}"


def split(sentence: str) -> tuple[str, str]:
    """A sentence of the language as what is wrong and how to mend it."""
    message, _, fix = sentence.rpartition("; ")
    return (message, fix) if message else (fix, "write it as docs/definitions.md shows")


def kind_of(value: object) -> str:
    """What a value is, in the words of a definition."""
    match value:
        case None:
            return "None"
        case bool():
            return str(value)
        case str():
            return f"the text {quoted(value)}"
        case int() | float():
            return f"the number {quoted(value)}"
        case date():
            return f"the date {value}"
        case list() | tuple():
            return "a list" if value else "an empty list"
        case dict():
            return "a dictionary"
        case Definition():
            noun = noun_of(type(value).__name__)
            return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"
    return "something else"


def noun_of(model: str) -> str:
    """What a model is called: ``product``, ``expectation``."""
    return next((noun for noun, models in _KINDS.items() if model in models), model.lower())


def near(written: str, known: Iterable[str]) -> str | None:
    """The known name that was probably meant."""
    if len(written) > _LONGEST_NAME:
        return None
    folded: Mapping[str, str] = {name.lower(): name for name in known if name.isascii()}
    close = get_close_matches(written.lower(), list(folded), n=1, cutoff=0.6)
    return folded[close[0]] if close else None


def example(name: str) -> str:
    """What may be written for a parameter."""
    if name in _ENTRIES:
        return f"[{_ENTRIES[name]}]"
    return _EXAMPLES.get(name) or _SINGLE.get(name, "…")
