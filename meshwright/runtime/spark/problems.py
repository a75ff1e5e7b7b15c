"""What Spark, its tables and AWS raise, as one sentence of ours."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from ..errors import RunError

LONGEST = 400
"""Characters of a sentence; Spark adds its plans to some."""
_CODE = re.compile(r"^\[[A-Z0-9_.]+\] ")
_TASK = re.compile(r"^Job aborted .* most recent failure: .*?executor [^)]*\): (?:[\w.$]+: )?")


@contextmanager
def explained(what: str, *, hide: bool = False) -> Iterator[None]:
    """Turn a foreign exception into a ``RunError`` that begins with what was being done.

    With ``hide``, what stands in quotes is left out: it may be a sensitive value.
    """
    kinds = foreign()
    try:
        yield
    except kinds as problem:
        said = sentence(problem)
        raise RunError(f"{what}: {hidden(said) if hide else said}") from None


def foreign() -> tuple[type[Exception], ...]:
    """What the libraries raise."""
    from botocore.exceptions import BotoCoreError, ClientError
    from py4j.protocol import Py4JError  # type: ignore[import-not-found, import-untyped, unused-ignore]
    from pyspark.errors import PySparkException  # type: ignore[import-not-found, unused-ignore]

    return (PySparkException, Py4JError, BotoCoreError, ClientError, OSError)


def sentence(problem: BaseException) -> str:
    """The root cause in a line: lower case, no full stop."""
    lines = [line.strip() for line in _root(problem).splitlines() if line.strip()]
    if not lines:
        return type(problem).__name__
    python = any(line.startswith("Traceback (most recent call last)") for line in lines)
    line = _TASK.sub("", _CODE.sub("", lines[-1] if python else lines[0])).removesuffix(".")
    listed = "; ".join(x.removeprefix("* ") for x in lines[1:] if x.startswith("* "))  # as Iceberg lists what differs
    said = f"{line.removesuffix(':')}: {listed}" if listed else line
    return said[:1].lower() + said[1:LONGEST]


def hidden(said: str) -> str:
    """The same without what stands in quotes."""
    return re.sub(r"'[^']*'|\"[^\"]*\"", "'…'", said)


def is_missing_table(problem: BaseException) -> bool:
    """Whether Spark says that a table is not there."""
    return "TABLE_OR_VIEW_NOT_FOUND" in str(problem)


def is_missing_value(problem: BaseException) -> bool:
    """Whether Spark found NULL where the table it writes requires a value; the words are those of its AssertNotNull."""
    return "non-nullable field" in str(problem)


def _root(problem: BaseException) -> str:
    found: Any = getattr(problem, "java_exception", None) or getattr(problem, "_origin", None)
    told = str(problem)
    while found is not None:
        told = found.getMessage() or told
        found = found.getCause()
    return told
