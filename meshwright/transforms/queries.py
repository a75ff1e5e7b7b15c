"""SELECT, WITH and set operations."""

from dataclasses import replace
from typing import TYPE_CHECKING

from sqlglot import exp

from .casts import coerced
from .expressions import Context, expression
from .grammar import unavailable
from .lineage import Edges, indirect
from .operators import condition
from .problems import Problem, Unresolved, listed
from .relations import From
from .scope import UNKNOWN, Block, Rows
from .types import Type, common
from .values import Value, quoted_duckdb, quoted_spark
from .windows import sort_text

if TYPE_CHECKING:
    from .compiler import Compiler


def compiled(
    compiler: "Compiler", node: exp.Expr, ctes: dict[str, Rows | None], outer: Block | None, named: bool
) -> Rows:
    """A query in both engines; ``named``: whether every column needs a name.

    Raises:
        Problem: of the query as a whole; problems of its parts are reported.
        Unresolved: a part has a problem that is reported already.
    """
    if isinstance(node, exp.Subquery):
        node = node.unnest()
    with_spark, with_duckdb, ctes = _with(compiler, node, ctes)
    if isinstance(node, exp.SetOperation):
        rows = _set_operation(compiler, node, ctes, named)
    elif isinstance(node, exp.Select):
        rows = _Select(compiler, node, ctes, outer, named).rows()
    else:
        raise unavailable(node)
    return replace(rows, spark=with_spark + rows.spark, duckdb=with_duckdb + rows.duckdb)


def _with(
    compiler: "Compiler", node: exp.Expr, ctes: dict[str, Rows | None]
) -> tuple[str, str, dict[str, Rows | None]]:
    clause = node.args.get("with_")
    if clause is None:
        return "", "", ctes
    ctes, names, sparks, ducks = dict(ctes), set(), [], []
    for cte in clause.expressions:
        name = cte.alias.lower()
        if name in names:
            raise Problem(cte.args["alias"], "statement", f"WITH names {name!r} twice", "give each query its own name")
        names.add(name)
        rows = ctes[name] = _cte(compiler, cte, ctes)
        if rows is not None:
            rows.name = compiler.cte_name(name)
            sparks.append(f"{quoted_spark(rows.name)} AS ({rows.spark})")
            ducks.append(f"{quoted_duckdb(rows.name)} AS ({rows.duckdb})")
    if not sparks:
        return "", "", ctes
    return f"WITH {', '.join(sparks)} ", f"WITH {', '.join(ducks)} ", ctes


def _cte(compiler: "Compiler", cte: exp.CTE, ctes: dict[str, Rows | None]) -> Rows | None:
    try:
        if cte.args["alias"].args.get("columns"):
            raise Problem(
                cte.args["alias"],
                "statement",
                "column names after a WITH name are not available",
                "name the columns in its SELECT",
            )
        return compiler.query(cte.this, ctes, None)
    except Problem as problem:
        compiler.report.add(problem)
    except Unresolved:
        pass
    return None


def _set_operation(compiler: "Compiler", node: exp.SetOperation, ctes: dict[str, Rows | None], named: bool) -> Rows:
    chain = [node]
    while (
        type(chain[-1].this) is type(node)
        and not chain[-1].this.args.get("with_")
        and not any(chain[-1].this.args.get(k) for k in ("order", "limit", "offset"))
    ):
        chain.append(chain[-1].this)
    rows = compiler.query(chain[-1].this, ctes, None, named)
    for link in reversed(chain):
        rows = _combined(link, rows, compiler.query(link.expression, ctes, None, named=False))
    spark, duckdb = _ordered(Block(compiler, ctes, items=dict(rows.columns)), node, only_items=True)
    return replace(rows, spark=rows.spark + spark, duckdb=rows.duckdb + duckdb)


