"""Sensitive stays sensitive: what is derived from a sensitive column has to be declared as such."""

from sqlglot import exp

from meshwright.language import Column, Table

from .lineage import Edge, Lineage
from .problems import Problem, Report, listed
from .sources import Sources


def check(report: Report, query: exp.Query | None, table: Table, lineage: Lineage, sources: Sources) -> None:
    """Report every column that carries more than it says.

    A condition inside a value passes sensitivity on; filters, joins, sorts and groups don't.
    """
    nodes = {e.alias_or_name.lower(): e for e in query.selects} if query is not None else {}
    for column in table.columns:
        tainted = [e for e in lineage.columns[column.name] if _counts(e) and _sensitive(e, sources)]
        _check_column(report, nodes.get(column.name, query), table, column, tainted)


def _check_column(report: Report, node: exp.Expr | None, table: Table, column: Column, tainted: list[Edge]) -> None:
    origins = listed(sorted({f"{e.database}.{e.table}.{e.column}" for e in tainted}), 3)
    if tainted and not column.sensitive:
        report.add(
            Problem(
                node,
                "sensitive",
                f"column {column.name!r} of table {table.name} comes from the sensitive {origins}",
                'declare it pii="pseudonymise", "mask", "generalise" or "inherit", or write '
                "mask_last(…), generalise(…) or a count",
            )
        )
    if column.pii != "inherit":
        return
    if not tainted:
        report.add(
            Problem(
                node,
                "sensitive",
                f'column {column.name!r} is pii="inherit" but comes from nothing sensitive',
                "leave out pii, or declare the source's",
            )
        )
    elif raw := [e for e in tainted if e.state == "raw"]:
        first = min(raw)
        report.add(
            Problem(
                node,
                "sensitive",
                f'column {column.name!r} is pii="inherit", but {first.database}.{first.table}.{first.column} '
                "has not been treated",
                'declare pii="pseudonymise", or write pseudonymise(…)',
            )
        )


def _counts(edge: Edge) -> bool:
    return edge.state != "cleared" and (edge.kind == "DIRECT" or edge.subtype == "CONDITIONAL")


def _sensitive(edge: Edge, sources: Sources) -> bool:
    return any(
        (s.database, s.name) == (edge.database, edge.table) and s.columns[edge.column].sensitive
        for s in sources.found.values()
    )
