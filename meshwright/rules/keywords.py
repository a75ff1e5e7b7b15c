"""Words that a query engine does not take for a name unless they are quoted.

From "Keywords and identifiers" of Trino (Athena's engine 3), the ANSI column of "Spark SQL keywords" (3.5), and
DuckDB's ``duckdb_keywords()`` (2.0) where the category is reserved.
"""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


ATHENA = _words(
    """alter and as auto between by case cast constraint create cross cube current_catalog current_date current_path
    current_role current_schema current_time current_timestamp current_user deallocate delete describe distinct drop
    else end escape except execute exists extract false for from full group grouping having in inner insert intersect
    into is join json_array json_exists json_object json_query json_table json_value left like listagg localtime
    localtimestamp natural normalize not null on or order outer prepare recursive right rollup select skip table then
    trim true uescape union unnest using values when where with"""
)
SPARK = _words(
    """all and any as authorization both case cast check collate column constraint create cross current_date
    current_time current_timestamp current_user distinct else end escape except false fetch filter for foreign from full
    grant group having in inner intersect into is join lateral leading left natural not null on only or order outer
    overlaps percentile_cont percentile_disc primary references right select session_user some table then time to
    trailing true union unique unknown user using when where with within"""
)
DUCKDB = _words(
    """all analyse analyze and any array as asc asymmetric both case cast check collate column constraint create default
    deferrable desc describe distinct do else end except false fetch for foreign from group having in initially
    intersect into lambda lateral leading limit not null offset on only or order pivot pivot_longer pivot_wider placing
    primary qualify references returning select show some summarize symmetric table then to trailing true union unique
    unpivot using variadic when where window with"""
)


def engines_reserving(word: str) -> list[str]:
    """The engines that would read ``word`` as a keyword."""
    every = (("Athena", ATHENA), ("Spark", SPARK), ("DuckDB", DUCKDB))
    return [engine for engine, words in every if word in words]
