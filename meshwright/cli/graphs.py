"""``mesh graph``."""

import sys

from meshwright.cli.project import find_root


def print_graph(stack: str | None, format: str, *, preview: bool) -> None:
    """Record one stack, or every stack of the sandbox, and print it."""
    from meshwright.loader import load
    from meshwright.recording import record_stack, render

    root = find_root()
    if stack is not None:
        stacks = [stack]
    else:
        mesh = load(root).mesh
        stacks = ["foundation.sandbox", *(f"{d.name}.sandbox" for d in mesh.domains)]
    for name in stacks:
        sys.stdout.write(render(record_stack(root, name, preview=preview), format))
