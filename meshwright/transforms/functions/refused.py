"""Functions that people reach for and can't have, with the reason and what to write instead."""

_ORDER = "gives what happens to come first, which differs from run to run"
_RANDOM = "gives another value in every run"
_CLOCK = "depends on when the run happens"
_FILES = "depends on how files are laid out"
_CODE = "runs code that can't be checked"
_TABLE = "turns one row into many"
_APPROXIMATE = "approximates in another way in each engine"
_HASH = "is a hash of Spark's own"
_LISTS = "collects rows in no order"
_SESSION = "depends on who runs it and where"

_RANKED = "number the rows with row_number() OVER (… ORDER BY …) and keep 1, or use min or max"
_AGE = "take a time from the data"
_KEY = "make a key from the row's own columns: sha2(concat_ws('|', …), 256)"

REFUSED: dict[str, tuple[str, str]] = {
    **{n: (_ORDER, _RANKED) for n in ("first", "last", "any_value", "max_by", "min_by", "mode")},
    **{n: (_RANDOM, _KEY) for n in ("rand", "random", "randn", "uuid", "shuffle")},
    **{n: (_CLOCK, _AGE) for n in ("current_date", "curdate", "current_timestamp", "now", "localtimestamp", "getdate")},
    **{
        n: (_FILES, "take what you need from the rows")
        for n in ("input_file_name", "input_file_block_start", "input_file_block_length", "spark_partition_id")
    },
    "monotonically_increasing_id": (_FILES, _KEY),
    **{n: (_CODE, "say it in SQL") for n in ("reflect", "java_method", "try_reflect")},
    **{
        n: (_TABLE, "land the rows one by one, or take an element with element_at(…, 1)")
        for n in (
            "explode",
            "explode_outer",
            "posexplode",
            "posexplode_outer",
            "inline",
            "inline_outer",
            "stack",
            "json_tuple",
        )
    },
    **{n: (_APPROXIMATE, "use percentile(x, 0.5)") for n in ("percentile_approx", "approx_percentile")},
    "approx_count_distinct": (_APPROXIMATE, "use count(DISTINCT x)"),
    **{n: (_HASH, "use sha2(x, 256)") for n in ("hash", "xxhash64", "crc32")},
    **{n: (_LISTS, "publish one row per value") for n in ("collect_list", "collect_set", "array_agg")},
    **{
        n: (_SESSION, "leave it out")
        for n in (
            "current_user",
            "user",
            "session_user",
            "current_database",
            "current_catalog",
            "current_timezone",
            "version",
        )
    },
    "mask": ("shows letters and digits by kind, and doesn't de-identify", "use mask_last(x, n)"),
    "bround": ("rounds in a way that DuckDB doesn't know", "use round"),
    "initcap": ("is not known to DuckDB", "keep the text as it came"),
    "months_between": ("counts parts of months", "use datediff or timestampdiff"),
    "try_cast": ("is what CAST does anyway", "write CAST: what can't be read is NULL"),
    "to_json": ("can carry any column under one name", "name the columns"),
    "from_json": ("is read differently by each engine", "declare the fields in the landing"),
    "get_json_object": ("is read differently by each engine", "declare the fields in the landing"),
    "format_number": ("is written differently by each engine", "publish the number"),
    "format_string": ("is written differently by each engine", "use concat and lpad"),
    "printf": ("is written differently by each engine", "use concat and lpad"),
    "from_unixtime": ("writes a text", "use timestamp_seconds, and date_format to write it out"),
    "transform": ("takes a function", "write it out"),
    "reverse": ("turns accents and emoji round differently in each engine", "keep the text as it came"),
    "levenshtein": ("counts bytes in one engine and letters in the other", "compare exactly"),
    "soundex": ("is not known to DuckDB", "compare exactly"),
}
"""Name to (why, what instead)."""

EXPLAINED: dict[str, tuple[str, str]] = {
    "Placeholder": ("a parameter has no value when the job runs", "write the value"),
    "Parameter": ("a parameter has no value when the job runs", "write the value"),
    "SessionParameter": ("a parameter has no value when the job runs", "write the value"),
    "Lambda": ("a function as an argument is not available", "write it out"),
    "Star": ("a star stands where a column is needed", "name the columns"),
    "JSONExtract": ("JSON is read differently by each engine", "declare the fields in the landing"),
    "RawString": ("a raw text is not available", "write a backslash as \\\\"),
    "Concat": ("two texts stand side by side", "write a quote in a text as \\', and use concat to join texts"),
    "BitwiseAnd": ("operations on bits are not available", "use arithmetic"),
    "BitwiseOr": ("operations on bits are not available", "use arithmetic"),
    "BitwiseXor": ("operations on bits are not available", "use arithmetic"),
    "ILike": ("letters beyond ASCII match differently in each engine", "write lower(…) LIKE …"),
    "Distinct": ("DISTINCT stands outside an aggregate", "write count(DISTINCT …) or SELECT DISTINCT"),
    "Tuple": ("a row of values is not available", "compare the values one by one"),
    "Rollup": ("ROLLUP is not available", "write a UNION ALL"),
    "Cube": ("CUBE is not available", "write a UNION ALL"),
    "GroupingSets": ("GROUPING SETS is not available", "write a UNION ALL"),
    "Lateral": ("LATERAL is not available", "write a join"),
    "Pivot": ("PIVOT is not available", "write max(CASE WHEN … END) per column"),
    "Any": ("ANY is not available", "use IN or EXISTS"),
    "All": ("ALL is not available", "use min or max"),
}
"""By the parser's name of the construct: (why, what instead)."""
