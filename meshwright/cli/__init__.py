"""The ``mesh`` command: it parses, calls and prints; the work is done elsewhere and imported when needed."""

import gc
import sys


def main() -> None:
    """Run the command line and end the process with its status."""
    from meshwright.cli.ending import run

    status = run(sys.argv[1:])
    gc.freeze()  # or the interpreter, as it ends, looks for garbage in all that a command loaded: a fifth of a preview
    sys.exit(status)
