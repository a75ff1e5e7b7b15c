"""The page about definitions says what is so."""

import re
from pathlib import Path

import pytest

from meshwright.language import CONSTRUCTORS, Domain, Environment, Governance
from meshwright.loader import EXPLANATIONS, limits, read_definition
from meshwright.loader.words import FAMILIES, alternatives, word

PAGE = (Path(__file__).parents[2] / "docs" / "definitions.md").read_text()
BLOCKS = re.findall(r"^```python\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
WRITTEN = dict(re.findall(r"^\| `([A-Za-z_.]+)\((.*?)\)` \|", PAGE, re.MULTILINE))
WORDS = {
    name
    for constructor in CONSTRUCTORS
    for name in (
        [f"{constructor}.{a}" for a in alternatives(constructor)] if constructor in FAMILIES else [constructor]
    )
}


@pytest.mark.parametrize("source", BLOCKS, ids=lambda b: b.splitlines()[-1][:30])
def test_every_block_can_be_loaded(source: str) -> None:
    reading = read_definition("domain.py", source)
    assert [str(finding) for finding in reading.findings] == []


def test_there_is_a_block_for_each_kind_of_file() -> None:
    values = [value for source in BLOCKS for value in read_definition("domain.py", source).values.values()]
    assert any(isinstance(value, Domain) for value in values)
    assert any(isinstance(value, Governance) for value in values)
    assert any(isinstance(value, list) and isinstance(value[0], Environment) for value in values)


def test_every_constructor_has_its_line() -> None:
    assert set(WRITTEN) == WORDS


@pytest.mark.parametrize("name", sorted(WORDS))
def test_a_constructor_s_line_names_all_it_takes(name: str) -> None:
    known = word(name)
    own = [p for p in known.names if p not in ("key", "optional", "unit", "pii", "why", "deprecated", "default")]
    if known.noun == "column":
        own.remove("description")
    names = [part for part in re.split(r"\s*,\s*(?![^(]*\))", WRITTEN[name]) if part not in ("", "*")]
    stated = [part.lstrip("*").partition("=")[0] for part in names]
    assert stated == [*own, *([known.variadic] if known.variadic else [])]
    optional = {part.partition("=")[0] for part in names if "=" in part}
    assert {p for p in own if p not in optional} - {"name"} == set(known.required) - {"name"}


def test_the_options_of_columns_are_all_named() -> None:
    options = set(word("text").names) - {"number", "name"}
    sentence = PAGE[PAGE.index("Every column takes") : PAGE.index("by name.")]
    assert set(re.findall(r"`(\w+)`", sentence)) == options


def test_the_limits_are_those_of_the_loader() -> None:
    assert limits.FILE_BYTES == 1024 * 1024
    assert "at most 1 MiB" in PAGE
    assert f"{limits.NODES:,} values and {limits.NESTING} levels deep" in PAGE
    assert f"at most {limits.ELEMENTS:,} entries" in PAGE


def test_every_finding_of_the_loader_is_explained_as_in_reports() -> None:
    rows = re.findall(r"^\| `([a-z-]+)` \| (.*?) \| (.*?) \| (.*?) \|$", PAGE, re.MULTILINE)
    assert {id: (what, why, fix) for id, what, why, fix in rows} == dict(EXPLANATIONS)
