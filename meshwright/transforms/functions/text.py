"""Functions of text. Where DuckDB knows another alphabet than Java, its side fails rather than differ."""

from ..casts import constant
from ..patterns import translated
from ..types import BINARY, BOOLEAN, INTEGER, TEXT, list_of
from ..values import Value, derive, text_duckdb, text_spark
from .alphabets import NOT_THE_SAME_LOWER, NOT_THE_SAME_UPPER
from .registry import Call, Topic, letting

functions = Topic("Texts")

_TEXTS = list_of(TEXT)

functions.scalar("length char_length character_length len", [TEXT], INTEGER, "CAST(length({0}) AS INTEGER)")
functions.scalar("left", [TEXT, INTEGER], TEXT, "left({0}, greatest({1}, 0))")
functions.scalar("right", [TEXT, INTEGER], TEXT, "right({0}, greatest({1}, 0))")
functions.scalar("repeat", [TEXT, INTEGER], TEXT, "repeat({0}, {1})")
functions.scalar("translate", [TEXT, TEXT, TEXT], TEXT, "translate({0}, {1}, {2})")
functions.scalar("ltrim", [TEXT], TEXT, "ltrim({0}, ' ')")
functions.scalar("rtrim", [TEXT], TEXT, "rtrim({0}, ' ')")
functions.scalar("btrim", [TEXT, TEXT], TEXT, "trim({0}, ' ') | trim({0}, {1})", optional=1)
functions.scalar("instr", [TEXT, TEXT], INTEGER, "CAST(instr({0}, {1}) AS INTEGER)")
functions.scalar("locate position", [TEXT, TEXT], INTEGER, "CAST(instr({1}, {0}) AS INTEGER)")
functions.scalar("startswith", [TEXT, TEXT], BOOLEAN, "starts_with({0}, {1})")
functions.scalar("endswith", [TEXT, TEXT], BOOLEAN, "ends_with({0}, {1})")
functions.scalar("contains", [TEXT, TEXT], BOOLEAN, "contains({0}, {1})")
functions.scalar("md5", [TEXT], TEXT, "md5({0})")
functions.scalar("sha1 sha", [TEXT], TEXT, "sha1({0})")
functions.scalar("hex", [TEXT], TEXT, "hex({0})")
functions.scalar("base64", [BINARY], TEXT, "to_base64({0})")


@functions.builds("upper ucase", 1, 1, "(text) → text")
def upper(call: Call) -> Value:
    """Capitals; letters that DuckDB capitalises otherwise than Java stop the local run."""
    return _cased(call, "upper", NOT_THE_SAME_UPPER)


@functions.builds("lower lcase", 1, 1, "(text) → text")
def lower(call: Call) -> Value:
    """Small letters, with the same care."""
    return _cased(call, "lower", NOT_THE_SAME_LOWER)


def _cased(call: Call, name: str, odd: str) -> Value:
    value = call.take(0, TEXT)
    stop = f"error('{name} of ' || it || ' is not the same in Spark; replace() its special letters first')"
    guarded = f"CASE WHEN regexp_matches(it, '[{odd}]') THEN {stop} ELSE {name}(it) END"
    return derive([value], f"{name}({value.spark})", letting(value.duckdb, guarded), TEXT)


@functions.builds("concat", 1, None, "(text, …) → text")
def concat(call: Call) -> Value:
    """NULL where any part is."""
    args = [call.take(i, TEXT) for i in range(len(call.args))]
    spark = ", ".join(a.spark for a in args)
    return derive(args, f"concat({spark})", f"({' || '.join(a.duckdb for a in args)})", TEXT)


@functions.builds("concat_ws", 2, None, "(separator, text, …) → text")
def concat_ws(call: Call) -> Value:
    """Parts that are NULL are left out."""
    args = [call.take(i, TEXT) for i in range(len(call.args))]
    spark, duckdb = ", ".join(a.spark for a in args), ", ".join(a.duckdb for a in args)
    return derive(args, f"concat_ws({spark})", f"concat_ws({duckdb})", TEXT)


@functions.builds("substring substr", 2, 3, "(text, integer[, integer]) → text")
def substring(call: Call) -> Value:
    """From a position that counts from 1, or from the end where negative; 0 counts as 1."""
    args = [call.take(0, TEXT), *(call.take(i, INTEGER) for i in range(1, len(call.args)))]
    start = args[1].duckdb
    if not isinstance(args[1].literal, int):
        start = f"coalesce(nullif({start}, 0), CASE WHEN {start} IS NOT NULL THEN 1 END)"
    elif args[1].literal == 0:
        start = "1"
    length = f", greatest({args[2].duckdb}, 0)" if len(args) == 3 else ""
    spark = ", ".join(a.spark for a in args)
    return derive(args, f"substring({spark})", f"substring({args[0].duckdb}, {start}{length})", TEXT)


