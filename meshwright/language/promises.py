"""What a product promises: expectations of its rows, objectives of its service."""

from collections.abc import Sequence
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from .definition import Definition, given
from .quoting import quoted
from .vocabulary import ColumnName, Duration, Words

Ratio = Annotated[float, Field(gt=0, le=1)]
"""A part of the whole, above 0 and at most 1."""
Value = str | int | float | bool


class Complete(Definition):
    """At least this part of the rows has a value in the column."""

    kind: Literal["complete"] = "complete"
    column: ColumnName
    at_least: Ratio


class Unique(Definition):
    """No two rows agree in all these columns."""

    kind: Literal["unique"] = "unique"
    columns: tuple[ColumnName, ...] = Field(min_length=1)


class Between(Definition):
    """Every value that is there lies in the range, both ends included."""

    kind: Literal["between"] = "between"
    column: ColumnName
    low: int | float
    high: int | float

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.low > self.high:
            raise ValueError(f"low {quoted(self.low)} is above high {quoted(self.high)}; swap the two")
        return self


class OneOf(Definition):
    """Every value that is there is one of these."""

    kind: Literal["one_of"] = "one_of"
    column: ColumnName
    values: tuple[Value, ...] = Field(min_length=1, max_length=1000)


class Matches(Definition):
    """Every value that is there matches the regular expression from its beginning to its end."""

    kind: Literal["matches"] = "matches"
    column: ColumnName
    pattern: Words


class Rows(Definition):
    """The table has at least, and perhaps at most, so many rows."""

    kind: Literal["rows"] = "rows"
    at_least: int = Field(ge=0)
    at_most: int | None = Field(default=None, ge=0)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.at_most is not None and self.at_least > self.at_most:
            raise ValueError(f"at_least {quoted(self.at_least)} is above at_most {quoted(self.at_most)}; swap the two")
        return self


Expectation = Annotated[Complete | Unique | Between | OneOf | Matches | Rows, Field(discriminator="kind")]


class Expect:
    """The kinds of expectation. A run that fails one publishes nothing."""

    @staticmethod
    def complete(column: str, *, at_least: float = 1.0) -> Complete:
        """At least this part of the rows has a value in the column."""
        return Complete(column=column, at_least=at_least)

    @staticmethod
    def unique(*columns: str) -> Unique:
        """No two rows agree in all these columns."""
        return Unique(columns=columns)

    @staticmethod
    def between(column: str, low: int | float, high: int | float) -> Between:
        """Every value that is there lies in the range, both ends included."""
        return Between(column=column, low=low, high=high)

    @staticmethod
    def one_of(column: str, values: Sequence[Value]) -> OneOf:
        """Every value that is there is one of these."""
        return OneOf(**given(column=column, values=values))

    @staticmethod
    def matches(column: str, pattern: str) -> Matches:
        """Every value that is there matches the regular expression from its beginning to its end."""
        return Matches(column=column, pattern=pattern)

    @staticmethod
    def rows(*, at_least: int = 1, at_most: int | None = None) -> Rows:
        """The table has at least, and perhaps at most, so many rows."""
        return Rows(at_least=at_least, at_most=at_most)


class Fresh(Definition):
    """The newest successful run is no older than this."""

    kind: Literal["fresh"] = "fresh"
    within: Duration


class Quality(Definition):
    """At least this part of the runs in a rolling month passes every expectation."""

    kind: Literal["quality"] = "quality"
    at_least: Ratio


ServiceObjective = Annotated[Fresh | Quality, Field(discriminator="kind")]


class Objective:
    """The kinds of objective (SLO)."""

    @staticmethod
    def fresh(*, within: str) -> Fresh:
        """The newest successful run is no older than this."""
        return Fresh(within=within)

    @staticmethod
    def quality(*, at_least: float) -> Quality:
        """At least this part of the runs in a rolling month passes every expectation."""
        return Quality(at_least=at_least)
