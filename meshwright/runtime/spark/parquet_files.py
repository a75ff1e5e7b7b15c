"""Parquet files on Spark: the declared columns by name, of a type that holds the declared one's values."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from ..errors import RunError
from ..landing_files import File, place
from ..plan import Input, PlannedColumn, Type
from ..wording import in_words
from .parts import FILE, Address, Part, first_problem
from .problems import explained
from .required import lacking
from .types import literal, quoted, type_json, type_name

THREADS = 8
"""How many files' schemas are looked at at once."""
_BITS = {"int": 31, "long": 63}
_WHOLE = ("byte", "short", "integer", "long")
_REAL = ("float", "double")
_UNFIT = "`what is unfit`"
"""A column that no file has."""
_EXACT = 2**53
"""Whole numbers up to here are exact as doubles."""


def parquet_parts(
    spark: Any, s3: Any, bucket: str, given: Input, files: tuple[File, ...], address: Address
) -> list[Part]:  # fmt: skip
    """The files by their schema. An optional column that a file lacks is NULL.

    Raises:
        RunError: a file is no parquet, or a column is missing or of another type.
    """
    reader = spark.read.option("recursiveFileLookup", "true")

    def schema(file: File) -> str:
        with explained(f"{place(given, file.key)}: not a parquet file that can be read"):
            return str(reader.parquet(*address.of([file])).schema.json())

    with ThreadPoolExecutor(THREADS) as pool:
        schemas = list(pool.map(schema, files))
    parts = []
    for one in sorted(set(schemas)):
        alike = [file for file, found in zip(files, schemas, strict=True) if found == one]
        rows = reader.parquet(*address.of(alike))
        parts.append(_part(rows, given, place(given, alike[0].key)))
    return parts


def _part(rows: Any, given: Input, where: str) -> Part:
    """The declared columns of files with one schema.

    Raises:
        RunError: a column is missing or of another type.
    """
    there = {f["name"]: f["type"] for f in rows.schema.jsonValue()["fields"]}
    wanted = [c for c in given.columns if c.treatment != "drop"]
    values, unfit = [], []
    for column in wanted:
        found, name = there.get(column.name), quoted(column.name)
        _check_type(column, found, there, where)
        value = f"CAST(NULL AS {type_name(column.type)})" if found is None else _as(name, found, column.type, 0)
        values.append(f"{value} AS {name}")
        if found is not None and (fits := _fits(name, found, column.type)):
            unfit.append((f"{name} IS NOT NULL AND NOT coalesce({fits}, FALSE)", _unfit(column)))
    read = rows.selectExpr(FILE, f"{first_problem(unfit)} AS {_UNFIT}", *values)
    absent = (
        (f"{count} > 0", literal(f"column {path} is required but has no value; declare it optional=True"))
        for path, count in lacking(wanted)
    )
    problem = first_problem([(f"{_UNFIT} IS NOT NULL", _UNFIT), *absent])
    return Part(read, problem, tuple(quoted(c.name) for c in wanted))


def _check_type(column: PlannedColumn, found: Any, there: dict[str, Any], where: str) -> None:
    if found is None and column.required:
        raise RunError(f"{where}: column {column.name} is missing; it has {', '.join(sorted(there))}")
    if found is not None and not _holds(found, column.type):
        kind = found if isinstance(found, str) else f"a {found['type']} of other parts"
        raise RunError(f"{where}: column {column.name} is {kind}, declared is {in_words(column.type)}")


def _unfit(column: PlannedColumn) -> str:
    """What to say of a value, in SQL."""
    shown = literal("the value") if column.treatment else f"CAST({quoted(column.name)} AS STRING)"
    return f"concat({literal(f'column {column.name}: ')}, {shown}, {literal(f' is not {in_words(column.type)}')})"


def _fits(value: str, found: Any, declared: Type) -> str | None:
    """The condition for a value of one type that is exactly one of the other; None where every value is."""
    if found == type_json(declared) or isinstance(declared, dict):
        return None
    if declared in _BITS:
        return f"{value} BETWEEN -{2 ** _BITS[declared]} AND {2 ** _BITS[declared] - 1}" if found == "long" else None
    if declared == "double":
        return f"{value} BETWEEN -{_EXACT} AND {_EXACT}" if found == "long" else None
    if declared.startswith("decimal"):
        return f"CAST({value} AS {type_name(declared)}) = {value}"
    return None


def _holds(found: Any, declared: Type) -> bool:
    """Whether values of one type are meant as values of the other: never a number read from a text.

    Inside of nested ones every value has to fit by its type alone.
    """
    if isinstance(declared, str):
        return _holds_scalar(found, declared)
    if isinstance(found, str):
        return False
    kind = declared["type"]
    if found["type"] != ("array" if kind == "list" else kind):
        return False
    if kind == "list":
        return _holds_inside(found["elementType"], declared["element"])
    if kind == "map":
        return _holds_inside(found["keyType"], declared["key"]) and _holds_inside(found["valueType"], declared["value"])
    there = {f["name"]: f["type"] for f in found["fields"]}
    return all(
        _holds_inside(there[f["name"]], f["type"]) if f["name"] in there else not f["required"]
        for f in declared["fields"]
    )


def _holds_scalar(found: Any, declared: str) -> bool:
    if not isinstance(found, str):
        return False
    if declared in _BITS:
        return found in _WHOLE
    if declared == "double":
        return found in _WHOLE or found in _REAL
    if declared.startswith("decimal"):
        return found in _WHOLE or found.startswith("decimal")
    if declared == "timestamptz":
        return found in ("timestamp", "timestamp_ntz")
    return found == type_json(declared)


def _holds_inside(found: Any, declared: Type) -> bool:
    return _holds(found, declared) and (isinstance(declared, dict) or _fits("x", found, declared) is None)


def _as(value: str, found: Any, type: Type, depth: int) -> str:
    """A value as the declared type, its parts by name."""
    if isinstance(type, str):
        return f"CAST({value} AS {type_name(type)})"
    one = f"one{depth}"
    match type["type"]:
        case "list":
            return f"transform({value}, {one} -> {_as(one, found['elementType'], type['element'], depth + 1)})"
        case "map":
            keys = f"transform(map_keys({value}), {one} -> {_as(one, found['keyType'], type['key'], depth + 1)})"
            inner = _as(one, found["valueType"], type["value"], depth + 1)
            return f"map_from_arrays({keys}, transform(map_values({value}), {one} -> {inner}))"
    there = {f["name"]: f["type"] for f in found["fields"]}
    parts = []
    for part in type["fields"]:
        name, kind = part["name"], part["type"]
        within = f"{value}.{quoted(name)}"
        parts.append(literal(name))
        parts.append(_as(within, there[name], kind, depth) if name in there else f"CAST(NULL AS {type_name(kind)})")
    return f"CASE WHEN {value} IS NOT NULL THEN named_struct({', '.join(parts)}) END"
