"""A small mesh on disk, and what ``mesh new`` says about it."""

import subprocess
import sys
from contextlib import chdir
from io import StringIO
from pathlib import Path
from unittest.mock import patch

from meshwright.cli.ending import run

GOVERNANCE = '''"""What holds."""

from meshwright import Governance

governance = Governance(
    owner="platform@example.org",
    allowed_regions=["eu-west-1"],
    standard_types={"carrier": "text", "seen_at": "timestamp"},
)
'''
ENVIRONMENTS = '''"""Where."""

from meshwright import Environment

environments = [Environment("sandbox", account="123456789012", region="eu-west-1")]
'''


def write_mesh(root: Path, **domains: str) -> Path:
    """A mesh whose domains are these texts of ``domain.py``."""
    (root / "stacks").mkdir(parents=True)
    (root / "domains").mkdir()
    (root / "Pulumi.yaml").write_text("name: mesh\nruntime: python\n")
    (root / "stacks" / "governance.py").write_text(GOVERNANCE)
    (root / "stacks" / "environments.py").write_text(ENVIRONMENTS)
    for name, text in domains.items():
        (root / "domains" / name).mkdir()
        (root / "domains" / name / "domain.py").write_text(text)
    return root


def mesh(root: Path, *arguments: str | Path) -> tuple[int, str]:
    """Run a command in a mesh: its status, and all it says."""
    said = StringIO()
    with chdir(root), patch.object(sys, "stdout", said), patch.object(sys, "stderr", said):
        status = run([str(a) for a in arguments])
    return status, said.getvalue()


def files(root: Path) -> dict[str, bytes]:
    """Everything that is in a mesh."""
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in sorted(root.rglob("*")) if p.is_file()}


def formatted(path: Path) -> bool:
    """Whether the formatter and the linter leave a file as it is."""
    project = Path(__file__).parent.parent.parent / "pyproject.toml"
    ruff = [Path(sys.executable).parent / "ruff"]
    return all(
        subprocess.run([*ruff, *arguments, "--quiet", "--config", project, path], check=False).returncode == 0
        for arguments in (["format", "--check"], ["check", "--select", "E,F,I,UP,D1"])
    )
