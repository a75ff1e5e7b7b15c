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

Where = Annotated[str | None, typer.Option("--env", metavar="NAME", help="The environment; the sandbox if omitted.")]
Yes = Annotated[bool, typer.Option("--yes", help="Agree to what is printed.")]
