"""OVER: partitions, orders and frames. Where the order leaves rows alike, the rest of the row decides."""

import re
from dataclasses import dataclass

from sqlglot import exp

from .expressions import Context, expression
from .functions import Aggregate
from .problems import Problem, did_you_mean
from .scope import UNKNOWN, Block, Relation
from .values import Value

_SMALL = r"[0-9]{1,9}"


@dataclass
class Over:
    """The inside of OVER in both engines."""

    spark: str
    duckdb: str
    values: list[Value]


def over(node: exp.Window, context: Context, aggregate: Aggregate, name: str) -> Over:
    """What stands in OVER.

    Raises:
        Problem: something there is not available.
    """
    node = _named(node, context.block)
    inside = context.within("window")
    partition = [expression(p, inside) for p in node.args.get("partition_by") or []]
    order = node.args.get("order")
    ordered = [(o, expression(o.this, inside)) for o in order.expressions] if order else []
    if aggregate.ranks and not ordered:
        raise Problem(node.this, "order", f"{name} has no order", "add ORDER BY inside OVER")
    spec = node.args.get("spec")
    frame = _frame(spec) if spec else ""
    if name in ("last_value", "nth_value") and not frame.startswith("ROWS"):  # else rows alike share one frame
        raise Problem(
            node.this,
            "order",
            f"{name} depends on which of the rows that sort alike comes last",
            "add ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW, or … AND UNBOUNDED FOLLOWING",
        )
    written = [_sorted(o, v) for o, v in ordered]
    if aggregate.ordered or frame.startswith("ROWS"):
        if not ordered:
            raise Problem(node.this, "order", f"{name} over ROWS has no order", "add ORDER BY inside OVER")
        written += _deciding(context.block, node, {v.spark for v in partition} | {v.spark for _, v in ordered})
    parts = []
    for engine in (0, 1):
        texts = []
        if partition:
            listed = ", ".join((v.spark, v.duckdb)[engine] for v in partition)
            texts.append(f"PARTITION BY {listed}")
        if written:
            texts.append(f"ORDER BY {', '.join(w[engine] for w in written)}")
        parts.append(" ".join([*texts, *([frame] if frame else [])]))
    return Over(parts[0], parts[1], [*partition, *(v for _, v in ordered)])


def _named(node: exp.Window, block: Block) -> exp.Window:
    alias = node.alias.lower()
    if not alias:
        return node
    found = block.windows.get(alias)
    if found is None:
        raise Problem(
            node,
            "column",
            f"no window is called {alias!r}",
            did_you_mean(alias, block.windows, "define it: WINDOW w AS (…)"),
        )
    if node.args.get("partition_by") or node.args.get("order") or node.args.get("spec"):
        raise Problem(node, "function", f"the window {alias} is changed where it is used", "write it out")
    return found


def sort_text(spark: str, duckdb: str, descending: bool, nulls_first: bool) -> tuple[str, str]:
    """One sort key in both engines, with the place of NULLs said."""
    end = f"{'DESC' if descending else 'ASC'} NULLS {'FIRST' if nulls_first else 'LAST'}"
    return f"{spark} {end}", f"{duckdb} {end}"


def _sorted(node: exp.Ordered, value: Value) -> tuple[str, str]:
    if value.type.nested:
        raise Problem(node, "type", f"{value.type} can't be sorted by", "sort by its fields")
    return sort_text(value.spark, value.duckdb, bool(node.args.get("desc")), bool(node.args.get("nulls_first")))


def _deciding(block: Block, node: exp.Window, known: set[str]) -> list[tuple[str, str]]:
    """Sort keys that leave no two rows alike, beside those that are known."""
    if block.groups:
        missing = [k for k in sorted(block.groups.items()) if k[0] not in known]
        return [sort_text(spark, duckdb, False, True) for spark, duckdb in missing]
    found: list[tuple[str, str]] = []
    for relation in block.relations:
        if relation.visible:
            found += _identifying(relation, node, known)
    return found


def _identifying(relation: Relation, node: exp.Window, known: set[str]) -> list[tuple[str, str]]:
    names = sorted(relation.key) if relation.key is not None else list(relation.columns)
    found = []
    for name in names:
        value = relation.columns[name]
        if value.type == UNKNOWN or value.spark in known:
            continue
        if value.type.holds("map"):
            raise Problem(
                node,
                "order",
                f"rows of {relation.name} can look alike but for the map {name}",
                "leave the map out in a WITH first",
            )
        relation.use(name)
        found.append(sort_text(value.spark, value.duckdb, False, True))
    return found


def _frame(spec: exp.WindowSpec) -> str:
    kind = spec.text("kind").upper()
    start = _bound(spec, "start", kind)
    end = _bound(spec, "end", kind) if spec.args.get("end") else "CURRENT ROW"
    return f"{kind} BETWEEN {start} AND {end}"


def _bound(spec: exp.WindowSpec, which: str, kind: str) -> str:
    value, side = spec.args.get(which), (spec.args.get(f"{which}_side") or "")
    if isinstance(value, str):
        return f"{value} {side}".strip()
    if kind == "ROWS" and isinstance(value, exp.Literal) and not value.is_string and re.fullmatch(_SMALL, value.name):
        return f"{value.name} {side}"
    raise Problem(
        spec,
        "function",
        "the frame is not one that both engines know",
        "write ROWS BETWEEN n PRECEDING AND m FOLLOWING, UNBOUNDED or CURRENT ROW",
    )
