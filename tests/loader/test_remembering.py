"""Readings are kept between runs, and a kept file makes nothing but a reading."""

import os
import pickle
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from meshwright.cache.store import store
from meshwright.language import Domain
from meshwright.loader import Reading, read_definition, remembering
from meshwright.loader.files import digest
from meshwright.loader.remembering import reading, reading_key
from tests.generated import PROJECT
from tests.loader.meshes import definition

PATH = "domains/sales/domain.py"
DEFINITIONS = sorted([*PROJECT.glob("domains/*/domain.py"), *PROJECT.glob("tests/loader/corpus/**/*.py")])


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MESH_CACHE", str(tmp_path / "cache"))


@pytest.mark.parametrize("file", DEFINITIONS, ids=lambda p: p.relative_to(PROJECT).as_posix())
def test_a_kept_reading_is_the_reading(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = file.read_text(errors="replace")
    first = reading(PATH, text)
    monkeypatch.setattr(remembering, "read_definition", None)
    kept = reading(PATH, text)
    assert kept == first == read_definition(PATH, text)
    assert kept is not first
    for name, place in first.places.items():
        assert kept.places[name].fields == place.fields
        if isinstance(first.values.get(name), Domain):
            assert kept.values[name].place.fields == first.values[name].place.fields
            assert kept.values[name].model_fields_set == first.values[name].model_fields_set


def test_path_and_text_count() -> None:
    assert reading(PATH, definition("sales")).places["domain"].path == PATH
    assert reading("domains/x/domain.py", definition("sales")).places["domain"].path == "domains/x/domain.py"
    assert reading(PATH, definition("other")).values["domain"].name == "other"


def test_other_code_reads_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    before = reading_key(PATH, digest("x"))
    remembering.reader.cache_clear()
    monkeypatch.setattr(remembering, "version", lambda name: "another")
    try:
        assert reading_key(PATH, digest("x")) != before
    finally:
        remembering.reader.cache_clear()


class Call:
    """Pickles as a call."""

    def __init__(self, function: Any, *arguments: Any) -> None:
        self.call = function, arguments

    def __reduce__(self) -> Any:
        return self.call


HOSTILE = [
    b"",
    b"not a pickle",
    b"\x80\x05" + b"(" * 1_000_000,
    pickle.dumps("a text"),
    pickle.dumps(Domain("sales")),
    pickle.dumps(Call(os.system, "touch HERE/done")),
    pickle.dumps(Call(eval, "open('HERE/done', 'w')")),
    pickle.dumps(Call(subprocess.check_call, ["touch", "HERE/done"])),
    pickle.dumps(Call(remembering.reading, PATH, "x = 1")),
    b"cmeshwright.language.definition\nBaseModel.__subclasses__\n(tR.",
    b"cmeshwright.language.awaiting\nCollection\n(tR.",
]


@pytest.mark.parametrize("held", HOSTILE, ids=range(len(HOSTILE)))
def test_whatever_a_kept_file_holds_only_a_reading_comes_of_it(tmp_path: Path, held: bytes) -> None:
    text = definition("sales")
    kept = store("readings", limit=10**6)
    kept.put(reading_key(PATH, digest(text)), held.replace(b"HERE", str(tmp_path).encode()[:4].ljust(4)))
    found = reading(PATH, text)
    assert isinstance(found, Reading)
    assert found == read_definition(PATH, text)
    assert reading(PATH, text) == found, "and it was mended"


def test_hostile_files_would_do_harm_to_a_plain_reader(tmp_path: Path) -> None:
    mark = tmp_path / "done"
    held = pickle.dumps(Call(os.system, f"touch {mark}"))
    assert remembering._unpickled(held) is None
    assert not mark.exists()
    pickle.loads(held)
    assert mark.exists()


def test_the_next_process_finds_what_this_one_kept(tmp_path: Path) -> None:
    reading(PATH, definition("sales"))
    script = (
        "from meshwright.loader import remembering\n"
        "remembering.read_definition = None\n"
        f"print(remembering.reading({PATH!r}, {definition('sales')!r}).values['domain'].name)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "sales\n"
