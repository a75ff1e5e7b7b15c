"""``mesh`` as a person runs it."""

import subprocess
import sys
from dataclasses import dataclass

from .engine import Engine
from .plugins.prepared import SOCKET, ask_mesh


@dataclass
class Shell:
    """A person in the project's folder."""

    engine: Engine

    def start(self, *arguments: str) -> "subprocess.Popen[str]":
        """``mesh`` at work, in a session of its own: ``engine.kill`` kills it with everything that it started."""
        return subprocess.Popen(
            [sys.executable, "-m", "meshwright.cli", *arguments],
            cwd=self.engine.root,
            env=self.engine.environment,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )

    def mesh(self, *arguments: str, status: int = 0, without: str = "", **settings: str) -> str:
        environment = {k: v for k, v in {**self.engine.environment, **settings}.items() if k != without}
        if prepared := environment.get(SOCKET):
            done, out, errors = ask_mesh(prepared, list(arguments), environment, str(self.engine.root))
        else:
            command = [sys.executable, "-m", "meshwright.cli", *arguments]
            process = subprocess.run(
                command, cwd=self.engine.root, env=environment, capture_output=True, text=True, check=False
            )
            done, out, errors = process.returncode, process.stdout, process.stderr
        assert done == status, out + errors
        assert "Traceback" not in errors
        return out + errors
