"""Every rule about changes, over its table of good and bad."""

from importlib import import_module
from pathlib import Path

import pytest

from meshwright.contracts import rules
from meshwright.contracts.rules import ChangeRule

from . import changes, removed, versions
from .pairs import Pair, found
from .passing import GOOD

BAD = [(rule, *case) for table in (versions, changes, removed) for rule, cases in table.BAD.items() for case in cases]
KEPT = [(rule, pair) for rule, cases in GOOD.items() for pair in cases]
FOLDER = Path(rules.__file__).parent
FILES = sorted(p.stem for p in FOLDER.glob("*.py") if p.stem not in {
    "__init__", "change_rule", "numbers", "registry", "telling",
})  # fmt: skip


@pytest.mark.parametrize(("rule", "pair", "lines"), BAD, ids=[rule for rule, *_ in BAD])
def test_a_breach_is_found_and_nothing_else(rule: str, pair: Pair, lines: list[str]) -> None:
    assert found(pair) == lines
    assert any(f": {rule} " in line for line in lines)


@pytest.mark.parametrize(("rule", "pair"), KEPT, ids=[rule for rule, _ in KEPT])
def test_what_keeps_a_rule_passes(rule: str, pair: Pair) -> None:
    assert found(pair) == []


@pytest.mark.parametrize(("rule", "pair"), KEPT, ids=[rule for rule, _ in KEPT])
def test_once_it_is_published_nothing_is_found(rule: str, pair: Pair) -> None:
    _, head = pair
    assert [line for line in found((head, head)) if "warning: urgent-used" not in line] == []


def test_every_rule_has_good_and_bad() -> None:
    ids = {r.id for r in rules.ALL}
    assert {rule for rule, *_ in BAD} == ids
    assert {rule for rule, _ in KEPT} == ids


@pytest.mark.parametrize("file", FILES)
def test_a_file_holds_the_rule_it_is_named_after(file: str) -> None:
    rule = import_module(f"meshwright.contracts.rules.{file}").RULE
    assert rule.id == file.replace("_", "-")
    assert rule in rules.ALL


@pytest.mark.parametrize("rule", rules.ALL, ids=lambda r: r.id)
def test_a_rule_speaks_in_short_lines(rule: ChangeRule) -> None:
    for said in (rule.must, rule.why, rule.fix):
        assert said
        assert not said.endswith(".")
        assert "\n" not in said
        assert len(said) <= 160
