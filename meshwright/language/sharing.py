"""Shares and subscriptions: the two halves of a grant."""

from collections.abc import Sequence

from pydantic import Field

from .definition import Definition, given
from .vocabulary import ColumnName, Condition, Day, DomainName, QualifiedProduct, TableName, Words


class Share(Definition):
    """What a producer offers to one domain: a product's tables, without its sensitive columns unless named."""

    to: DomainName
    purpose: Words
    tables: tuple[TableName, ...] | None = Field(default=None, min_length=1)
    """The tables offered; all where left out."""
    columns: tuple[ColumnName, ...] | None = Field(default=None, min_length=1)
    """The only columns offered; needs exactly one table."""
    without: tuple[ColumnName, ...] = ()
    """Columns held back; needs exactly one table."""
    including: tuple[ColumnName, ...] = ()
    """Sensitive columns that are offered as well."""
    rows: Condition | None = None
    """A condition on non-sensitive columns: only rows that meet it are offered; needs exactly one table."""
    until: Day | None = None
    """The last day on which the offer stands."""

    def __init__(
        self,
        to: str,
        *,
        purpose: str,
        tables: Sequence[str] | None = None,
        columns: Sequence[str] | None = None,
        without: Sequence[str] = (),
        including: Sequence[str] = (),
        rows: str | None = None,
        until: str | None = None,
    ) -> None:
        super().__init__(
            **given(
                to=to,
                purpose=purpose,
                tables=tables,
                columns=columns,
                without=without,
                including=including,
                rows=rows,
                until=until,
            )
        )


class Subscription(Definition):
    """What a consumer asks for: one major version of a product, or less of it than its share offers."""

    product: QualifiedProduct
    major: int = Field(ge=0, le=999)
    purpose: Words
    tables: tuple[TableName, ...] | None = Field(default=None, min_length=1)
    """The tables asked for; all where left out."""
    columns: tuple[ColumnName, ...] | None = Field(default=None, min_length=1)
    """The only columns asked for; needs exactly one table."""
    without: tuple[ColumnName, ...] = ()
    """Columns that are not wanted; needs exactly one table."""
    rows: Condition | None = None
    """A condition on columns that the share offers: only rows that meet it are asked for; needs exactly one table."""
    until: Day | None = None
    """The last day on which it is needed."""

    def __init__(
        self,
        product: str,
        *,
        major: int,
        purpose: str,
        tables: Sequence[str] | None = None,
        columns: Sequence[str] | None = None,
        without: Sequence[str] = (),
        rows: str | None = None,
        until: str | None = None,
    ) -> None:
        super().__init__(
            **given(
                product=product,
                major=major,
                purpose=purpose,
                tables=tables,
                columns=columns,
                without=without,
                rows=rows,
                until=until,
            )
        )
