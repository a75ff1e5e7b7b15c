"""The ``mesh`` command: it parses, calls and prints; the work is done elsewhere and imported when needed."""

import gc
import sys


def main() -> None:
    """Run the command line and end the process with its status."""
    from meshwright.cli.ending import run

    status = run(sys.argv[1:])
    if not gc.isenabled():
        gc.freeze()  # nor does the interpreter look for garbage as it ends, which takes as long
    sys.exit(status)
