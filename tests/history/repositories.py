"""Small repositories with a mesh in them."""

import os
import subprocess
from pathlib import Path


def git(root: Path, *arguments: str, input: bytes | None = None) -> str:
    """Run git as somebody, with nobody's configuration."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")} | {
        "GIT_CONFIG_GLOBAL": "/dev/null",
        "GIT_CONFIG_SYSTEM": "/dev/null",
        **{f"GIT_{who}_{what}": f"a@{what}" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")},
    }
    done = subprocess.run(
        ["git", "-c", "protocol.file.allow=always", *arguments],
        cwd=root, check=True, capture_output=True, input=input, env=environment,
    )  # fmt: skip
    return done.stdout.decode(errors="surrogateescape").strip()


def repository(root: Path) -> Path:
    """An empty one, whose branch is main."""
    root.mkdir(parents=True, exist_ok=True)
    git(root, "init", "--quiet", "--initial-branch=main")
    return root


def commit(root: Path, message: str = "change") -> str:
    """Commit everything in the work tree; the id."""
    git(root, "add", "--all", "--force")
    git(root, "commit", "--quiet", "--allow-empty", "-m", message)
    return git(root, "rev-parse", "HEAD")
