"""The root of every definition: immutable, exact about its fields, and aware of where it was written."""

from typing import Any

from pydantic import BaseModel, ConfigDict, PrivateAttr, ValidationError

from .place import Place, current_place


class Definition(BaseModel):
    """Something a team or the governance writes. Two definitions that say the same are equal, wherever they stand."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", strict=True, allow_inf_nan=False, use_attribute_docstrings=True
    )

    _place: Place = PrivateAttr(default_factory=current_place)

    @property
    def place(self) -> Place:
        """Where this was written."""
        return self._place

    def __eq__(self, other: Any) -> bool:
        return type(self) is type(other) and self.__dict__ == other.__dict__

    def __hash__(self) -> int:
        return hash((type(self), *self.__dict__.values()))


def given(**values: Any) -> dict[str, Any]:
    """The arguments with lists made tuples, as the frozen models hold them."""
    return {name: tuple(v) if isinstance(v, list) else v for name, v in values.items()}


def refusal(error: ValidationError) -> str:
    """The first thing that a definition says against what it was given; in pydantic's words where it has none."""
    first = error.errors()[0]
    return str(first.get("ctx", {}).get("error", first["msg"]))