@functions.builds("lpad", 2, 3, "(text, integer[, text]) → text")
def lpad(call: Call) -> Value:
    """Filled on the left to a length, or cut to it."""
    return _padded(call, "lpad")


@functions.builds("rpad", 2, 3, "(text, integer[, text]) → text")
def rpad(call: Call) -> Value:
    """Filled on the right to a length, or cut to it."""
    return _padded(call, "rpad")


def _padded(call: Call, name: str) -> Value:
    args = [call.take(0, TEXT), call.take(1, INTEGER)]
    fill = call.constant(2, str) if len(call.args) == 3 else " "
    if not isinstance(fill, str) or not fill:
        raise call.problem("the filling is empty", "write at least one character")
    spark = f"{name}({args[0].spark}, {args[1].spark}, {text_spark(fill)})"
    return derive(args, spark, f"{name}({args[0].duckdb}, {args[1].duckdb}, {text_duckdb(fill)})", TEXT)


@functions.builds("replace", 2, 3, "(text, text[, text]) → text")
def replace(call: Call) -> Value:
    """Every occurrence replaced; without a third argument, taken out."""
    args = [call.take(i, TEXT) for i in range(len(call.args))]
    args = args if len(args) == 3 else [*args, constant("", TEXT)]
    spark, duckdb = ", ".join(a.spark for a in args), ", ".join(a.duckdb for a in args)
    return derive(args, f"replace({spark})", f"replace({duckdb})", TEXT)


@functions.builds("sha2", 2, 2, "(text, 256) → text")
def sha2(call: Call) -> Value:
    """SHA-256 in hexadecimal digits."""
    value = call.take(0, TEXT)
    if call.constant(1, int) not in (0, 256):
        raise call.problem("only 256 bits are the same in both engines", "write sha2(…, 256)")
    return derive([value], f"sha2({value.spark}, 256)", f"sha256({value.duckdb})", TEXT)


@functions.builds("split_part", 3, 3, "(text, separator, integer) → text")
def split_part(call: Call) -> Value:
    """One part, counted from 1, or from the end where negative; the empty text where there is none."""
    value, separator, number = call.take(0, TEXT), call.constant(1, str), call.constant(2, int)
    if not separator or number == 0:
        raise call.problem("the separator is empty or the number is 0", "count parts from 1, or from the end from -1")
    spark = f"split_part({value.spark}, {text_spark(str(separator))}, {number})"
    return derive([value], spark, f"split_part({value.duckdb}, {text_duckdb(str(separator))}, {number})", TEXT)


@functions.builds("split", 2, 2, "(text, separator) → list of text")
def split(call: Call) -> Value:
    """All parts; the separator is a plain text, where Spark would read a regular expression."""
    value, separator = call.take(0, TEXT), str(call.constant(1, str))
    plain = separator.replace("\\", "")
    if not plain or any(c in "^$.|?*+()[]{}" for c in separator.replace("\\" + plain, "")) or len(plain) != 1:
        raise call.problem(
            f"the separator {separator!r} is a regular expression",
            "write one plain character, such as ',' or '\\\\|'; or use regexp_extract",
        )
    return derive(
        [value],
        f"split({value.spark}, {text_spark(separator)})",
        f"string_split({value.duckdb}, {text_duckdb(plain)})",
        _TEXTS,
    )


@functions.builds("regexp_extract", 2, 3, "(text, pattern[, group]) → text")
def regexp_extract(call: Call) -> Value:
    """A group of the first match, the first group unless said; the empty text where nothing matches."""
    value, pattern = call.take(0, TEXT), translated(str(call.constant(1, str)), call.nodes[1])
    group = int(call.constant(2, int)) if len(call.args) == 3 else 1
    if not 0 <= group <= pattern.groups:
        raise call.problem(f"the pattern has {pattern.groups} groups, not {group}", "put what you want in parentheses")
    spark = f"regexp_extract({value.spark}, {text_spark(pattern.spark)}, {group})"
    return derive([value], spark, f"regexp_extract({value.duckdb}, {text_duckdb(pattern.duckdb)}, {group})", TEXT)


@functions.builds("regexp_replace", 3, 3, "(text, pattern, text) → text")
def regexp_replace(call: Call) -> Value:
    """Every match replaced by a plain text."""
    value, pattern = call.take(0, TEXT), translated(str(call.constant(1, str)), call.nodes[1])
    by = str(call.constant(2, str))
    if "$" in by or "\\" in by:
        raise call.problem("the replacement refers to a group", "use regexp_extract and concat")
    spark = f"regexp_replace({value.spark}, {text_spark(pattern.spark)}, {text_spark(by)})"
    duckdb = f"regexp_replace({value.duckdb}, {text_duckdb(pattern.duckdb)}, {text_duckdb(by)}, 'g')"
    return derive([value], spark, duckdb, TEXT)
