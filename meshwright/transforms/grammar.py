"""What a transform's tree may consist of: each construct with the parts that the compiler understands.

The parser accepts far more than any one engine, and leaves in a node whatever it found. A construct or a part that is
not listed here would be passed over in silence; so it is refused.
"""

from collections.abc import Iterator

from sqlglot import exp

from .functions.refused import EXPLAINED, REFUSED
from .problems import Problem

_BINARY = {"this", "expression"}
_QUERY = {"with_", "order", "limit", "offset"}
GRAMMAR: dict[type[exp.Expr], set[str]] = {
    # queries
    exp.Select: _QUERY | {"expressions", "from_", "joins", "where", "group", "having", "distinct", "windows"},
    exp.Union: _QUERY | _BINARY | {"distinct"},
    exp.Except: _QUERY | _BINARY | {"distinct"},
    exp.Intersect: _QUERY | _BINARY | {"distinct"},
    exp.Subquery: {"this", "alias"},
    exp.With: {"expressions"},
    exp.CTE: {"this", "alias"},
    exp.From: {"this"},
    exp.Table: {"this", "db", "catalog", "alias"},
    exp.TableAlias: {"this", "columns"},
    exp.Values: {"expressions", "alias"},
    exp.Tuple: {"expressions"},
    exp.Join: {"this", "on", "using", "side", "kind"},
    exp.Where: {"this"},
    exp.Group: {"expressions"},
    exp.Having: {"this"},
    exp.Distinct: {"expressions"},
    exp.Order: {"expressions"},
    exp.Ordered: {"this", "desc", "nulls_first"},
    exp.Limit: {"expression"},
    exp.Offset: {"expression"},
    exp.Star: {"except_"},
    exp.Alias: {"this", "alias"},
    # names and constants
    exp.Identifier: {"this", "quoted"},
    exp.Column: {"this", "table", "db", "catalog"},
    exp.Dot: _BINARY,
    exp.Bracket: {"this", "expressions"},
    exp.Literal: {"this", "is_string"},
    exp.Boolean: {"this"},
    exp.Null: set(),
    exp.Var: {"this"},
    exp.Interval: {"this", "unit"},
    # operators
    exp.Paren: {"this"},
    exp.Neg: {"this"},
    exp.Not: {"this"},
    exp.DPipe: _BINARY | {"safe"},
    exp.Div: _BINARY | {"typed", "safe"},
    **dict.fromkeys(
        (exp.Add, exp.Sub, exp.Mul, exp.Mod, exp.IntDiv, exp.And, exp.Or, exp.EQ, exp.NEQ, exp.LT, exp.LTE, exp.GT,
         exp.GTE, exp.NullSafeEQ, exp.NullSafeNEQ, exp.Is, exp.Escape, exp.RegexpLike), _BINARY,
    ),
    exp.Like: _BINARY | {"negate"},
    exp.Between: {"this", "low", "high"},
    exp.In: {"this", "expressions", "query"},
    exp.Case: {"this", "ifs", "default"},
    exp.If: {"this", "true", "false"},
    exp.Cast: {"this", "to", "_type"},
    exp.TryCast: {"this", "to", "_type"},
    exp.DataType: {"this", "expressions", "nested"},
    exp.DataTypeParam: {"this"},
    exp.Exists: {"this"},
    # functions
    exp.Anonymous: {"this", "expressions"},
    exp.Extract: _BINARY,
    exp.Trim: _BINARY | {"position"},
    exp.Filter: _BINARY,
    exp.IgnoreNulls: {"this"},
    exp.RespectNulls: {"this"},
    exp.Window: {"this", "partition_by", "order", "spec", "alias", "over"},
    exp.WindowSpec: {"kind", "start", "start_side", "end", "end_side"},
}  # fmt: skip
_PARTS: dict[str, tuple[str, str]] = {
    "hint": ("a hint", "leave it out: the engine decides"),
    "qualify": ("QUALIFY", "name the query in a WITH and filter it there"),
    "laterals": ("LATERAL VIEW", "land the rows one by one, or take an element with element_at(…, 1)"),
    "recursive": ("WITH RECURSIVE", "join a fixed number of times"),
    "sample": ("TABLESAMPLE", "read the whole table"),
    "when": ("time travel", "read the table as it is published"),
    "version": ("time travel", "read the table as it is published"),
    "pivots": ("PIVOT", "write max(CASE WHEN … END) per column"),
    "method": ("NATURAL JOIN", "write USING (…) or ON …"),
    "cube": ("CUBE", "write a UNION ALL"),
    "rollup": ("ROLLUP", "write a UNION ALL"),
    "grouping_sets": ("GROUPING SETS", "write a UNION ALL"),
    "all": ("GROUP BY ALL", "name the columns"),
    "cluster": ("CLUSTER BY", "leave it out: a table has no order"),
    "distribute": ("DISTRIBUTE BY", "leave it out: a table has no order"),
    "sort": ("SORT BY", "leave it out: a table has no order"),
    "by_name": ("BY NAME", "select the columns in one order"),
    "into": ("INTO", "the platform fills the table"),
    "on": ("DISTINCT ON", "use row_number() in a WITH and keep 1"),
    "kind": ("SELECT AS", "select columns"),
    "exclude": ("EXCLUDE in a window", "leave it out"),
    "symmetric": ("BETWEEN SYMMETRIC", "write the lower end first"),
    "replace": ("* REPLACE", "name the columns"),
    "rename": ("* RENAME", "name the columns"),
    "unnest": ("IN UNNEST", "use array_contains"),
}
"""Parts that people write: what they are called, and what to write instead."""


def check(query: exp.Expr) -> Iterator[Problem]:
    """Every construct and part that is not in the grammar, the outermost of each."""
    waiting: list[exp.Expr] = [query]
    while waiting:
        node = waiting.pop()
        known = GRAMMAR.get(type(node))
        if known is None:
            yield unavailable(node)
            continue
        for key, part in node.args.items():
            if not part:
                continue
            if key not in known:
                yield _part(node, key, part)
            elif isinstance(part, list):
                waiting.extend(p for p in part if isinstance(p, exp.Expr))
            elif isinstance(part, exp.Expr):
                waiting.append(part)


def unavailable(node: exp.Expr) -> Problem:
    """That a construct is not available, and what to write instead."""
    name = type(node).__name__
    snake = "".join(f"_{c.lower()}" if c.isupper() else c for c in name).lstrip("_")
    if name in EXPLAINED:
        return Problem(node, "function", *EXPLAINED[name])
    if snake in REFUSED:
        why, fix = REFUSED[snake]
        return Problem(node, "function", f"{snake} {why}", fix)
    what = f"{node.sql('spark')[:40]!r} is not available in a transform"
    return Problem(node, "function", what, "use what docs/transforms.md lists")


def _part(node: exp.Expr, key: str, part: object) -> Problem:
    inside = part[0] if isinstance(part, list) else part
    word, fix = _PARTS.get(key, (key.strip("_").replace("_", " ").upper(), "leave it out"))
    at = inside if isinstance(inside, exp.Expr) else node
    return Problem(at, "function", f"{word} is not available", fix)
