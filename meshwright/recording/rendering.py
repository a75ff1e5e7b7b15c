"""Draws a graph."""

from meshwright.recording.graph import Graph


def render(graph: Graph, form: str) -> str:
    return graph.to_json()
