"""The page about transforms."""

from .functions import AGGREGATES, REFUSED, TOPICS, Aggregate, Function

_HEAD = """# Transforms

A table is filled by one SELECT in Spark's SQL, in `domains/<domain>/transforms/<table>.sql`. `mesh check` reads it,
checks it against what it reads and against the columns the table declares, and writes it anew for both engines: Spark
on AWS, DuckDB on a laptop. Written by `python -m meshwright.transforms > docs/transforms.md`.

```sql
WITH late AS (
  SELECT origin, scheduled_at, delay_minutes
  FROM operations_departures_v1.departures
  WHERE delay_minutes > 15
)
SELECT late.origin, count(*) AS late_departures, avg(w.wind_kmh) AS mean_wind_kmh
FROM late
LEFT JOIN weather_observations_v1.observations AS w
  ON w.station = late.origin AND w.observed_at = date_trunc('HOUR', late.scheduled_at)
GROUP BY late.origin
```

## What it reads

- `landing.<name>`: raw files of its own domain, without the columns that are declared `pii="drop"`.
- `<domain>_<product>_v<major>.<table>`: a published table of its own domain, or one that the domain subscribes to.

Nothing else: no paths, no metadata of tables, no functions that give rows. Names are not case sensitive.

## What it may say

SELECT with or without DISTINCT, WITH, joins of all kinds (with ON or USING), WHERE, GROUP BY, HAVING, WINDOW,
UNION, INTERSECT and EXCEPT, subqueries in FROM and as single values, and in WHERE also EXISTS and IN; `VALUES (…) AS
t(a, b)`; stars, also `* EXCEPT (a)`. Every column of the result has a name and is one that the table declares.

Rows have no order, so ORDER BY stands only with LIMIT and in windows. Where it leaves rows alike, the rest of the row
decides, so that each run and each engine gives the same.

## Types

Values have the types of the declarations: text, integer, long, double, decimal, boolean, date, timestamp (in UTC),
binary, list, struct, map. They are Spark's, with these differences:

- Nothing is converted from or to a text by itself, but for literals (`day >= '2013-01-31'`) and for arguments of text
  functions. Elsewhere write CAST.
- A CAST that can't be done gives NULL; so does a number that doesn't fit its type, where Spark would wrap it round, and
  a sum, difference, product or total of whole numbers that doesn't fit.
- Dividing by 0 gives NULL. Exact numbers (decimals) are not divided: write `CAST(… AS DOUBLE)`.
- A fraction is cut off by `CAST(… AS INT)` and never by itself: a double doesn't fit an integer column without a cast.
  A long does; a run stops where a value is too large.
- `$` in a pattern is the end of the text; patterns and formats are written out, not computed.
- What depends on the clock, on chance, on files or on the order of rows is not available.

Sums and means of doubles can differ in their last digits from run to run, as always where additions change places.

## Sensitive values

A column derived from a sensitive one is sensitive, through expressions, conditions, aggregates and named queries, and
has to be declared so: `pii="pseudonymise"`, `"mask"` or `"generalise"` treat it on the way into the table, `"inherit"`
says that its source was treated already. What clears it: `mask_last`, `generalise`, counts and tests for NULL. Filters,
joins, groups and sorts are recorded, and don't count.

"""
_END = """
## How it is held true

Every function and every construct is part of a table of cases whose results were recorded from real Spark 3.5;
`make test` compares DuckDB with them. Where pyspark is installed (`pip install 'meshwright[spark]'`, Java 17), the
tests marked `spark` ask Spark again, and `python -m tests.transforms.parity.record` records what is new.
"""


def document() -> str:
    """The page, as Markdown."""
    parts = [_HEAD, "## Functions\n"]
    parts += [f"\n### {topic.title}\n\n{_functions(topic.functions)}" for topic in TOPICS]
    parts.append(f"\n### Aggregates and windows\n\n{_aggregates()}")
    parts.append(f"\n### Not available\n\n{_refused()}")
    return "".join(parts) + _END


def _functions(functions: dict[str, Function]) -> str:
    lines = ["| function | | also |", "|---|---|---|"]
    for name, function in functions.items():
        if name == function.name:
            others = ", ".join(f"`{n}`" for n, f in functions.items() if f.name == name != n)
            lines.append(f"| `{function.shape}` | {function.summary} | {others} |")
    return "\n".join(lines) + "\n"


def _aggregates() -> str:
    lines = ["| function | |", "|---|---|"]
    shapes: dict[str, Aggregate] = {a.shape: a for a in AGGREGATES.values()}
    for shape, aggregate in shapes.items():
        lines.append(f"| `{shape}` | {'only with OVER' if aggregate.ranks else ''} |")
    return "\n".join(lines) + "\n"


def _refused() -> str:
    grouped: dict[tuple[str, str], list[str]] = {}
    for name, said in REFUSED.items():
        grouped.setdefault(said, []).append(f"`{name}`")
    lines = ["| | because it | instead |", "|---|---|---|"]
    lines += [
        f"| {', '.join(names)} | {why} | {fix.replace('|', chr(92) + '|')} |" for (why, fix), names in grouped.items()
    ]
    return "\n".join(lines) + "\n"
