"""ORDER BY and LIMIT, which exist only together: a table has no order."""

from dataclasses import dataclass, field

from sqlglot import exp

from .expressions import Context, expression
from .lineage import NONE, Edges, indirect
from .problems import Problem, listed
from .scope import Block
from .values import Value, quoted_duckdb, quoted_spark
from .windows import sort_text


@dataclass
class Order:
    """ORDER BY and LIMIT in both engines."""

    spark: str = ""
    duckdb: str = ""
    keys: list[tuple[exp.Expr, Value]] = field(default_factory=list)
    """What is sorted by, beside the columns of the result."""
    decided: Edges = NONE


def ordered(block: Block, node: exp.Expr, only_items: bool) -> Order:
    """ORDER BY and LIMIT. Rows that sort alike are told apart by all their columns, so that a LIMIT means one thing.

    ``only_items``: whether only columns of the result can be sorted by.

    Raises:
        Problem: one stands without the other, or a key is not available.
    """
    order, limit, offset = (node.args.get(k) for k in ("order", "limit", "offset"))
    if order is None and limit is None and offset is None:
        return Order()
    if order is None:
        raise Problem(limit or offset, "order", "LIMIT without ORDER BY takes rows at random", "add ORDER BY")
    if limit is None:
        raise Problem(order, "order", "ORDER BY without LIMIT has no effect: a table has no order", "leave it out")
    found = Order()
    texts = [_sort_key(block, o, only_items, found) for o in order.expressions]
    for name, value in block.items.items():
        if value.type.holds("map"):
            raise Problem(order, "order", f"rows can look alike but for the map {name}", "leave out the LIMIT")
        texts.append(sort_text(quoted_spark(name), quoted_duckdb(name), False, True))
    end = "".join(
        f" {word} {_count(part)}" for word, part in (("LIMIT", limit), ("OFFSET", offset)) if part is not None
    )
    found.spark = f" ORDER BY {', '.join(t[0] for t in texts)}{end}"
    found.duckdb = f" ORDER BY {', '.join(t[1] for t in texts)}{end}"
    values = [*block.items.values(), *(v for _, v in found.keys)]
    found.decided = indirect((e for v in values for e in v.edges), "SORT")
    return found


def _sort_key(block: Block, node: exp.Ordered, only_items: bool, found: Order) -> tuple[str, str]:
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
    found.keys.append((node, value))
    return sort_text(value.spark, value.duckdb, down, first)


def _count(node: exp.Expr) -> str:
    number = node.expression
    if not isinstance(number, exp.Literal) or not number.name.isdigit():
        raise Problem(node, "order", "LIMIT and OFFSET take a number", "write it out")
    return str(number.name)
