"""The ``mesh`` command: it parses, calls and prints; the work is done elsewhere and imported when needed."""

import sys


def main() -> None:
    """Run the command line and end the process with its status."""
    from meshwright.cli.ending import run

    sys.exit(run(sys.argv[1:]))
