"""Calls constructors of the language with what a contract says."""

from collections.abc import Callable
from typing import TypeVar

from pydantic import ValidationError

from meshwright.contracts.standards.located import Located

T = TypeVar("T")


def made(at: Located, make: Callable[[], T]) -> T:
    """What a constructor of the language makes; its refusal is told at a place of the document."""
    try:
        return make()
    except ValidationError as error:
        problem = error.errors()[0]
        field_name = ".".join(map(str, problem["loc"]))
        message, _, cure = problem["msg"].removeprefix("Value error, ").partition("; ")
        at.refuse(f"{field_name}: {message}", cure or "write what a definition can hold")
    except ValueError as error:
        message, _, cure = str(error).partition("; ")
        at.refuse(message, cure or "write what a definition can hold")
