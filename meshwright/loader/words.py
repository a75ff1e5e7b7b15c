"""The constructors of the language, and what each may be given."""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from meshwright.language import CONSTRUCTORS, Column, Definition, Expect, Objective
from meshwright.language.columns import ColumnOptions

FAMILIES = {c.__name__: c for c in (Expect, Objective)}
"""Words that are not called themselves: each of their alternatives is."""


@dataclass(frozen=True)
class Word:
    """A constructor as a definition writes it."""

    name: str
    """``Product``, ``text``, ``Expect.complete``."""
    noun: str
    """What it makes, in messages: product, column, expectation."""
    build: Callable[..., Any]
    positional: tuple[str, ...]
    """Parameters that may be given by position, in order."""
    names: tuple[str, ...]
    """All parameters that may be given by name."""
    required: tuple[str, ...]
    defaults: Mapping[str, Any]
    """What a parameter is where it is left out, by name."""
    variadic: str | None
    """The parameter that takes any number of values by position."""


@cache
def word(name: str) -> Word:
    """The constructor of that name, ``KeyError`` where there is none."""
    family, dot, alternative = name.partition(".")
    build = alternatives(family)[alternative] if dot else CONSTRUCTORS[name]
    return _word(name, _noun(name), build)


@cache
def alternatives(family: str) -> Mapping[str, Callable[..., Any]]:
    """The alternatives of ``Expect`` or ``Objective``, by name."""
    kind = FAMILIES[family]
    return {
        name: getattr(kind, name)
        for name, value in vars(kind).items()
        if isinstance(value, staticmethod) and not name.startswith("_")
    }


def _word(name: str, noun: str, build: Callable[..., Any]) -> Word:
    # a model's own signature is pydantic's; what a definition writes is its constructor's
    target = build.__init__ if isinstance(build, type) and issubclass(build, Definition) else build
    parameters = [p for p in inspect.signature(target).parameters.values() if p.name != "self"]
    positional = tuple(p.name for p in parameters if p.kind is p.POSITIONAL_OR_KEYWORD)
    names = [p.name for p in parameters if p.kind in (p.POSITIONAL_OR_KEYWORD, p.KEYWORD_ONLY)]
    if any(p.kind is p.VAR_KEYWORD for p in parameters):
        names += ColumnOptions.__annotations__
    required = tuple(p.name for p in parameters if p.default is p.empty and p.name in names)
    defaults = {p.name: p.default for p in parameters if p.default is not p.empty}
    variadic = next((p.name for p in parameters if p.kind is p.VAR_POSITIONAL), None)
    return Word(name, noun, build, positional, tuple(names), required, defaults, variadic)


def _noun(name: str) -> str:
    family = name.partition(".")[0]
    if family == "Expect":
        return "expectation"
    if name in ("daily", "hourly", "cron", "on_publish"):
        return "schedule"
    if inspect.signature(CONSTRUCTORS[family]).return_annotation in (Column, "Column"):
        return "column"
    return family.lower()
