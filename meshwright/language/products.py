"""Products and their tables."""

import re
from collections.abc import Sequence
from typing import Annotated

from pydantic import AfterValidator, Field

from .adopting import ExistingDatabase
from .columns import Column, NamedColumn
from .definition import Definition, given
from .promises import Expectation, ServiceObjective
from .quoting import quoted
from .schedules import Schedule
from .sharing import Share
from .vocabulary import Classification, Day, ProductName, Semver, TableName, Visibility, Words

_PARTITION = re.compile(
    r"(?:(?P<unit>year|month|day|hour)\((?P<time>[a-z0-9_]+)\)"
    r"|(?P<sized>bucket|truncate)\((?P<size>[1-9][0-9]{0,5}), ?(?P<hashed>[a-z0-9_]+)\)"
    r"|(?P<plain>[a-z0-9_]+))\Z"
)
_FILE = re.compile(r"[a-z0-9][a-z0-9_]*\.sql\Z")


def _partition(value: str) -> str:
    if not _PARTITION.match(value):
        raise ValueError(
            f"partition {quoted(value)} is not known; write a column, or year(c), month(c), day(c), hour(c), "
            "bucket(n, c) or truncate(n, c)"
        )
    return value


def _transform(value: str) -> str:
    if not _FILE.match(value):
        raise ValueError(f'transform {quoted(value)} is not a file in transforms/; write a name such as "orders.sql"')
    return value


class Partition(Definition):
    """A parsed ``partition_by`` entry."""

    source: str
    """The column."""
    transform: str
    """As Iceberg writes it: ``identity``, ``month``, ``bucket[16]`` …"""

    @property
    def name(self) -> str:
        """The partition field's name, as Spark would call it."""
        word = self.transform.partition("[")[0]
        return self.source if word == "identity" else f"{self.source}_{'trunc' if word == 'truncate' else word}"


class Table(Definition):
    """An Iceberg table, filled by one SQL transform."""

    name: TableName
    columns: tuple[NamedColumn, ...] = Field(min_length=1)
    transform: Annotated[str, AfterValidator(_transform)]
    """A file in the domain's ``transforms/``; ``<table>.sql`` where left out."""
    partition_by: tuple[Annotated[str, AfterValidator(_partition)], ...] = ()
    expects: tuple[Expectation, ...] = ()
    reserved: tuple[int, ...] = ()
    """Numbers of columns that are gone, never used again."""
    description: Words | None = None
    retire: Words | None = None
    """Why what it holds may be deleted once it is removed. Where left out, its data outlives it."""

    def __init__(
        self,
        name: str,
        *,
        columns: Sequence[Column],
        transform: str | None = None,
        partition_by: Sequence[str] = (),
        expects: Sequence[Expectation] = (),
        reserved: Sequence[int] = (),
        description: str | None = None,
        retire: str | None = None,
    ) -> None:
        super().__init__(
            **given(
                name=name,
                columns=columns,
                transform=f"{name}.sql" if transform is None else transform,
                partition_by=partition_by,
                expects=expects,
                reserved=reserved,
                description=description,
                retire=retire,
            )
        )

    def column(self, name: str) -> Column | None:
        """The top-level column of that name."""
        return next((c for c in self.columns if c.name == name), None)

    @property
    def key(self) -> tuple[str, ...]:
        """Names of the columns that identify a row."""
        return tuple(c.name for c in self.columns if c.key)

    @property
    def partitions(self) -> tuple[Partition, ...]:
        """``partition_by``, parsed."""
        parsed = []
        for written in self.partition_by:
            found = _PARTITION.match(written)
            assert found is not None  # validated above
            if found["plain"]:
                parsed.append(Partition(source=found["plain"], transform="identity"))
            elif found["unit"]:
                parsed.append(Partition(source=found["time"], transform=found["unit"]))
            else:
                parsed.append(Partition(source=found["hashed"], transform=f"{found['sized']}[{found['size']}]"))
        return tuple(parsed)


class Product(Definition):
    """One thing a domain publishes and stands behind: versioned, with a contract."""

    name: ProductName
    version: Semver
    purpose: Words | None = None
    classification: Classification
    tables: tuple[Table, ...] = Field(min_length=1)
    objectives: tuple[ServiceObjective, ...] = ()
    schedule: Schedule | None = None
    """None: it runs only when asked to."""
    shares: tuple[Share, ...] = ()
    visibility: Visibility
    sunset: Day | None = None
    """The last day of this major, for a product that a newer major replaces."""
    successor: int | None = Field(default=None, ge=1, le=999)
    """The major that replaces it."""
    urgent: Words | None = None
    """Why access shrinks within a major, as where a column turns out to be sensitive: the old reading must not stay."""
    retire: Words | None = None
    """Why what it holds may be deleted once it is removed. Where left out, its data outlives it."""
    adopts: ExistingDatabase | None = None
    """The database that it is read from, where that was there before the mesh. Others fill its tables, in whatever
    format they are; the mesh describes them and says who may read them."""

    def __init__(
        self,
        name: str,
        *,
        version: str,
        tables: Sequence[Table],
        purpose: str | None = None,
        classification: Classification = "confidential",
        objectives: Sequence[ServiceObjective] = (),
        schedule: Schedule | None = None,
        shares: Sequence[Share] = (),
        visibility: Visibility = "shared",
        sunset: str | None = None,
        successor: int | None = None,
        urgent: str | None = None,
        retire: str | None = None,
        adopts: str | None = None,
    ) -> None:
        super().__init__(
            **given(
                name=name,
                version=version,
                tables=tables,
                purpose=purpose,
                classification=classification,
                objectives=objectives,
                schedule=schedule,
                shares=shares,
                visibility=visibility,
                sunset=sunset,
                successor=successor,
                urgent=urgent,
                retire=retire,
                adopts=adopts,
            )
        )

    @property
    def major(self) -> int:
        """The first number of the version."""
        return int(self.version.partition(".")[0])

    @property
    def filled(self) -> bool:
        """Whether the mesh fills its tables; others do where it adopts a database."""
        return self.adopts is None

    def table(self, name: str) -> Table | None:
        """The table of that name."""
        return next((t for t in self.tables if t.name == name), None)
