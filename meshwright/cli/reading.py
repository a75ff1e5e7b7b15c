"""``mesh query``: what a consumer sees."""

import sys
from typing import TYPE_CHECKING, Any

from meshwright.cli.ending import Status
from meshwright.cli.output import print_rows
from meshwright.cli.project import day, find_root, load_mesh, need_sandbox_extra, running_sandbox, unknown

if TYPE_CHECKING:
    import pyarrow as pa


def query(sql: str, consumer: str, *, role: str, format: str, limit: int, today: str | None) -> int:
    """Answer a question and print the rows; a denial is an error that says what is missing."""
    need_sandbox_extra()
    from meshwright import names

    root, on = find_root(), day(today)
    loaded = load_mesh(root)
    mesh = loaded.mesh
    if mesh.domain(consumer) is None:
        raise loaded.unknown("domain", consumer, (d.name for d in mesh.domains))
    if role not in names.ROLES:
        raise unknown("role", role, names.ROLES)
    server = running_sandbox(root)
    from meshwright.sandbox.place import sandbox_environment
    from meshwright.sandbox.query import query as ask

    answer = ask(server, mesh, sandbox_environment(mesh), consumer, sql, role=role, today=on).rows
    kept = answer.slice(0, limit) if format == "table" else answer
    print_rows(_distinct(kept.schema.names), _rows(kept), format)
    sys.stdout.flush()
    if format == "table":
        more = answer.num_rows - kept.num_rows
        left_out = f"; {more:,} of them not shown, --limit shows more" if more else ""
        print(f"{answer.num_rows:,} row{'' if answer.num_rows == 1 else 's'}{left_out}", file=sys.stderr)
    return Status.DONE


def _rows(table: "pa.Table") -> list[tuple[Any, ...]]:
    columns = [column.to_pylist() for column in table.columns]
    return list(zip(*columns, strict=True))


def _distinct(columns: list[str]) -> list[str]:
    """Names that an object can have as keys: a repeated one is numbered."""
    found: list[str] = []
    for column in columns:
        name, number = column, 1
        while name in found:
            number += 1
            name = f"{column}_{number}"
        found.append(name)
    return found
