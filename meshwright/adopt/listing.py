"""Import lists: what the engine takes over, in the form of ``pulumi import --file``."""

import json
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from meshwright.recording.graph import Graph, Resource

_STACK = "pulumi:pulumi:Stack"


def import_list(graph: Graph, taken: Collection[str], there: Collection[str]) -> dict[str, Any]:
    """Of a stack's resources those with URNs in ``taken``, below the components that they need.

    What is in ``there`` the stack has already: it is named by its URN. A component that it hasn't is an entry too.
    """
    urns = {r.urn: r for r in graph.resources if r.type != _STACK}
    wanted = sorted((urns[urn] for urn in taken if urn in urns), key=lambda r: r.urn)
    above = {a.urn: a for r in wanted for a in _above(r, urns)}
    known = {urn for urn in above if urn in there} | {r.options.provider for r in wanted if r.options.provider in urns}
    made = [{**_entry(above[urn], urns), "component": True} for urn in sorted(above) if urn not in there]
    return {
        "nameTable": {urns[urn].name: urn for urn in sorted(known, key=lambda urn: urns[urn].name)},
        "resources": [*made, *({**_entry(r, urns), "id": r.options.import_id, **_provider(r, urns)} for r in wanted)],
    }


def _above(resource: Resource, urns: Mapping[str, Resource]) -> Iterator[Resource]:
    """The components that a resource is in, innermost first."""
    parent = urns.get(resource.parent)
    while parent is not None:
        yield parent
        parent = urns.get(parent.parent)


def _entry(resource: Resource, urns: Mapping[str, Resource]) -> dict[str, Any]:
    parent = urns.get(resource.parent)
    return {"type": resource.type, "name": resource.name, **({"parent": parent.name} if parent else {})}


def _provider(resource: Resource, urns: Mapping[str, Resource]) -> dict[str, str]:
    provider = urns.get(resource.options.provider)
    return {"provider": provider.name} if provider else {}


def as_json(imports: Mapping[str, Any]) -> str:
    """The text of an import list."""
    return json.dumps(imports, indent=2) + "\n"