def _combined(node: exp.SetOperation, one: Rows, other: Rows) -> Rows:
    word = {exp.Union: "UNION", exp.Except: "EXCEPT", exp.Intersect: "INTERSECT"}[type(node)]
    if len(one.columns) != len(other.columns):
        raise Problem(
            node.expression,
            "statement",
            f"{word} joins {len(one.columns)} columns with {len(other.columns)}",
            "select as many on both sides",
        )
    types: list[Type] = []
    columns: dict[str, Value] = {}
    for (name, a), b in zip(one.columns.items(), other.columns.values(), strict=True):
        shared = UNKNOWN if UNKNOWN in (a.type, b.type) else common(a.type, b.type)
        if shared is None:
            raise Problem(
                node.expression, "type", f"{word} joins {a.type} with {b.type} in column {name!r}", "cast one of them"
            )
        types.append(shared)
        columns[name] = Value("", "", shared, a.edges | b.edges)
    left, right = _as_types(one, types), _as_types(other, types)
    word += "" if node.args.get("distinct") else " ALL"
    key = frozenset(columns) if node.args.get("distinct") else None
    return Rows(
        f"({left[0]}) {word} ({right[0]})",
        f"({left[1]}) {word} ({right[1]})",
        columns,
        one.decided | other.decided,
        key,
    )


def _as_types(rows: Rows, types: list[Type]) -> tuple[str, str]:
    """A side of a set operation, its columns cast where the other side's types are wider."""
    if all(v.type == t for v, t in zip(rows.columns.values(), types, strict=True)) or UNKNOWN in types:
        return rows.spark, rows.duckdb
    sparks, ducks = [], []
    for (name, value), type in zip(rows.columns.items(), types, strict=True):
        column = coerced(Value(quoted_spark(name), quoted_duckdb(name), value.type), type)
        assert column is not None  # the types have this one in common
        sparks.append(f"{column.spark} AS {quoted_spark(name)}")
        ducks.append(f"{column.duckdb} AS {quoted_duckdb(name)}")
    return (
        f"SELECT {', '.join(sparks)} FROM ({rows.spark}) AS side",
        f"SELECT {', '.join(ducks)} FROM ({rows.duckdb}) AS side",
    )


def _ordered(block: Block, node: exp.Expr, only_items: bool) -> tuple[str, str]:
    """ORDER BY and LIMIT. Rows that sort alike are told apart by all their columns, so that a LIMIT means one thing."""
    order, limit, offset = (node.args.get(k) for k in ("order", "limit", "offset"))
    if order is None and limit is None and offset is None:
        return "", ""
    if order is None:
        raise Problem(limit or offset, "order", "LIMIT without ORDER BY takes rows at random", "add ORDER BY")
    if limit is None:
        raise Problem(order, "order", "ORDER BY without LIMIT has no effect: a table has no order", "leave it out")
    keys = [_sort_key(block, o, only_items) for o in order.expressions]
    for name, value in block.items.items():
        if value.type.holds("map"):
            raise Problem(order, "order", f"rows can look alike but for the map {name}", "leave out the LIMIT")
        keys.append(sort_text(quoted_spark(name), quoted_duckdb(name), False, True))
    spark, duckdb = ", ".join(k[0] for k in keys), ", ".join(k[1] for k in keys)
    end = "".join(
        f" {word} {_count(part)}" for word, part in (("LIMIT", limit), ("OFFSET", offset)) if part is not None
    )
    return f" ORDER BY {spark}{end}", f" ORDER BY {duckdb}{end}"


def _sort_key(block: Block, node: exp.Ordered, only_items: bool) -> tuple[str, str]:
    down, first = bool(node.args.get("desc")), bool(node.args.get("nulls_first"))
    inner = node.this
    name = inner.name.lower() if isinstance(inner, exp.Column) and len(inner.parts) == 1 else ""
    if isinstance(inner, exp.Literal) and not inner.is_string and inner.name.isdigit():
        position = int(inner.name)
        if not 1 <= position <= len(block.items):
            raise Problem(node, "column", f"there is no column {position}", f"there are {len(block.items)}")
        name = list(block.items)[position - 1]
    if name in block.items:
        return sort_text(quoted_spark(name), quoted_duckdb(name), down, first)
    if only_items:
        raise Problem(node, "column", "ORDER BY names no column of the result", f"sort by {listed(block.items)}")
    value = expression(inner, Context(block, "order"))
    return sort_text(value.spark, value.duckdb, down, first)


