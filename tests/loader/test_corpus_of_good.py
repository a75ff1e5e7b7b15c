"""A good definition means to the loader what it means to Python."""

from pathlib import Path
from typing import Any

import pytest

from meshwright.language import CONSTRUCTORS
from meshwright.loader import Reading, read_definition

ROOT = Path(__file__).parents[2]
CORPUS = Path(__file__).parent / "corpus" / "good"
GOOD = sorted(CORPUS.glob("*.txt"))
REAL = [*sorted((ROOT / "domains").glob("*/domain.py")), ROOT / "stacks/governance.py", ROOT / "stacks/environments.py"]


def _as_python(source: str) -> dict[str, Any]:
    """What the names of a file stand for when Python runs it."""
    names: dict[str, Any] = {}
    exec(compile(source, "definition", "exec"), names)
    return {n: v for n, v in names.items() if not n.startswith("__") and not (n in CONSTRUCTORS and callable(v))}


def _read(source: str) -> Reading:
    return read_definition("domain.py", source)


@pytest.mark.parametrize("path", [*GOOD, *REAL], ids=lambda p: "/".join(p.parts[-2:]))
@pytest.mark.parametrize("line_end", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_reading_gives_what_running_gives(path: Path, line_end: str) -> None:
    source = path.read_bytes().decode().replace("\n", line_end)
    reading, expected = _read(source), _as_python(source)
    assert reading.findings == ()
    assert reading.complete
    assert set(reading.values) == set(expected)
    for name, value in reading.values.items():
        assert value == expected[name]
        assert repr(value) == repr(expected[name])  # 1, 1.0 and True are equal and not the same


def test_every_word_is_in_the_corpus() -> None:
    source = (CORPUS / "every_word.txt").read_text()
    assert {word for word in CONSTRUCTORS if f"{word}(" in source or f"{word}." in source} == set(CONSTRUCTORS)


@pytest.mark.parametrize("path", GOOD, ids=lambda p: p.name)
def test_a_place_for_every_name(path: Path) -> None:
    source = path.read_text()
    reading = _read(source)
    assert list(reading.places) == list(reading.values)
    for name, place in reading.places.items():
        assert source.splitlines()[place.line - 1][place.column - 1 :].startswith(name)


def test_a_definition_and_its_arguments_know_their_places() -> None:
    source = 'from meshwright import Table, text\n\ntable = Table("ä", columns=[\n    text(1, "id"),\n], expects=[])\n'
    table = _read(source.replace("ä", "a")).values["table"]
    assert str(table.place) == "domain.py:3:9"
    assert str(table.place.of("name")) == "domain.py:3:15"
    assert str(table.place.of("columns")) == "domain.py:3:28"
    assert str(table.place.of("expects")) == "domain.py:5:12"
    assert str(table.place.of("description")) == "domain.py:3:9", "what was left out is where the whole is"
    assert str(table.columns[0].place.of("name")) == "domain.py:4:13"
    assert str(table.columns[0].type.place) == "domain.py:4:5"


def test_columns_of_a_place_count_characters() -> None:
    source = 'from meshwright import Domain\n\ndomain = Domain(description="東京🚚", name="sales")\n'
    assert str(_read(source).values["domain"].place.of("name")) == "domain.py:3:41"


def test_a_column_renamed_by_what_holds_it_keeps_its_place() -> None:
    source = 'from meshwright import list_of, text\n\nx = list_of(1, "tags",\n  element=text(2))\n'
    assert str(_read(source).values["x"].type.element.place) == "domain.py:4:11"
