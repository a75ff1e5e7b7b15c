"""The ``mesh`` command: it parses, calls and prints; the work is done elsewhere and imported when needed."""

import os
import sys


def main() -> None:
    """Run the command line. A person's mistake ends in a sentence and status 1, wrong usage in status 2."""
    from meshwright.cli.app import app
    from meshwright.errors import MeshError

    os.environ.setdefault("PULUMI_ERROR_OUTPUT_STRING", "true")  # an Output in an f-string must never reach a policy
    try:
        app()
    except MeshError as problem:
        print(f"mesh: {problem}", file=sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt:
        print("mesh: interrupted; run the same command again to go on", file=sys.stderr)
        sys.exit(130)
    except BrokenPipeError:  # the reader of our output, such as head, has had enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
