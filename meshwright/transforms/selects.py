"""One SELECT."""

from typing import TYPE_CHECKING

from sqlglot import exp

from .expressions import Context, expression
from .lineage import Edges, indirect
from .operators import condition
from .problems import Problem, Unresolved
from .relations import From
from .scope import UNKNOWN, Block, Rows
from .sorting import ordered
from .values import Value, quoted_duckdb, quoted_spark

if TYPE_CHECKING:
    from .compiler import Compiler


class Select:
    """Compiles one SELECT."""

    def __init__(self, compiler: "Compiler", node: exp.Select, block: Block, named: bool) -> None:
        self._compiler, self._node, self._named, self._block = compiler, node, named, block
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
        order = ordered(block, node, bool(distinct))
        self._decided |= order.decided
        for at, value in order.keys:
            if self._grouped():
                self._check_loose(at, value)
        texts = []
        for engine in (0, 1):
            quote = (quoted_spark, quoted_duckdb)[engine]
            items = ", ".join(f"{(v.spark, v.duckdb)[engine]} AS {quote(n)}" for n, v in block.items.items())
            clauses = (source.spark, source.duckdb)[engine] + where[engine] + group[engine] + having[engine]
            texts.append(f"SELECT {distinct}{items}{clauses}{(order.spark, order.duckdb)[engine]}")
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
        if self._grouped():
            for name, value in self._block.items.items():
                self._check_loose(self._nodes[name], value)

    def _grouped(self) -> bool:
        """Whether its rows are groups."""
        block = self._block
        having = self._node.args.get("having") is not None
        return having or bool(block.groups) or any(v.aggregated for v in block.items.values())

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
        if not self._node.args.get("distinct"):
            return ""
        self._decided |= indirect((e for v in self._block.items.values() for e in v.edges), "GROUP_BY")
        return "DISTINCT "

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
