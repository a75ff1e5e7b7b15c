"""``mesh`` as a person runs it."""

import subprocess
import sys
from dataclasses import dataclass

from .engine import Engine


@dataclass
class Shell:
    """A person in the project's folder."""

    engine: Engine

    def mesh(self, *arguments: str, status: int = 0, without: str = "", **settings: str) -> str:
        environment = {k: v for k, v in {**self.engine.environment, **settings}.items() if k != without}
        done = subprocess.run(
            [sys.executable, "-m", "meshwright.cli", *arguments],
            cwd=self.engine.root, env=environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == status, done.stdout + done.stderr
        assert "Traceback" not in done.stderr
        return done.stdout + done.stderr
