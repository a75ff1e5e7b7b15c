"""Options that several commands take."""

from enum import StrEnum
from typing import Annotated

import typer


class TableFormat(StrEnum):
    """How rows are printed."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


Today = Annotated[str | None, typer.Option(metavar="DATE", help="Judge expiries as of this day (year-month-day).")]
