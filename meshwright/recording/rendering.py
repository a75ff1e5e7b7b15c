"""Draws a graph: resources as nodes, in a box per component, with an arrow from each to what it depends on."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal, get_args

from meshwright.recording.graph import Graph, Resource

Form = Literal["json", "dot", "mermaid"]
STACK = "pulumi:pulumi:Stack"


def render(graph: Graph, form: str) -> str:
    """The graph as ``json`` (whole), ``dot`` (Graphviz) or ``mermaid`` (flowchart); the same bytes for the same graph.

    Components without resources are left out of a drawing, and so are providers, which everything would point to.
    A ValueError for any other form.
    """
    if form == "json":
        return graph.to_json()
    if form == "dot":
        lines = [f"digraph {_dot_text(graph.stack)} {{", "  rankdir=LR;", "  node [shape=box];"]
        return "\n".join([*lines, *_drawn(graph, DOT), "}"]) + "\n"
    if form == "mermaid":
        return "\n".join(["flowchart LR", *_drawn(graph, MERMAID)]) + "\n"
    raise ValueError(f"a graph can't be drawn as {form!r}; use one of {', '.join(get_args(Form))}")


@dataclass(frozen=True)
class _Syntax:
    """How a language writes its parts, from ids and labels."""

    opening: Callable[[str, str], str]
    closing: str
    node: Callable[[str, str], str]
    arrow: Callable[[str, str], str]


def _drawn(graph: Graph, syntax: _Syntax) -> Iterator[str]:
    drawn = [r for r in graph.resources if not r.type.startswith("pulumi:providers:")]
    keys = {r.urn: f"n{number}" for number, r in enumerate(drawn)}
    yield from _boxes(drawn, keys, syntax)
    for resource in drawn:
        if resource.custom:
            yield from (
                f"  {syntax.arrow(keys[resource.urn], keys[urn])}" for urn in resource.dependencies if urn in keys
            )


def _boxes(drawn: list[Resource], keys: dict[str, str], syntax: _Syntax) -> Iterator[str]:
    by_urn = {r.urn: r for r in drawn}
    inside: dict[str, list[Resource]] = {}
    for resource in drawn:
        inside.setdefault(_box_of(resource, by_urn), []).append(resource)

    def lines(box: str, indent: str) -> Iterator[str]:
        for resource in inside.get(box, []):
            key, label = keys[resource.urn], f"{resource.name}\n{resource.type}"
            if resource.custom:
                yield indent + syntax.node(key, label)
            elif within := list(lines(resource.urn, f"{indent}  ")):
                yield from (indent + syntax.opening(key, label), *within, indent + syntax.closing)

    yield from lines("", "  ")


def _box_of(resource: Resource, by_urn: dict[str, Resource]) -> str:
    """URN of the nearest component above; empty for the stack's own, and for the stack, which has no box."""
    if resource.type == STACK:
        return STACK
    above = by_urn.get(resource.parent)
    while above is not None and above.custom:
        above = by_urn.get(above.parent)
    return "" if above is None or above.type == STACK else above.urn


def _dot_text(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def _mermaid_text(text: str) -> str:
    # inside of quotes mermaid takes entities, written with # for &, and has no other escape
    for character in '#"<>`&;':
        text = text.replace(character, f"\0{ord(character)}\1")
    return '"' + text.replace("\n", "<br/>").replace("\0", "#").replace("\1", ";") + '"'


DOT = _Syntax(
    opening=lambda key, label: f"subgraph cluster_{key} {{ label={_dot_text(label)};",
    closing="}",
    node=lambda key, label: f"{key} [label={_dot_text(label)}];",
    arrow=lambda start, end: f"{start} -> {end};",
)
MERMAID = _Syntax(
    opening=lambda key, label: f"subgraph {key}[{_mermaid_text(label)}]",
    closing="end",
    node=lambda key, label: f"{key}[{_mermaid_text(label)}]",
    arrow=lambda start, end: f"{start} --> {end}",
)
