"""Starting the background process, so that it outlives the command and is nobody's child."""

import os
import select
import subprocess
import sys
from pathlib import Path

from .account import ACCOUNT

READY, HELD = "ready", "held"
"""What the process says: it listens; another one serves this project."""


def launch(root: Path, port: int, log: Path, seconds: float) -> str | None:
    """Start the process and wait for its word: ``READY``, ``HELD``, nothing where it died, None where it is silent."""
    reader, writer = os.pipe()
    try:
        with log.open("ab") as output:
            subprocess.run(  # it forks and leaves at once: the one that serves is nobody's child
                [sys.executable, "-P", "-m", "meshwright.sandbox.server", str(root.absolute()), str(port), str(writer)],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                env=environment(),
                start_new_session=True,
                pass_fds=(writer,),
                check=False,
            )
        os.close(writer)
        heard, _, _ = select.select([reader], [], [], seconds)
        return os.read(reader, 16).decode() if heard else None
    finally:
        os.close(reader)


def environment() -> dict[str, str]:
    """The user's environment without anything that steers an AWS client or moto."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("AWS_", "MOTO_", "BOTO"))}
    here = str(Path(__file__).parents[2])
    return {
        **kept,
        "PYTHONPATH": os.pathsep.join(p for p in (here, os.environ.get("PYTHONPATH", "")) if p),
        "MOTO_ACCOUNT_ID": ACCOUNT,
        "MOTO_DISABLE_GLOBAL_CORS": "true",  # a web page in the user's browser is no client
    }
