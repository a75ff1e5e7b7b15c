"""Landings: raw files that a domain receives, before anything is promised about them."""

from collections.abc import Sequence
from typing import Annotated

from pydantic import AfterValidator, Field

from .columns import Column, NamedColumn
from .definition import Definition, given
from .quoting import quoted
from .vocabulary import Format, LandingName, Words


def plain_path(value: str) -> str:
    """The path of a sample, ``ValueError`` where it could leave its folder."""
    package, colon, inside = value.partition(":")
    path = inside if colon else value
    installed = package.isidentifier() and package.isascii()
    if (
        (colon and not installed)
        or not path.isprintable()
        or any(c in path for c in ":\\")
        or any(part in ("", ".", "..") for part in path.split("/"))
    ):
        raise ValueError(
            f"sample {quoted(value)} is not a plain path; "
            'write one beside the definition, such as "samples/orders.csv", or "<installed package>:<path>"'
        )
    return value


Sample = Annotated[Words, AfterValidator(plain_path)]
"""A path beside the definition, or ``<installed package>:<path>``; never out of its folder."""


class Landing(Definition):
    """A folder of raw files of one format and one shape, read in SQL as ``landing.<name>``."""

    name: LandingName
    format: Format
    columns: tuple[NamedColumn, ...] = Field(min_length=1)
    """A column's number is its position in the file, from 1; csv files carry a header line that names them."""
    null: str | None = None
    """How a csv file writes "no value", beside the empty text."""
    sample: Sample | None = None
    """A file that the sandbox delivers."""
    description: Words | None = None


def landing(
    name: str,
    *,
    format: Format,
    columns: Sequence[Column],
    null: str | None = None,
    sample: str | None = None,
    description: str | None = None,
) -> Landing:
    """A folder of raw files of one format and one shape, read in SQL as ``landing.<name>``."""
    return Landing(
        **given(name=name, format=format, columns=columns, null=null, sample=sample, description=description)
    )
