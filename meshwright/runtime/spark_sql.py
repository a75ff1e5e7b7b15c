"""De-identification, types and names as Spark SQL; value for value what ``treatments`` does.

No function in Python is needed: under Lake Formation's filters a Glue job may have none.
"""

from .plan import PlannedColumn, Type
from .treatments import MASK, PREFIX, SHOWN, STEP, YEARS

KEY_VIEW = "mesh_pseudonym_key"
"""A view of one row with the key of the domain's pseudonyms, as HMAC uses it: a constant would show in Spark's logs."""
_INNER, _OUTER = "inner_pad", "outer_pad"
_BLOCK = 64
"""Bytes of SHA-256's block."""
_TYPES = {"string": "STRING", "int": "INT", "long": "BIGINT", "timestamptz": "TIMESTAMP"}


def quoted(name: str) -> str:
    """A name as Spark writes an identifier."""
    return "`" + name.replace("`", "``") + "`"


def literal(text: str) -> str:
    """A text as Spark writes a constant."""
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def spark_type(type: Type) -> str:
    """An Iceberg type as Spark SQL writes it."""
    if isinstance(type, str):
        return _TYPES.get(type, type.upper())
    match type["type"]:
        case "list":
            return f"ARRAY<{spark_type(type['element'])}>"
        case "map":
            return f"MAP<{spark_type(type['key'])}, {spark_type(type['value'])}>"
    fields = ", ".join(f"{quoted(f['name'])}: {spark_type(f['type'])}" for f in type["fields"])
    return f"STRUCT<{fields}>"


def pads(key: bytes) -> tuple[bytes, bytes]:
    """The two keys that HMAC makes of one (RFC 2104), as the row of ``KEY_VIEW``.

    Raises:
        ValueError: the key is longer than a block, and would have to be hashed first.
    """
    if len(key) > _BLOCK:
        raise ValueError(f"the pseudonym key has {len(key)} bytes; at most {_BLOCK} are used as they stand")
    padded = key.ljust(_BLOCK, b"\0")
    return bytes(b ^ 0x36 for b in padded), bytes(b ^ 0x5C for b in padded)


def key_columns() -> tuple[str, str]:
    """The columns of ``KEY_VIEW``."""
    return _INNER, _OUTER


def pseudonymise(text: str) -> str:
    """HMAC-SHA256 of a text in UTF-8, as 64 hexadecimal digits; needs ``KEY_VIEW``."""
    inner = f"sha2(concat((SELECT {_INNER} FROM {KEY_VIEW}), CAST({text} AS BINARY)), 256)"
    return f"sha2(concat((SELECT {_OUTER} FROM {KEY_VIEW}), unhex({inner})), 256)"


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


def treated(column: PlannedColumn) -> str:
    """A column of the result as its ``pii=`` asks for."""
    name = quoted(column.name)
    match column.treatment:
        case "pseudonymise":
            return pseudonymise(name)
        case "mask":
            return mask_last(name)
        case "generalise":
            return generalise(name, spark_type(column.type))
    return name
