"""The README tells the truth: its commands are run, in its order, in a copy of the project."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.generated import PROJECT

BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
README = (PROJECT / "README.md").read_text()
BLOCKS = BLOCK.findall(README)
INSTEAD = {"make test": "make --dry-run test"}
"""What would run this very test is only looked at."""
INSTALLED = PROJECT / ".venv" / "dev.done"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The project's files as they are now, beside the virtual environment that it is tested with."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=PROJECT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.splitlines()
    folder = tmp_path / "meshwright"
    for name in listed:
        if (PROJECT / name).exists():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(PROJECT / name, folder / name)
            os.utime(folder / name, (0, 0))  # older than the virtual environment, so that make leaves that alone
    (folder / ".venv").symlink_to(PROJECT / ".venv")
    return folder


def run(command: str, folder: Path) -> str:
    """What a command prints; it has to succeed, and no library may complain on the way."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("MAKE", "MFLAGS", "AWS_", "PYTEST"))}
    done = subprocess.run(
        INSTEAD.get(command, command),
        shell=True,
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    assert re.findall(".*(?:Warning|Traceback|leaked).*", done.stderr) == [], command
    return done.stdout + done.stderr


@pytest.mark.sandbox
@pytest.mark.skipif(not INSTALLED.exists(), reason="the commands install nothing anew only after `make test`")
def test_every_block_works(copy: Path) -> None:
    printed = {}
    bikes = copy / "domains" / "bikes"
    try:
        for language, block in BLOCKS:
            if language == "python":
                (bikes / "transforms").mkdir(parents=True)
                (bikes / "domain.py").write_text(block)
            elif language == "sql":
                (bikes / "transforms" / "rides.sql").write_text(block)
            elif language == "sh":
                for command in block.strip().splitlines():
                    printed[command] = run(command, copy)
    finally:
        run("make down", copy)
    said = "\n".join(printed.values())
    assert "who may read" in said
    assert "58,665" in said  # United's departures, of 336,776
    assert "refused, and logged" in said
    assert "6 domains" in said  # five of the example, and the reader's own


def test_blocks_are_of_known_kinds() -> None:
    assert {language for language, _ in BLOCKS} == {"sh", "python", "sql", "text"}


def test_the_domain_file_has_15_lines() -> None:
    (block,) = (text for language, text in BLOCKS if language == "python")
    assert len([line for line in block.splitlines() if line.strip()]) <= 15


def test_links_lead_somewhere() -> None:
    links = [x for x in re.findall(r"\]\(([^)]+)\)", README) if not x.startswith("https://")]
    assert links
    assert [x for x in links if not (PROJECT / x).exists()] == []
