"""De-identification as Spark SQL, value for value what ``treatments`` does.

Only ``pseudonymise`` is a function of the session there: its key may not show in a query's text, which Spark logs.
"""

from .treatments import MASK, PREFIX, SHOWN, STEP, YEARS


def mask_last(value: str, shown: int = SHOWN) -> str:
    """All but the last ``shown`` characters as ``*``; a text that is no longer than that is masked whole."""
    length = f"length({value})"
    if shown <= 0:
        return f"repeat('{MASK}', {length})"
    shorter = f"repeat('{MASK}', {length})"
    longer = f"concat(repeat('{MASK}', {length} - {shown}), right({value}, {shown}))"
    return f"CASE WHEN {length} <= {shown} THEN {shorter} ELSE {longer} END"


def generalise(value: str, type: str, width: int | None = None) -> str:
    """A coarser value of the same ``type``, as Spark SQL names it.

    Raises:
        ValueError: for a type that can't be made coarser.
    """
    kind = type.lower().partition("(")[0]
    if kind == "string":
        return f"left({value}, {width or PREFIX})"
    if kind in ("date", "timestamp"):
        years = width or YEARS
        first = f"make_date(greatest(year({value}) - year({value}) % {years}, 1), 1, 1)"
        return f"CASE WHEN {value} IS NOT NULL THEN CAST({first} AS {type}) END"  # greatest() skips NULL
    step = width or STEP
    if kind in ("int", "bigint", "decimal"):  # NULL where the multiple below doesn't fit any more
        return f"CAST(try_subtract({value}, pmod({value}, {step})) AS {type})"
    if kind == "double":
        part = f"({value} / CAST({step} AS DOUBLE))"  # beyond 9E18 it has no fraction, and no bigint holds it
        down = f"CASE WHEN abs({part}) < 9E18 THEN CAST(floor({part}) AS DOUBLE) ELSE {part} END"
        return f"{down} * CAST({step} AS DOUBLE)"
    raise ValueError(f"a {type} can't be generalised; write text, a number, a date or a timestamp")
