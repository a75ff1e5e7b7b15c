"""The table that changes are graded by. docs/versions.md shows it."""

from dataclasses import dataclass
from enum import IntEnum


class Row(IntEnum):
    """The rows, by what changed."""

    COLUMN_ADDED = 1
    REQUIRED_ADDED = 2
    REQUIRED_ADDED_WITH_DEFAULT = 3
    COLUMN_DROPPED = 4
    COLUMN_RENAMED = 5
    REORDERED = 6
    TYPE_WIDENED = 7
    DATE_TO_TIMESTAMP = 8
    TYPE_CHANGED = 9
    MADE_OPTIONAL = 10
    MADE_REQUIRED = 11
    PARTITIONING = 12
    IDENTIFYING_COLUMN = 13
    ROW_KEY = 14
    ALLOWED_VALUES = 15
    PROMISE_CHANGED = 16
    SENSITIVITY = 17
    MOVED = 18
    REMOVED = 19
    NUMBER_REUSED = 20
    DESCRIBED = 21
    TABLE_ADDED = 22
    RENAMED = 23
    UNIT = 24
    TRANSFORM = 25
    SCHEDULE = 26
    DEPRECATED = 27
    PROMISE_ADDED = 28
    VALUES_LIMITED = 29
    DEFAULT = 30
    ADOPTED = 31


@dataclass(frozen=True)
class Entry:
    """A row of the table, in words."""

    change: str
    in_place: str
    """Whether Iceberg, format version 2, can do it to a table that holds data."""
    queries: str
    """Whether queries written before still work."""
    rows: str
    """Whether what is written now still reads rows written before."""
    grade: str
    todo: str = ""


TABLE: dict[Row, Entry] = {
    Row.COLUMN_ADDED: Entry(
        "an optional column is added, also inside a struct or a list", "yes", "yes", "yes", "MINOR",
        "its number is the highest ever used + 1",
    ),
    Row.REQUIRED_ADDED: Entry(
        "a required column without a default is added", "no", "", "no", "ILLEGAL", "make it optional, or a new major",
    ),
    Row.REQUIRED_ADDED_WITH_DEFAULT: Entry(
        "a required column with a default is added", "version 3 only", "yes", "yes", "ILLEGAL",
        "make it optional, or a new major",
    ),
    Row.COLUMN_DROPPED: Entry(
        "a column is dropped", "yes", "no", "yes", "MAJOR",
        "a published version must have called it `deprecated`; its number goes into `reserved`",
    ),
    Row.COLUMN_RENAMED: Entry("a column is renamed: same number, other name", "yes", "no", "yes", "MAJOR"),
    Row.REORDERED: Entry("columns change their order", "yes", "except `SELECT *`", "yes", "PATCH"),
    Row.TYPE_WIDENED: Entry(
        "integer becomes long, or a decimal gets more digits and keeps its scale", "yes",
        "in SQL yes, typed readers no", "yes", "MINOR",
    ),
    Row.DATE_TO_TIMESTAMP: Entry("date becomes timestamp", "version 3 only", "no", "yes", "ILLEGAL", "a new major"),
    Row.TYPE_CHANGED: Entry(
        "any other type, narrower, another scale, nested or not, or anything about a map's key", "no", "", "",
        "ILLEGAL", "a new major",
    ),
    Row.MADE_OPTIONAL: Entry("required becomes optional", "yes", "no: empty values appear", "yes", "MAJOR"),
    Row.MADE_REQUIRED: Entry(
        "optional becomes required", "no", "yes", "no", "ILLEGAL", "promise `Expect.complete` instead",
    ),
    Row.PARTITIONING: Entry(
        "the partitioning changes", "yes, except to none", "yes", "yes", "MINOR; taken away: ILLEGAL",
        "`partition_by=[\"bucket(1, key)\"]` comes to none",
    ),
    Row.IDENTIFYING_COLUMN: Entry(
        "a column that partitions or identifies rows is dropped or gets another type", "unsafe", "", "", "ILLEGAL",
        "a new major",
    ),
    Row.ROW_KEY: Entry("which columns identify a row", "metadata only", "their meaning changes", "", "MAJOR"),
    Row.ALLOWED_VALUES: Entry(
        "one of the allowed values is added or removed", "", "readers may meet an unknown value", "",
        "MAJOR; removed: MINOR",
    ),
    Row.PROMISE_CHANGED: Entry(
        "an expectation or objective is loosened, removed or tightened", "", "the promise is weaker", "",
        "MAJOR; tightened: MINOR",
    ),
    Row.SENSITIVITY: Entry(
        "the classification is raised, a treatment is added or strengthened; or the reverse", "", "access shrinks",
        "",
        "MAJOR, or MINOR with `urgent=` and governance's approval; classification lowered: MINOR, treatment weakened "
        "or removed: MAJOR, both with governance's approval",
        "`urgent=\"reason\"` where the old reading must not stay open",
    ),
    Row.MOVED: Entry(
        "an environment gets another account, region or endpoint", "", "", "", "MAJOR, and its data is at risk",
        "a new environment beside the old one",
    ),
    Row.REMOVED: Entry(
        "a table or a product is removed", "", "no", "", "MAJOR", "only after its sunset, and without a subscriber",
    ),
    Row.NUMBER_REUSED: Entry(
        "a number is used again for another column", "corrupts", "", "", "ILLEGAL", "`reserved` keeps old numbers",
    ),
    Row.DESCRIBED: Entry("purpose, descriptions, owner, cost center", "", "yes", "yes", "PATCH"),
    Row.TABLE_ADDED: Entry("a table is added", "yes", "yes", "", "MINOR"),
    Row.RENAMED: Entry("a table or a product is renamed", "", "no", "", "MAJOR: removed, and another one added"),
    Row.UNIT: Entry("a unit changes, or is named for the first time", "", "their meaning changes", "",
        "MAJOR; first named: MINOR",
    ),
    Row.TRANSFORM: Entry("the transform changes", "", "their meaning may change", "", "MINOR"),
    Row.SCHEDULE: Entry("the schedule changes", "", "yes", "", "PATCH", "objectives speak for themselves"),
    Row.DEPRECATED: Entry(
        "a column is deprecated, or no longer", "", "yes", "", "MINOR; no longer: PATCH",
        "a whole major: `sunset=` and `successor=`, which ask for no version",
    ),
    Row.PROMISE_ADDED: Entry("an expectation or objective is added", "", "the promise is stronger", "", "MINOR"),
    Row.VALUES_LIMITED: Entry(
        "allowed values are introduced, or lifted", "", "the promise is stronger, or weaker", "",
        "MINOR; lifted: MAJOR",
    ),
    Row.DEFAULT: Entry("the default of an optional column is set or changes", "yes", "yes", "yes", "MINOR"),
    Row.ADOPTED: Entry(
        "`adopts=` names another database, or is written or taken away", "no", "no", "no",
        "MAJOR, and its data is at risk", "a new major with it, beside the one that readers know",
    ),
}  # fmt: skip
"""Companion of the Iceberg table specification, "Schema Evolution", format version 2."""


def document() -> str:
    """The table, as Markdown."""
    lines = [
        "| | change | in place | old queries still work | new code reads old rows | grade | what to do |",
        "|---|---|---|---|---|---|---|",
    ]
    for row, entry in TABLE.items():
        cells = (str(int(row)), entry.change, entry.in_place, entry.queries, entry.rows, entry.grade, entry.todo)
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"
