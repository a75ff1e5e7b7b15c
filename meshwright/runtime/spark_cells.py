"""Csv cells as typed values, in Spark SQL: as declared, or an error that stops the run.

The same forms are read as on one machine: what one engine reads, the other reads to the same value or refuses.
"""

from .instants import DATE, FORM
from .plan import Input, PlannedColumn
from .spark_sql import literal, quoted, spark_type
from .wording import in_words

SAID = "meshwright: "
"""Begins what a compiled expression says when it stops a run, so that it is found among Spark's own words."""
_NUMBER = r"-?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|-?(?i:nan|inf|infinity)"
_SHOWN = 60
"""Characters of a wrong value that a message shows."""


def raw(number: int) -> str:
    """What the text of a csv column is called, by its position in the file."""
    return f"_c{number}"


def value(column: PlannedColumn, given: Input) -> str:
    """The typed value of a column, under its name."""
    text = quoted(raw(column.number))
    nulls = " OR ".join(f"{text} = {literal(n)}" for n in sorted({"", given.null or ""}))
    cell = f"CASE WHEN {nulls} THEN NULL ELSE {text} END"
    parsed, type = _parsed(column, cell), spark_type(column.type)
    missing = _stop(column, given, "' is empty; correct the file or declare the column optional=True'", type)
    shown = "' the value '" if column.treatment else f"""' "', left({text}, {_SHOWN}), '" '"""
    words = literal(f"is not {in_words(column.type)}")
    unfit = _stop(column, given, f"':', {shown}, {words}", type)
    absent = missing if column.required else f"CAST(NULL AS {type})"
    whole = f"CASE WHEN ({cell}) IS NULL THEN {absent} WHEN ({parsed}) IS NULL THEN {unfit} ELSE {parsed} END"
    return f"{whole} AS {quoted(column.name)}"


def _stop(column: PlannedColumn, given: Input, words: str, type: str) -> str:
    place = f"{SAID}landing {given.name}, "
    file = "regexp_extract(input_file_name(), '[^/]*$', 0)"
    said = f"concat({literal(place)}, {file}, {literal(f': column {column.name}')}, {words})"
    return f"CAST(raise_error({said}) AS {type})"


def _parsed(column: PlannedColumn, cell: str) -> str:
    """The cell as a value; NULL where it has another form."""
    kind = str(column.type).partition("(")[0]
    trimmed = f"trim(BOTH ' \\t' FROM {cell})"
    match kind:
        case "string":
            return cell
        case "binary":
            return f"CAST({cell} AS BINARY)"
        case "boolean":
            true, false = "('true', 'True', 'TRUE')", "('false', 'False', 'FALSE')"
            return f"CASE WHEN {cell} IN {true} THEN TRUE WHEN {cell} IN {false} THEN FALSE END"
        case "int" | "long":
            return _matching(trimmed, "-?[0-9]+", f"try_cast({trimmed} AS {spark_type(column.type)})")
        case "double":
            return _matching(trimmed, _NUMBER, f"CAST({trimmed} AS DOUBLE)")
        case "date":
            return _matching(trimmed, DATE, f"try_cast({trimmed} AS DATE)")
        case "timestamptz":
            return _matching(trimmed, FORM, f"CAST({trimmed} AS TIMESTAMP)")
    scale = int(str(column.type).partition(",")[2].strip(" )"))
    fraction = rf"(?:\.[0-9]{{0,{scale}}})?" if scale else r"\.?"
    return _matching(trimmed, f"[+-]?[0-9]+{fraction}", f"try_cast({trimmed} AS {spark_type(column.type)})")


def _matching(text: str, form: str, parsed: str) -> str:
    whole = literal(rf"\A(?:{form})\z")
    return f"CASE WHEN {text} RLIKE {whole} THEN {parsed} END"
