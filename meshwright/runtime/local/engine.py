"""DuckDB, locked down, with the platform's functions."""

import os

import duckdb

from ..treatments import MASK, PREFIX, SHOWN, STEP, YEARS

MEMORY = "4GB"
"""What DuckDB itself may use; the files and the result beside it are Arrow's."""
_BLOCK = 64
"""Bytes of SHA-256's block."""

_PSEUDONYMISE = """
CREATE TEMP MACRO pseudonymise(x) AS CASE
  WHEN x IS NULL THEN NULL
  WHEN typeof(x) IN ('VARCHAR', 'TINYINT', 'SMALLINT', 'INTEGER', 'BIGINT', 'HUGEINT', 'DATE') THEN
    sha256(getvariable('mesh_outer') || unhex(sha256(getvariable('mesh_inner') || encode(CAST(x AS VARCHAR)))))
  ELSE error('pseudonymise takes text, whole numbers and dates, not ' || lower(typeof(x))) END
"""
_MASK_LAST = f"""
CREATE TEMP MACRO mask_last(x, shown := {SHOWN}) AS CASE
  WHEN length(x) <= shown OR shown <= 0 THEN repeat('{MASK}', length(x))
  ELSE repeat('{MASK}', length(x) - shown) || right(x, shown) END
"""
_DOWN = "CAST({whole} - ({whole} % {step} + {step}) % {step} AS VARCHAR)"
_WHOLE = """(CAST(regexp_extract(CAST(x AS VARCHAR), '^-?[0-9]+') AS HUGEINT)
  - CASE WHEN regexp_matches(CAST(x AS VARCHAR), '^-.*[.][0-9]*[1-9]') THEN 1 ELSE 0 END)"""
_GENERALISE = f"""
CREATE TEMP MACRO generalise(x, width := NULL) AS CASE
  WHEN width < 1 THEN error('generalise takes a width of at least 1, not ' || width)
  ELSE cast_to_type(CASE
    WHEN x IS NULL THEN NULL
    WHEN typeof(x) = 'VARCHAR' THEN left(CAST(x AS VARCHAR), coalesce(width, {PREFIX}))
    WHEN typeof(x) = 'DATE' OR typeof(x) LIKE 'TIMESTAMP%' THEN
      format('{{:04d}}-01-01', greatest(1, CAST(left(CAST(x AS VARCHAR), 4) AS INTEGER)
        - CAST(left(CAST(x AS VARCHAR), 4) AS INTEGER) % coalesce(width, {YEARS})))
    WHEN typeof(x) = 'DOUBLE' OR typeof(x) = 'FLOAT' THEN
      CAST(floor(CAST(CAST(x AS VARCHAR) AS DOUBLE) / coalesce(width, {STEP})) * coalesce(width, {STEP}) + 0.0
        AS VARCHAR)
    WHEN typeof(x) LIKE '%INT' OR typeof(x) = 'INTEGER' OR typeof(x) LIKE 'DECIMAL%' THEN
      {_DOWN.format(whole=_WHOLE, step=f"coalesce(width, {STEP})")}
    ELSE error('generalise takes text, numbers, dates and timestamps, not ' || lower(typeof(x)))
  END, x) END
"""


def connect(key: bytes | None = None) -> duckdb.DuckDBPyConnection:
    """An empty database in memory that reaches no file, no network, no Python variable, and can't be talked out of it.

    It has ``pseudonymise`` (with a ``key``), ``mask_last`` and ``generalise`` as SQL, many times faster than calls of
    Python; the key stays out of the text of every statement. The time zone is UTC.
    """
    if key is not None and len(key) > _BLOCK:
        raise ValueError(f"the pseudonym key has {len(key)} bytes; at most {_BLOCK} are used as they stand")
    settings: dict[str, str | bool | int | float | list[str]] = {
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "enable_external_access": False,
        "python_enable_replacements": False,
        "memory_limit": MEMORY,
        "threads": max(os.cpu_count() or 1, 1),
    }
    connection = duckdb.connect(":memory:", config=settings)
    connection.execute("SET TimeZone = 'UTC'")
    connection.execute(_MASK_LAST)
    connection.execute(_GENERALISE)
    if key is not None:
        _prepare_pseudonyms(connection, key)
    connection.execute("SET lock_configuration = true")
    return connection


def quoted(name: str) -> str:
    """A name as DuckDB writes an identifier."""
    return '"' + name.replace('"', '""') + '"'


def _prepare_pseudonyms(connection: duckdb.DuckDBPyConnection, key: bytes) -> None:
    """HMAC-SHA256 as RFC 2104 builds it from two plain hashes; a key of up to 64 bytes is padded with zeros."""
    padded = key.ljust(_BLOCK, b"\0")
    for name, pad in (("mesh_inner", 0x36), ("mesh_outer", 0x5C)):
        connection.execute(f"SET VARIABLE {name} = $1", [bytes(b ^ pad for b in padded)])
    connection.execute(_PSEUDONYMISE)
