"""Progress of stacks: moving lines in a terminal, one plain line for each elsewhere."""

import io

import pytest
from rich.console import Console

from meshwright.cli.live_progress import shown
from meshwright.live.events import Heard
from meshwright.live.running import StackReport

DONE = StackReport(stack="sales.dev", outcome="done", changes={"create": 1200, "update": 1}, seconds=3.25)


def test_where_nobody_watches_a_stack_is_told_when_it_is_done(capsys: pytest.CaptureFixture[str]) -> None:
    with shown() as tell:
        tell("sales.dev", Heard(done=3, doing="Bucket sales-data"), None)
        tell("sales.dev", None, DONE)
    out = capsys.readouterr().out
    assert out == "sales.dev: done in 3.2 s, 1,200 create, 1 update\n"


def test_in_a_terminal_each_stack_has_a_line_that_moves() -> None:
    stream = io.StringIO()
    with shown(Console(file=stream, force_terminal=True, width=100)) as tell:
        tell("foundation.dev", None, StackReport(stack="foundation.dev", outcome="failed"))
        tell("sales.dev", Heard(done=3, doing="Bucket [sales]-data"), None)
    text = stream.getvalue()
    assert "\x1b[" in text
    assert "foundation.dev" in text
    assert "failed, nothing to do" in text
    assert "3 done, Bucket [sales]-data" in text
