"""What libraries and services raise, as one sentence of ours."""

from collections.abc import Iterator
from contextlib import contextmanager

import duckdb
import pyarrow as pa
from botocore.exceptions import BotoCoreError, ClientError
from pyiceberg import exceptions as iceberg

from ..errors import RunError

FOREIGN: tuple[type[Exception], ...] = (
    duckdb.Error,
    pa.ArrowException,
    BotoCoreError,
    ClientError,
    OSError,
    *(e for e in vars(iceberg).values() if isinstance(e, type) and issubclass(e, Exception)),
)


@contextmanager
def explained(what: str) -> Iterator[None]:
    """Turn a foreign exception into a ``RunError`` that begins with what was being done."""
    try:
        yield
    except FOREIGN as problem:
        raise RunError(f"{what}: {sentence(problem)}") from problem


def sentence(problem: Exception) -> str:
    """The first line of an exception's message: lower case, no full stop."""
    lines = [line for line in str(problem).strip().splitlines() if line.strip()]
    text = lines[0].strip().removesuffix(".") if lines else type(problem).__name__
    for kind in ("Conversion Error: ", "Invalid Input Error: ", "Binder Error: ", "Catalog Error: ", "Parser Error: "):
        text = text.removeprefix(kind)
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]  # a word in capitals stays one
