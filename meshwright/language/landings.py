"""Landings: raw files that a domain receives, before anything is promised about them."""

from collections.abc import Sequence

from pydantic import Field

from .columns import Column, NamedColumn
from .definition import Definition, given
from .vocabulary import Format, LandingName, Words


class Landing(Definition):
    """A folder of raw files of one format and one shape, read in SQL as ``landing.<name>``."""

    name: LandingName
    format: Format
    columns: tuple[NamedColumn, ...] = Field(min_length=1)
    """A column's number is its position in the file, from 1; csv files carry a header line that names them."""
    null: str | None = None
    """How a csv file writes "no value", beside the empty text."""
    sample: Words | None = None
    """A file that the sandbox delivers: a path beside the definition, or ``<installed package>:<path>``."""
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
