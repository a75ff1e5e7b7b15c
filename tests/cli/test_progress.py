"""Whoever watches sees how far it is: a log gets plain lines, a terminal gets bars."""

import pytest

from meshwright.cli import progress
from meshwright.sandbox.progress import Step

Captured = pytest.CaptureFixture[str]

STEPS = [
    Step("start", "", 0, 1),
    Step("start", "", 1, 1, "started"),
    Step("realise", "a.sandbox bucket data", 0, 3),
    Step("realise", "a.sandbox bucket data", 1, 3, "created"),
    Step("realise", "a.sandbox bucket logs", 2, 3, "created"),
    Step("realise", "a.sandbox role reader", 3, 3, "updated"),
    Step("run", "a_b_v1.c", 0, 2),
    Step("run", "a_b_v1.c", 1, 2, "published"),
    Step("run", "a_b_v1.d", 1, 2),
    Step("run", "a_b_v1.d", 2, 2, "rejected"),
]


def test_a_log_gets_a_line_when_something_begins_and_one_when_it_ends(capsys: Captured) -> None:
    with progress.shown() as show:
        for step in STEPS:
            show(step)
    lines = capsys.readouterr().out.splitlines()
    assert [line.rpartition(" in ")[0] or line for line in lines] == [
        "start the sandbox ...",
        "start the sandbox: started",
        "build resources ...",
        "build resources: 2 created, 1 updated",
        "run pipelines ...",
        "  a_b_v1.c: published",
        "  a_b_v1.d: rejected",
        "run pipelines: 1 published, 1 rejected",
    ]


def test_a_terminal_gets_a_bar_for_each_phase(monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    monkeypatch.setattr(progress, "in_terminal", lambda: True)
    monkeypatch.setenv("COLUMNS", "80")
    with progress.shown() as show:
        for step in STEPS:
            show(step)
    shown = capsys.readouterr().out
    for title, count in (("start the sandbox", "1/1"), ("build resources", "3/3"), ("run pipelines", "2/2")):
        (line,) = (line for line in shown.splitlines() if line.startswith(title))
        assert count in line


def test_bars_go_when_something_goes_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "in_terminal", lambda: True)

    def fail() -> None:
        with progress.shown() as show:
            show(STEPS[0])
            raise KeyError("lost")

    for _ in range(2):  # a display that was left behind would refuse a second one
        with pytest.raises(KeyError, match="lost"):
            fail()
