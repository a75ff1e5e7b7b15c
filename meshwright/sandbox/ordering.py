"""In which order resources are created, and in the reverse of which they go."""

import heapq
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from meshwright.recording.graph import Graph, Resource

from .errors import SandboxError

STACK = "pulumi:pulumi:Stack"


def sorted_by_dependency(names: Sequence[str], needs: Mapping[str, Collection[str]]) -> list[str]:
    """Every name after those that it needs, otherwise in the order given; needs outside of the names don't count.

    Raises:
        SandboxError: names need each other in a circle.
    """
    place = {name: number for number, name in enumerate(names)}
    waiting = {name: {n for n in needs.get(name, ()) if n in place and n != name} for name in names}
    unblocks = defaultdict(list)
    for name, needed in waiting.items():
        for other in needed:
            unblocks[other].append(name)
    ready = [place[name] for name in names if not waiting[name]]
    heapq.heapify(ready)
    ordered: list[str] = []
    while ready:
        name = names[heapq.heappop(ready)]
        ordered.append(name)
        for other in unblocks[name]:
            waiting[other].discard(name)
            if not waiting[other]:
                heapq.heappush(ready, place[other])
    if len(ordered) < len(names):
        stuck = sorted(set(names) - set(ordered))
        raise SandboxError(f"{len(stuck)} resources depend on each other in a circle, among them {stuck[0]}; break it")
    return ordered


def needed(resource: Resource, children: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """The URNs that must exist before a resource; a component stands for everything in it."""
    named = {*resource.dependencies, *(u for urns in resource.property_dependencies.values() for u in urns)}
    whole = {urn for name in named for urn in _within(name, children)}
    return tuple(sorted((whole | ({resource.parent} if resource.parent else set())) - {resource.urn}))


def in_order(graph: Graph) -> list[tuple[Resource, tuple[str, ...]]]:
    """The resources of one stack, each with what it needs, in the order of creation."""
    children = _children(graph.resources)
    by_urn = {resource.urn: resource for resource in graph.resources}
    needs = {resource.urn: needed(resource, children) for resource in graph.resources}
    return [(by_urn[urn], needs[urn]) for urn in sorted_by_dependency(list(by_urn), needs)]


def _children(resources: Iterable[Resource]) -> dict[str, list[str]]:
    """What lies directly in each component; neither a custom resource nor the stack is a container here."""
    components = {resource.urn for resource in resources if not resource.custom and resource.type != STACK}
    children: dict[str, list[str]] = defaultdict(list)
    for resource in resources:
        if resource.parent in components:
            children[resource.parent].append(resource.urn)
    return children


def _within(urn: str, children: Mapping[str, Sequence[str]]) -> set[str]:
    found, open_ = {urn}, [urn]
    while open_:
        for child in children.get(open_.pop(), ()):
            if child not in found:
                found.add(child)
                open_.append(child)
    return found
