"""The committed control report is that of the example mesh."""

from contextlib import chdir
from pathlib import Path

import pytest

from meshwright.cli.ending import run

ROOT = Path(__file__).parents[2]


def test_the_page_is_fresh(capsys: pytest.CaptureFixture[str]) -> None:
    with chdir(ROOT):
        assert run(["controls", "--env", "sandbox", "--today", "2026-11-23"]) == 0
    wanted = capsys.readouterr().out
    assert (ROOT / "docs" / "controls.md").read_text() == wanted, "run: mesh controls --env sandbox > docs/controls.md"
