"""Why somebody may not read something, in words that say what to write."""

from collections.abc import Iterable
from datetime import date

from meshwright.access import EVERYONE, compile, explain
from meshwright.language import Mesh


def denial(
    mesh: Mesh, consumer: str, role: str, database: str, table: str, columns: Iterable[str] = (), *, today: date
) -> str:  # fmt: skip
    """Which share, subscription or deployment is missing for a table, or for columns of it that are not visible."""
    named = tuple(columns)
    what = f"{database}.{table}" + (f", column {named[0]}" if named else "")
    if _agreed(mesh, consumer, role, database, table, named, today):
        return f"{what}: agreed but not granted in the sandbox; run `mesh up`"
    reasons = dict.fromkeys(explain(mesh, consumer, database, table, c, today=today) for c in named or (None,))
    return f"{what}: {'; '.join(reasons)}"


def _agreed(
    mesh: Mesh, consumer: str, role: str, database: str, table: str, columns: tuple[str, ...], today: date
) -> bool:  # fmt: skip
    return any(
        e.consumer in (consumer, EVERYONE)
        and role in e.roles
        and e.place == (database, table)
        and set(columns) <= set(e.columns)
        for e in compile(mesh, today=today)
    )
