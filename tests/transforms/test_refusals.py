"""What a transform can't say: refusals.txt holds each with everything that is said of it."""

from pathlib import Path

import pytest

from meshwright.language import integer, text

from .samples import compiled

REFUSALS = Path(__file__).with_name("refusals.txt")
COLUMNS = [integer(1, "id", key=True), text(2, "it", optional=True)]


def cases() -> dict[str, list[str]]:
    """SQL to findings. A line that is indented by four belongs to the SQL above when it begins with a place."""
    found: dict[str, list[str]] = {}
    sql: list[str] = []
    for line in REFUSALS.read_text().splitlines():
        if line.startswith("    ") and line.strip()[:1].isdigit():
            found.setdefault("\n".join(sql), []).append(line.strip())
        elif not line.startswith("#"):
            if "\n".join(sql) in found:
                sql = []
            sql.append(line)
    return found


@pytest.mark.parametrize("sql", cases())
def test_what_is_not_available_is_refused_with_its_place_and_a_cure(sql: str) -> None:
    result = compiled(sql, COLUMNS)
    said = [
        f"{f.place.line}:{f.place.column} {f.id.removeprefix('transform-')}: {f.message}; {f.fix}"
        for f in result.findings
    ]
    assert said == cases()[sql]
    assert result.plan is None
    assert {f.place.path for f in result.findings} == {"domains/operations/transforms/out.sql"}
