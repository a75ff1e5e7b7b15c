"""The page about the sandbox is true: its commands and files exist, its code runs, its messages are said."""

import re
import subprocess
import sys
from collections.abc import Iterator

import pytest
import typer

from meshwright.cli.app import app
from tests.end_to_end import port
from tests.end_to_end.project import Project, environment
from tests.generated import PROJECT

pytestmark = pytest.mark.sandbox

PAGE = (PROJECT / "docs" / "sandbox.md").read_text()
SOURCES = "\n".join(p.read_text() for p in (PROJECT / "meshwright").rglob("*.py"))


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    with Project.at(tmp_path_factory.mktemp("page"), port.SMALL) as p:
        p.up()
        yield p


def section(title: str) -> str:
    return PAGE.split(f"## {title}\n")[1].split("\n## ")[0]


def first_cells(title: str) -> list[str]:
    """The first cell of every row of a section's tables."""
    rows = [line.split("|")[1].strip() for line in section(title).splitlines() if line.startswith("| ")]
    return rows[1:]


def test_every_command_on_the_page_exists() -> None:
    commands = typer.main.get_command(app).commands  # type: ignore[attr-defined]
    assert {name for name in re.findall(r"`mesh ([a-z]+)", PAGE)} <= set(commands)
    assert {cell.strip("`").split()[1] for cell in first_cells("Commands")} == {
        "up",
        "ls",
        "query",
        "run",
        "graph",
        "down",
    }


def test_every_option_on_the_page_exists() -> None:
    commands = typer.main.get_command(app).commands  # type: ignore[attr-defined]
    options = {option for command in commands.values() for p in command.params for option in p.opts}
    assert set(re.findall(r"--[a-z]+", PAGE)) <= options


def test_every_file_on_the_page_is_there(project: Project) -> None:
    project.ask("SELECT 1 AS one", "press")
    named = re.findall(r"`([a-z./]+)`", " ".join(first_cells("Where things are")))
    there = {p.relative_to(project.root / ".mesh").as_posix() for p in (project.root / ".mesh").rglob("*")}
    assert {name.rstrip("/") for name in named} - {"state.journal"} <= there  # folded in when a run ends
    others = {name for name in there if "/" not in name and not name.endswith(".lock")}
    assert others <= {name.split("/")[0] for name in named}


def test_the_code_on_the_page_runs(project: Project) -> None:
    (code,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=project.root,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert any(line.startswith("mesh-sandbox-harbour-landing-") for line in done.stdout.splitlines())


@pytest.mark.parametrize("message", first_cells("When something is wrong"))
def test_every_message_on_the_page_is_said_somewhere(message: str) -> None:
    parts = r"\{[^}]+\}".join(re.escape(part) for part in message.split("…"))
    assert re.search(parts, SOURCES)


def test_links_lead_somewhere() -> None:
    links = [x for x in re.findall(r"\]\(([^)]+)\)", PAGE) if not x.startswith("https://")]
    assert links
    assert [x for x in links if not (PROJECT / "docs" / x).exists()] == []
