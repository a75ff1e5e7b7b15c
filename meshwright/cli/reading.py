"""``mesh query`` and ``mesh ls``: what a consumer sees."""

import sys
from datetime import datetime

from meshwright.cli.output import print_rows
from meshwright.cli.project import day, find_root, load_mesh, need_sandbox_extra
from meshwright.errors import MeshError


def query(sql: str, consumer: str, *, role: str, format: str, limit: int, today: str | None) -> None:
    """Answer a question and print the rows; a denial is an error that says what is missing."""
    need_sandbox_extra()
    from meshwright import names
    from meshwright.sandbox.place import sandbox_environment
    from meshwright.sandbox.query import query as ask
    from meshwright.sandbox.server import running

    root, on = find_root(), day(today)
    mesh = load_mesh(root)
    if mesh.domain(consumer) is None:
        raise MeshError(f'there is no domain "{consumer}"; there are: {", ".join(d.name for d in mesh.domains)}')
    if role not in names.ROLES:
        raise MeshError(f'there is no role "{role}"; there are: {", ".join(names.ROLES)}')
    server = running(root)
    if server is None:
        raise MeshError("the sandbox is not running; start it with `mesh up`")
    result = ask(server, mesh, sandbox_environment(mesh), consumer, sql, role=role, today=on)
    kept = result.rows.slice(0, limit) if format == "table" else result.rows
    rows = [tuple(row.values()) for row in kept.to_pylist()]
    print_rows(result.columns, rows, format)
    if format == "table":
        more = result.rows.num_rows - kept.num_rows
        left_out = f"; {more:,} more with --limit" if more else ""
        print(f"{result.rows.num_rows:,} row{'' if result.rows.num_rows == 1 else 's'}{left_out}", file=sys.stderr)


def list_products(format: str, today: str | None) -> None:
    """Print every product and how it stands."""
    need_sandbox_extra()
    from meshwright.sandbox.overview import overview
    from meshwright.sandbox.server import running

    root, on = find_root(), day(today)
    mesh, server = load_mesh(root), running(root)
    rows = [
        (
            s.ref.domain.name,
            s.ref.product.name,
            s.ref.product.version,
            s.ref.domain.owner,
            ", ".join(s.readers),
            _clock(s.last_run),
            s.status,
            _freshness(s.last_published, s.now, s.fresh_within, s.fresh),
            None if s.quality is None else f"{s.quality:.0%}",
        )
        for s in overview(mesh, server, today=on)
    ]
    columns = ("domain", "product", "version", "owner", "readers", "last run (UTC)", "status", "freshness", "quality")
    print_rows(columns, rows, format)
    if server is None and format == "table":
        print("the sandbox is not running, so nothing is known of runs; start it with `mesh up`", file=sys.stderr)


def _clock(moment: datetime | None) -> str | None:
    return None if moment is None else f"{moment:%Y-%m-%d %H:%M}"


def _freshness(published: datetime | None, now: datetime, within: str | None, met: bool | None) -> str | None:
    if published is None:
        return None
    age = now - published
    hours, minutes = divmod(int(age.total_seconds()) // 60, 60)
    old = f"{hours // 24} d" if hours >= 48 else f"{hours} h" if hours else f"{minutes} min"
    return old if within is None else f"{old} {'of' if met else 'over'} {within}"
