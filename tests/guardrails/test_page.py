"""The page on guardrails says what the guardrails say."""

from meshwright.guardrails.document import document
from tests.guardrails.recorded import ROOT


def test_it_is_fresh() -> None:
    written = (ROOT / "docs" / "guardrails.md").read_text()
    assert written == document(), "run: python -m meshwright.guardrails > docs/guardrails.md"
