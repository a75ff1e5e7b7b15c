"""docs/transforms.md is what the code says."""

import re
from pathlib import Path

from meshwright.transforms.document import document
from meshwright.transforms.functions import AGGREGATES, REFUSED, SCALARS

from .parity.running import cases

PAGE = Path(__file__).parents[2] / "docs" / "transforms.md"


def test_the_page_is_fresh() -> None:
    assert PAGE.read_text() == document(), "run python -m meshwright.transforms > docs/transforms.md"


def test_every_function_has_been_compared_with_spark() -> None:
    asked = {name.lower() for sql in cases() for name in re.findall(r"\b([A-Za-z_][A-Za-z0-9_]*)\s*\(", sql)}
    assert not (SCALARS.keys() | AGGREGATES.keys()) - asked


def test_no_function_is_both_available_and_not() -> None:
    assert not REFUSED.keys() & (SCALARS.keys() | AGGREGATES.keys())
