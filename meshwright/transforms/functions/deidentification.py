"""The platform's own functions for sensitive values."""

from meshwright.runtime import spark_sql
from meshwright.runtime.treatments import PREFIX, SHOWN, STEP

from ..casts import cast
from ..lineage import hidden, transformed
from ..types import TEXT, Type
from ..values import Value, derive
from .registry import Call, Topic

functions = Topic("Sensitive values")


@functions.builds("pseudonymise", 1, 1, "(text, integer, long or date) → text")
def pseudonymise(call: Call) -> Value:
    """A pseudonym that stands for the value everywhere in the domain. It is still sensitive: declare ``pii=``."""
    value = call.args[0]
    if value.type.name not in ("text", "integer", "long", "date"):
        raise call.problem(f"{value.type} is written differently by each engine", "cast it to text or date", "type")
    text = cast(value, TEXT, call.node) if value.type != TEXT else value
    edges = hidden(transformed(value.edges), "treated")
    return derive([text], f"pseudonymise({text.spark})", f"pseudonymise({text.duckdb})", TEXT, edges=edges)


@functions.builds("mask_last", 1, 2, "(text[, integer]) → text")
def mask_last(call: Call) -> Value:
    """All but the last characters (4) as ``*``. Clears sensitivity."""
    value = call.take(0, TEXT)
    shown = int(call.constant(1, int)) if len(call.args) == 2 else SHOWN
    if not 0 <= shown <= SHOWN:
        raise call.problem(f"{shown} characters would stay readable", f"leave 0 to {SHOWN}")
    edges = hidden(transformed(value.edges), "cleared")
    return derive(
        [value], spark_sql.mask_last(value.spark, shown), f"mask_last({value.duckdb}, {shown})", TEXT, edges=edges
    )


@functions.builds("generalise", 1, 2, "(text, number, date or timestamp[, integer]) → the same type")
def generalise(call: Call) -> Value:
    """A text's first characters (3), a number's multiple below (of 10), the first day of a year
    (or of more years). Clears sensitivity.
    """
    value = call.args[0]
    width = int(call.constant(1, int)) if len(call.args) == 2 else None
    if width is not None and _too_fine(value.type, width):
        raise call.problem(
            f"a width of {width} leaves too much of a {value.type}",
            f"keep at most {PREFIX} characters, steps of {STEP} or more, 1 year or more",
        )
    if value.type.name in ("boolean", "binary", "null") or value.type.nested:
        raise call.problem(
            f"{value.type} can't be made coarser", "give a text, a number, a date or a timestamp", "type"
        )
    edges = hidden(transformed(value.edges), "cleared")
    spark = spark_sql.generalise(value.spark, value.type.spark, width)
    given = "" if width is None else f", {width}"
    return derive(
        [value], spark, f"CAST(generalise({value.duckdb}{given}) AS {value.type.duckdb})", value.type, edges=edges
    )


def _too_fine(type: Type, width: int) -> bool:
    if type == TEXT:
        return not 1 <= width <= PREFIX
    return width < (STEP if type.numeric else 1)
