"""The ``mesh`` command: it parses, calls and prints; the work is done elsewhere and imported when needed."""

import gc
import sys


def main() -> None:
    """Run the command line and end the process with its status."""
    from meshwright.cli.ending import run

    gc.set_threshold(100_000)  # most of what is loaded and read stays to the end
    status = run(sys.argv[1:])
    if "duckdb" not in sys.modules:  # which complains of all that is left when it ends
        gc.freeze()  # nor is garbage looked for as the interpreter ends, which takes as long
    sys.exit(status)
