"""The rules as a whole."""

from importlib import import_module
from pathlib import Path

import pytest

from meshwright import rules
from meshwright.rules import ALL, Rule
from meshwright.rules.document import document

ROOT = Path(__file__).parent.parent.parent
FOLDER = Path(rules.__file__).parent
MACHINERY = {
    "__init__", "__main__", "ambiguity", "document", "facts", "judging", "keywords", "kinds", "patterns", "quotas",
    "registry", "rule",
}  # fmt: skip
FILES = sorted(p.stem for p in FOLDER.glob("*.py") if p.stem not in MACHINERY)


@pytest.mark.parametrize("file", FILES)
def test_a_file_holds_the_rule_it_is_named_after(file: str) -> None:
    rule = import_module(f"meshwright.rules.{file}").RULE
    assert rule.id == file.replace("_", "-")
    assert rule in ALL


def test_every_rule_has_a_file() -> None:
    assert sorted(r.id for r in ALL) == [f.replace("_", "-") for f in FILES]


@pytest.mark.parametrize("rule", ALL, ids=lambda r: r.id)
def test_a_rule_speaks_in_short_lines(rule: Rule) -> None:
    for said in (rule.must, rule.why, rule.fix):
        assert said
        assert not said.endswith(".")
        assert "\n" not in said
        assert len(said) <= 160


def test_the_document_is_fresh() -> None:
    written = (ROOT / "docs" / "rules.md").read_text()
    assert written == document(), "run: python -m meshwright.rules > docs/rules.md"
