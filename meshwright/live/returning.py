"""What a domain or product left in the account when it went, and now comes back to.

The engine would try to create it again, and AWS would refuse. So it goes into the stack's state first, as the
definition wants it and under the id that it has; a refresh then brings the state to what AWS says of it, and the run
that follows changes what differs.
"""

import base64
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import Any
from uuid import uuid4

from meshwright.account.desired import ALIAS, BUCKET, DATABASE, KEY, SUFFIX, Declared, Desired
from meshwright.account.reaching import Account
from meshwright.recording.graph import Graph, Resource
from meshwright.sandbox.resources import kind_of

from .project import Project
from .trouble import LiveError

TABLE = "aws:glue/catalogTable:CatalogTable"
NAMED = {KEY: "key", ALIAS: "alias", BUCKET: "bucket", DATABASE: "database", TABLE: "table"}
"""Types that are kept, that AWS makes but once, and that hold data or open it; what is set on them is set again."""
MARK = "mesh.product"
"""A parameter of every database of a product that the mesh makes."""
_PROVIDER = "pulumi:providers:"


@dataclass(frozen=True)
class Kept:
    """One thing that is there already."""

    resource: Resource
    id: str
    """As AWS has it."""
    inputs: Mapping[str, Any]
    """As the definition wants it, with real ids."""

    outputs: Mapping[str, Any] = field(default_factory=dict)
    """What no provider can be asked for."""

    def __str__(self) -> str:
        if self.outputs:
            return f"suffix {self.outputs['hex']}"
        return f"{NAMED[self.resource.type]} {self.id}"


def kept(account: Account, desired: Desired, stack: str, known: Iterable[str] = ()) -> tuple[Kept, ...]:
    """What a stack would create and the account has; ``known`` are the URNs that its state has.

    Raises:
        LiveError: a database of that name is somebody else's.
    """
    graph, seen = _graph(desired, stack), frozenset(known)
    declared = {(d.stack, d.type, d.name): d for d in desired.of(*NAMED)}
    found = []
    for resource in graph.resources:
        if resource.type in NAMED and resource.options.retain_on_delete and resource.urn not in seen:
            wanted = declared[stack, resource.type, resource.name]
            if not wanted.adopted and _exists(account, resource, wanted):
                found.append(Kept(resource, str(wanted.outputs["id"]), wanted.inputs))
    endings = [r for r in graph.of_type(SUFFIX) if r.urn not in seen] if found else []
    return (*(_ending(r, desired.real[str(r.outputs["hex"])]) for r in endings), *found)


def _ending(resource: Resource, digits: str) -> Kept:
    """What the names of buckets end in, as they tell it themselves."""
    given = bytes.fromhex(digits)
    url = base64.urlsafe_b64encode(given).decode().rstrip("=")
    told = {"b64Std": base64.b64encode(given).decode(), "b64Url": url, "dec": str(int.from_bytes(given)), "hex": digits}
    return Kept(resource, url, resource.inputs, {**resource.inputs, "id": url, **told})


def take_over(project: Project, desired: Desired, stack: str, found: Iterable[Kept]) -> None:
    """Let the engine know of what is there."""
    project.settle_secrets(stack)
    state = project.state(stack)
    entries = list(_entries(_graph(desired, stack), list(found), state.get("resources") or []))
    project.replace_state(stack, {**state, "resources": entries})
    project.pulumi("refresh", "--yes", "--skip-preview", "-s", stack, about=stack)


def _graph(desired: Desired, stack: str) -> Graph:
    return next(graph for graph in desired.graphs if graph.stack == stack)


def _exists(account: Account, resource: Resource, wanted: Declared) -> bool:
    if wanted.type in (KEY, ALIAS):
        key = str(wanted.outputs["keyId"] if wanted.type == KEY else wanted.inputs["targetKeyId"])
        return key not in (resource.outputs.get("keyId"), resource.inputs.get("targetKeyId"))  # found by its alias
    held = kind_of(wanted.type).read(account.api, {**wanted.outputs, **wanted.inputs}) is not None
    if held and wanted.type == DATABASE:
        name = str(wanted.inputs["name"])
        told = account.api.call("glue", "get_database", Name=name)["Database"]
        if MARK in wanted.inputs.get("parameters", {}) and MARK not in told.get("Parameters", {}):
            raise LiveError(
                f"database {name} is in the account and the mesh did not make it; adopt it (docs/adoption.md), or "
                "call the product otherwise; nothing was touched"
            )
    return held


def _entries(graph: Graph, found: list[Kept], there: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """A state's resources: those that it has, and what is found, each behind what it is part of."""
    by_urn, done = {r.urn: r for r in graph.resources}, {str(r["urn"]) for r in there}
    ids = {str(r["urn"]): str(r["id"]) for r in there if str(r["type"]).startswith(_PROVIDER)}
    taken = {k.resource.urn: k for k in found}
    default = _default(graph.stack)
    yield from there

    def entry(urn: str) -> Iterator[dict[str, Any]]:
        if not urn or urn in done:
            return
        resource = by_urn[urn]
        done.add(urn)
        yield from entry(resource.parent)
        yield from entry(resource.options.provider)
        if urn in taken and not resource.options.provider and default["urn"] not in ids:
            ids[default["urn"]] = default["id"]
            yield default
        made: dict[str, Any] = {"urn": urn, "custom": resource.custom, "type": resource.type, "inputs": {}}
        if resource.parent:
            made["parent"] = resource.parent
        if resource.type.startswith(_PROVIDER):
            ids[urn] = str(uuid4())
            made |= {"id": ids[urn], "inputs": dict(resource.inputs), "outputs": dict(resource.inputs)}
        if urn in taken:
            provider = resource.options.provider or default["urn"]
            made |= {"id": taken[urn].id, "inputs": dict(taken[urn].inputs), "outputs": dict(taken[urn].outputs)}
            made |= {"provider": f"{provider}::{ids[provider]}", "retainOnDelete": resource.options.retain_on_delete}
        yield made

    for one in found:
        yield from entry(one.resource.urn)


def _default(stack: str) -> dict[str, Any]:
    """The provider that the engine makes by itself where the program names none, as for the suffix."""
    release = version("pulumi-random")
    name = f"default_{release.replace('.', '_')}"
    told = {"version": release}
    urn = f"urn:pulumi:{stack}::meshwright::{_PROVIDER}random::{name}"
    return {
        "urn": urn,
        "custom": True,
        "type": f"{_PROVIDER}random",
        "id": str(uuid4()),
        "inputs": told,
        "outputs": told,
    }
