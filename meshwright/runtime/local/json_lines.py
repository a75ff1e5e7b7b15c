"""Json lines: one object per line; every value as declared or an error with its line."""

from collections.abc import Sequence
from typing import Any

import pyarrow as pa

from ..errors import RunError
from ..json_values import Wrong, values
from ..plan import PlannedColumn
from .types import arrow_schema


def read_json(body: bytes, columns: Sequence[PlannedColumn], where: str) -> pa.Table:
    """The columns that are to be read, with their Arrow types. What an object leaves out is NULL.

    Raises:
        RunError: a line is no object, or a value not as declared; with file and line.
    """
    wanted = [c for c in columns if c.treatment != "drop"]
    read: list[list[Any]] = [[] for _ in wanted]
    for line, text in enumerate(body.removeprefix(b"\xef\xbb\xbf").split(b"\n"), start=1):
        if not text.strip():
            continue
        try:
            found = values(text, wanted)
        except Wrong as problem:
            raise RunError(f"{where}, line {line}: {problem}") from None
        for value, into in zip(found, read, strict=True):
            into.append(value)
    schema = arrow_schema(wanted)
    return pa.Table.from_arrays([pa.array(v, type=f.type) for v, f in zip(read, schema, strict=True)], schema=schema)