def _count(node: exp.Expr) -> str:
    number = node.expression
    if not isinstance(number, exp.Literal) or not number.name.isdigit():
        raise Problem(node, "order", "LIMIT and OFFSET take a number", "write it out")
    return str(number.name)


class _Select:
    """Compiles one SELECT."""

    def __init__(
        self, compiler: "Compiler", node: exp.Select, ctes: dict[str, Rows | None], outer: Block | None, named: bool
    ) -> None:
        self._compiler, self._node, self._named = compiler, node, named
        self._block = Block(compiler, ctes, outer)
        self._decided: Edges = frozenset()
        self._nodes: dict[str, exp.Expr] = {}

    def rows(self) -> Rows:
        """The whole SELECT."""
        node, block = self._node, self._block
        source = From(self._compiler, block)
        source.read(node)
        self._decided |= source.decided
        block.aliases = {e.alias.lower(): e.this for e in node.expressions if isinstance(e, exp.Alias)}
        block.windows = {w.name.lower(): w for w in node.args.get("windows") or []}
        where = self._tested("where", "WHERE")
        group = self._group()
        self._items()
        having = self._tested("having", "HAVING")
        self._check_grouping()
        distinct = self._distinct()
        order = _ordered(block, node, bool(distinct))
        texts = []
        for engine in (0, 1):
            quote = (quoted_spark, quoted_duckdb)[engine]
            items = ", ".join(f"{(v.spark, v.duckdb)[engine]} AS {quote(n)}" for n, v in block.items.items())
            clauses = (source.spark, source.duckdb)[engine] + where[engine] + group[engine] + having[engine]
            texts.append(f"SELECT {distinct}{items}{clauses}{order[engine]}")
        return Rows(texts[0], texts[1], block.items, self._decided, self._key())

    def _tested(self, key: str, word: str) -> tuple[str, str]:
        clause = self._node.args.get(key)
        if clause is None:
            return "", ""
        try:
            value = condition(clause.this, expression(clause.this, Context(self._block, key)), f"what {word} tests")
        except Problem as problem:
            self._compiler.report.add(problem)
            return "", ""
        except Unresolved:
            self._compiler.unresolved = True
            return "", ""
        if key == "having":
            self._check_loose(clause.this, value)
        self._decided |= indirect(value.edges, "FILTER")
        return f" {word} {value.spark}", f" {word} {value.duckdb}"

    def _group(self) -> tuple[str, str]:
        clause = self._node.args.get("group")
        if clause is None:
            return "", ""
        groups: dict[str, str] = {}
        for part in clause.expressions:
            value = self._group_key(part)
            groups[value.spark] = value.duckdb
            self._decided |= indirect(value.edges, "GROUP_BY")
        self._block.groups = groups
        return f" GROUP BY {', '.join(groups)}", f" GROUP BY {', '.join(groups.values())}"

    def _group_key(self, part: exp.Expr) -> Value:
        context = Context(self._block, "group")
        node = part
        if isinstance(part, exp.Literal) and not part.is_string and part.name.isdigit():
            items = self._node.expressions
            position = int(part.name)
            if not 1 <= position <= len(items) or items[position - 1].find(exp.Star):
                raise Problem(part, "column", f"GROUP BY {position} names no column", "group by an expression")
            node = items[position - 1].unalias()
        try:
            value = expression(node, context)
        except Problem:
            name = node.name.lower() if isinstance(node, exp.Column) and len(node.parts) == 1 else ""
            if name not in self._block.aliases:
                raise
            value = expression(self._block.aliases[name], context)
        if not value.loose:
            raise Problem(part, "column", "GROUP BY names a constant", "group by columns")
        if value.type.holds("map"):
            raise Problem(part, "type", "a map can't be grouped by", "group by other columns")
        return value

    def _items(self) -> None:
        for item in self._node.expressions:
            try:
                if isinstance(item, exp.Star) or (isinstance(item, exp.Column) and isinstance(item.this, exp.Star)):
                    self._star(item)
                else:
                    self._item(item)
            except Problem as problem:
                self._compiler.report.add(problem)
                self._broken(item)
            except Unresolved:
                self._broken(item)

    def _broken(self, item: exp.Expr) -> None:
        self._compiler.unresolved = True
        if name := item.alias.lower() if isinstance(item, exp.Alias) else _implied(item):
            self._block.items.setdefault(name, Value("NULL", "NULL", UNKNOWN))
            self._nodes.setdefault(name, item)

    def _item(self, item: exp.Expr) -> None:
        name = item.alias.lower() if isinstance(item, exp.Alias) else _implied(item)
        if isinstance(item, exp.Aliases) or (self._named and not name):
            raise Problem(item, "output", f"a column has no name: {item.sql('spark')[:60]}", "add AS name")
        name = name or f"_{len(self._block.items)}"
        value = expression(item.unalias(), Context(self._block, "select"))
        if value.type.name == "interval":
            raise Problem(item, "type", "an interval is no value of a table", "add it to a date or a timestamp")
        self._add(item, name, value)

    def _add(self, item: exp.Expr, name: str, value: Value) -> None:
        if name in self._block.items:
            raise Problem(item, "output", f"two columns are called {name!r}", "give one of them another name")
        self._block.items[name] = value
        self._nodes[name] = item

    def _star(self, item: exp.Expr) -> None:
        star = item.this if isinstance(item, exp.Column) else item
        left_out = {e.name.lower() for e in star.args.get("except_") or []}
        listed = self._block.every()
        if isinstance(item, exp.Column):
            relation = self._block.relation(item.table.lower())
            if relation is None or len(item.parts) > 2:
                raise Problem(item, "column", f"nothing is called {item.table!r} here", "name something in FROM")
            listed = [(n, v, relation) for n, v in relation.columns.items()]
        if unknown := left_out - {n for n, _, _ in listed}:
            raise Problem(item, "column", f"EXCEPT names {sorted(unknown)[0]!r}, which is not there", "leave it out")
        for name, value, relation in listed:
            if name not in left_out:
                if relation is not None:
                    relation.use(name)
                else:
                    for one in self._block.relations:
                        if name in one.columns:
                            one.use(name)
                self._add(item, name, value)

    def _check_grouping(self) -> None:
        block = self._block
        grouped = bool(block.groups) or self._node.args.get("having") is not None
        if not grouped and not any(v.aggregated for v in block.items.values()):
            return
        for name, value in block.items.items():
            self._check_loose(self._nodes[name], value)

    def _check_loose(self, node: exp.Expr, value: Value) -> None:
        loose = sorted(c for c in value.loose if c not in self._group_columns())
        if loose:
            self._compiler.report.add(
                Problem(
                    node,
                    "column",
                    f"{loose[0]} is neither grouped by nor inside an aggregate",
                    f"add it to GROUP BY, or write such as max({loose[0].partition('.')[2]})",
                )
            )

    def _group_columns(self) -> set[str]:
        return {k.replace("`", "") for k in self._block.groups}

    def _distinct(self) -> str:
        return "DISTINCT " if self._node.args.get("distinct") else ""

    def _key(self) -> frozenset[str] | None:
        """The columns of the result that identify a row, where that follows from what is read."""
        block = self._block
        texts = {v.spark: n for n, v in reversed(block.items.items())}
        if self._node.args.get("distinct"):
            return frozenset(block.items)
        if block.groups:
            needed = set(block.groups)
        elif any(v.aggregated for v in block.items.values()):
            return frozenset(block.items)
        else:
            needed = set()
            for relation in block.relations:
                if relation.visible:
                    if relation.key is None:
                        return None
                    needed |= {relation.columns[c].spark for c in relation.key}
        return frozenset(texts[t] for t in needed) if needed and needed <= set(texts) else None


def _implied(item: exp.Expr) -> str:
    if isinstance(item, exp.Column | exp.Dot):
        return item.parts[-1].name.lower() if isinstance(item, exp.Column) else item.expression.name.lower()
    return ""
