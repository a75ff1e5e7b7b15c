"""``mesh graph``."""

import sys
from typing import TYPE_CHECKING

from meshwright.cli.ending import Status
from meshwright.cli.project import find_root, load_mesh, unknown

if TYPE_CHECKING:
    from meshwright.recording import Graph


def print_graph(stack: str | None, format: str, *, preview: bool) -> int:
    """Record one stack, or every stack of the sandbox, and print it as one document."""
    from meshwright.names import FOUNDATION
    from meshwright.recording import record_stacks, render
    from meshwright.sandbox.place import NAME, sandbox_environment

    root = find_root()
    loaded = load_mesh(root)
    if loaded.tell():
        print("mesh: nothing was recorded; mend the errors above", file=sys.stderr)
        return Status.REFUSED
    scopes = [FOUNDATION, *(d.name for d in loaded.mesh.domains)]
    if stack is None:
        sandbox_environment(loaded.mesh)
        wanted = [f"{scope}.{NAME}" for scope in scopes]
    else:
        wanted = [stack]
        stacks = [f"{scope}.{environment.name}" for environment in loaded.mesh.environments for scope in scopes]
        if stack not in stacks:
            raise unknown("stack", stack, stacks)
    graphs = record_stacks(root, wanted, preview=preview)
    sys.stdout.write(_together(list(graphs.values()), format) if stack is None else render(graphs[stack], format))
    return Status.DONE


def _together(graphs: "list[Graph]", format: str) -> str:
    """Several graphs as one document: a JSON list, or one drawing."""
    from meshwright.recording import Graph, render
    from meshwright.sandbox.place import NAME

    if format == "json":
        return "[\n" + ",\n".join(graph.to_json().rstrip() for graph in graphs) + "\n]\n"
    resources = sorted((r for graph in graphs for r in graph.resources), key=lambda r: r.urn)
    whole = Graph(stack=NAME, preview=graphs[0].preview, resources=tuple(resources), outputs={})
    return render(whole, format)
