"""What Spark and the services raise, as one sentence of ours."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from .errors import RunError
from .spark_cells import SAID

_OURS = re.compile(rf"{re.escape(SAID)}([^\n\r]*)")
_JAVA = re.compile(r"(?:[a-z]\w*\.)+\w*(?:Exception|Error): ")
_NOT_NULL = re.compile(r"non-nullable field:?\s*(?:- )?([\w.]+)|NOT_NULL_ASSERT_VIOLATION.*?`?(\w+)`?", re.DOTALL)
_CLASS = re.compile(r"\[[A-Z_.]+\] ")


def foreign() -> tuple[type[Exception], ...]:
    """What the libraries of a job raise."""
    from botocore.exceptions import BotoCoreError, ClientError
    from py4j.protocol import Py4JError  # type: ignore[import-not-found, unused-ignore]
    from pyspark.errors import PySparkException  # type: ignore[import-not-found, unused-ignore]

    return (BotoCoreError, ClientError, Py4JError, PySparkException)


@contextmanager
def explained(what: str, *, sensitive: bool = False) -> Iterator[None]:
    """Turn a foreign exception into a ``RunError`` that begins with what was being done.

    ``sensitive``: values may stand in Spark's words, and are left out.
    """
    try:
        yield
    except foreign() as problem:
        raise RunError(_told(what, str(problem), sensitive)) from None


def _told(what: str, text: str, sensitive: bool) -> str:
    if found := _OURS.search(text):
        return found[1].strip()
    if "MALFORMED_RECORD" in text:
        return f"{what}: a line has more or fewer values than its file's header names"
    if "non-nullable" in text or "NOT_NULL_ASSERT" in text:
        column = _NOT_NULL.search(text)
        name = next((g for g in column.groups() if g), "") if column else ""
        return (
            f"{what}: column {name} is required but has no value; fill it in the transform or declare it optional=True"
        )
    said = sentence(text)
    return f"{what}: {re.sub(_QUOTED, '…', said)}" if sensitive else f"{what}: {said}"


_QUOTED = r"'[^']*'|\"[^\"]*\"|\[[^\]]*\]"


def sentence(text: str) -> str:
    """The telling line of a message: lower case, no full stop, without Java's class names."""
    lines = [line.strip() for line in text.strip().splitlines() if line.strip()]
    telling = next((line for line in lines if "Exception: " in line or "Error: " in line), lines[0] if lines else "")
    plain = _CLASS.sub("", _JAVA.split(telling)[-1]).removesuffix(".")
    return plain[:1].lower() + plain[1:500]
