"""Every bad definition gives exactly the findings that stand beside it.

``UPDATE_CORPUS=1 pytest`` writes what is found into the files; review the difference like code.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from meshwright.findings import Finding
from meshwright.loader import EXPLANATIONS, read_definition

CORPUS = Path(__file__).parent / "corpus" / "bad"
FINDINGS = "--- findings"


def _cases(path: Path) -> Iterator[tuple[str, str, list[str]]]:
    """Title, source, and the findings as they are written in the file."""
    for block in path.read_text().split("=== ")[1:]:
        title, _, body = block.partition("\n")
        source, _, found = body.partition(f"{FINDINGS}\n")
        yield title, source, found.splitlines()


def _found(source: str) -> list[Finding]:
    return list(read_definition("domains/sales/domain.py", source).findings)


def _shown(finding: Finding) -> str:
    return str(finding).removeprefix(f"{finding.place.path}:").replace(": ", " ", 1)


def _update() -> None:
    for path in CORPUS.glob("*.txt"):
        blocks = [
            f"=== {title}\n{source}{FINDINGS}\n" + "".join(f"{_shown(f)}\n" for f in _found(source))
            for title, source, _ in _cases(path)
        ]
        path.write_text("".join(blocks))


if os.environ.get("UPDATE_CORPUS"):
    _update()

CASES = [(path.stem, *case) for path in sorted(CORPUS.glob("*.txt")) for case in _cases(path)]


@pytest.mark.parametrize(("topic", "title", "source", "expected"), CASES, ids=[f"{c[0]}: {c[1]}" for c in CASES])
def test_a_bad_definition_is_told_what_is_wrong(topic: str, title: str, source: str, expected: list[str]) -> None:
    assert expected, "a case without findings belongs to the good ones"
    assert [_shown(f) for f in _found(source)] == expected


def test_there_are_many_of_them_and_each_is_another() -> None:
    assert len(CASES) >= 200
    assert len({source for _, _, source, _ in CASES}) == len(CASES)


@pytest.mark.parametrize(("topic", "title", "source", "expected"), CASES, ids=[f"{c[0]}: {c[1]}" for c in CASES])
def test_findings_read_like_all_others(topic: str, title: str, source: str, expected: list[str]) -> None:
    for finding in _found(source):
        assert finding.id in EXPLANATIONS
        assert finding.message
        assert finding.fix
        assert not finding.message.endswith(".")
        assert not finding.fix.endswith(".")
        assert str(finding).isprintable()
        assert len(str(finding)) < 300
        for leaked in (
            "__init__()",
            "unexpected keyword",
            "Input should",
            "pydantic",
            "Value error",
            "BROKEN",
            "Traceback",
        ):
            assert leaked not in str(finding)
