"""What was recorded and what the engine knows, in one form."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from meshwright.recording import Graph
from meshwright.sandbox.resources import table
from meshwright.sandbox.standins import token

from .plugins.wire import ARCHIVE, ASSET, SECRET, SIGNATURE

PROVIDERS = "pulumi:providers:"
ADDED = ("__internal", "version")
"""What the engine itself adds to the settings of a provider."""

Facts = dict[str, dict[str, Any]]
"""By URN."""


def recorded(graph: Graph, real: Sequence[tuple[str, str]]) -> Facts:
    """What a recording says of each resource, with the ids that AWS ``real``-ly made up, of any stack."""
    found = {
        resource.urn: {
            "type": resource.type,
            "parent": resource.parent,
            "custom": resource.custom,
            "inputs": dict(resource.inputs),
            "protect": resource.options.protect,
            "retain": resource.options.retain_on_delete,
            "provider": resource.options.provider,
            "dependencies": sorted(resource.dependencies),
        }
        for resource in graph.resources
    }
    text = json.dumps(found)
    for made_up, actual in real:
        text = text.replace(made_up, actual)
    settled: Facts = json.loads(text)
    return settled


def standins(graph: Graph, state: Mapping[str, Mapping[str, Any]]) -> list[tuple[str, str]]:
    """Each id that a recording makes up, and the one that AWS or chance did."""
    kinds, pairs = table(), []
    for resource in graph.resources:
        made_up = ("hex",) if resource.type == "random:index/randomId:RandomId" else ()
        assigned = kinds[resource.type].assigned if resource.type in kinds else made_up
        real = state.get(resource.urn, {}).get("outputs", {})
        pairs += [
            (token(str(resource.outputs[name])), token(str(real[name])))
            for name in assigned
            if resource.outputs.get(name) and real.get(name)
        ]
    return pairs


def deployed(state: Mapping[str, Mapping[str, Any]], root: Path) -> Facts:
    """What the engine knows of each resource, but for the providers that it made by itself."""
    return {
        urn: {
            "type": resource["type"],
            "parent": resource.get("parent", ""),
            "custom": resource["custom"],
            "inputs": _inputs(resource, root),
            "protect": resource.get("protect", False),
            "retain": resource.get("retainOnDelete", False),
            "provider": resource.get("provider", "").rpartition("::")[0] if not _default(resource) else "",
            "dependencies": sorted(resource.get("dependencies", [])),
        }
        for urn, resource in state.items()
        if not urn.rpartition("::")[2].startswith("default")
    }


def differences(expected: Facts, actual: Facts) -> list[str]:
    """In words, what one has and the other has not."""
    found = [f"{urn}: only recorded" for urn in sorted(set(expected) - set(actual))]
    found += [f"{urn}: only deployed" for urn in sorted(set(actual) - set(expected))]
    for urn in sorted(set(expected) & set(actual)):
        for fact, wanted in expected[urn].items():
            if wanted != actual[urn][fact]:
                found.append(f"{urn}: {fact} is {actual[urn][fact]}, recorded is {wanted}")
    return found


def _default(resource: Mapping[str, Any]) -> bool:
    return "::default" in str(resource.get("provider", ""))


def _inputs(resource: Mapping[str, Any], root: Path) -> dict[str, Any]:
    inputs = {name: _plain(value, root) for name, value in resource.get("inputs", {}).items()}
    if resource["type"].startswith(PROVIDERS):
        return {name: value for name, value in inputs.items() if name not in ADDED}
    return inputs


def _plain(value: Any, root: Path) -> Any:
    if isinstance(value, list):
        return [_plain(item, root) for item in value]
    if not isinstance(value, dict):
        return value
    signature = value.get(SIGNATURE)
    if signature == SECRET:
        return json.loads(value["plaintext"])
    if signature in (ASSET, ARCHIVE):
        kind = "asset" if signature == ASSET else "archive"
        if "text" in value:
            return {kind: "text", "text": value["text"], "sha256": value["hash"]}
        return {kind: "file", "path": Path(value["path"]).relative_to(root).as_posix(), "sha256": value["hash"]}
    return {name: _plain(item, root) for name, item in value.items()}
