"""Runs a program against the recording engine, so that tests assert on plain records.

Nothing in a test needs ``apply``: ``deploy`` returns once everything is registered.
"""

import difflib
import json
import os
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from meshwright.recording import Graph, Resource, record

STACK = "pulumi:pulumi:Stack"


@dataclass(frozen=True)
class Deployment:
    """What a program registered, by logical name."""

    graph: Graph

    @cached_property
    def _by_name(self) -> dict[str, list[Resource]]:
        found: dict[str, list[Resource]] = {}
        for resource in self.resources:
            found.setdefault(resource.name, []).append(resource)
        return found

    @property
    def resources(self) -> tuple[Resource, ...]:
        """Everything but the stack itself, sorted by URN."""
        return tuple(r for r in self.graph.resources if r.type != STACK)

    @property
    def urns(self) -> set[str]:
        """What a preview and an update must agree on."""
        return {r.urn for r in self.resources}

    @property
    def outputs(self) -> Mapping[str, Any]:
        """The stack's outputs."""
        return self.graph.outputs

    def __getitem__(self, name: str) -> Resource:
        """The resource of that name: the cloud's where a component has the same one."""
        found = self._by_name.get(name, [])
        cloud = [r for r in found if r.custom] or found
        if len(cloud) != 1:
            near = difflib.get_close_matches(name, self._by_name, n=5, cutoff=0.3)
            raise KeyError(f"{len(cloud)} resources are named {name!r}; near it are {near}")
        return cloud[0]

    def __contains__(self, name: str) -> bool:
        return name in self._by_name

    def component(self, name: str) -> Resource:
        """The component of that name."""
        (found,) = (r for r in self._by_name.get(name, []) if not r.custom)
        return found

    def of_type(self, token: str) -> tuple[Resource, ...]:
        """Every resource of one type, sorted by URN."""
        return self.graph.of_type(token)

    def inventory(self) -> dict[str, Any]:
        """Counts by type and inputs by name, of what would exist in the cloud; JSON text is unfolded."""
        cloud = {r.name: r for r in self.resources if r.custom}
        return {
            "counts": dict(sorted(Counter(r.type for r in cloud.values()).items())),
            "values": {name: _unfolded(r.inputs) for name, r in sorted(cloud.items())},
        }


def deploy(
    program: Callable[[], object],
    *,
    preview: bool = False,
    stack: str = "operations.sandbox",
    references: Mapping[str, Mapping[str, Any]] | None = None,
    root: Path | None = None,
) -> Deployment:
    """Runs ``program`` to its end and returns what it registered. Its own errors are raised."""
    return Deployment(record(program, stack=stack, preview=preview, references=references or {}, root=root))


def children(deployed: Deployment | Graph, component: str) -> tuple[Resource, ...]:
    """Everything below the component of that name, at any depth, sorted by URN."""
    resources = deployed.resources
    (top,) = (r.urn for r in resources if r.name == component and not r.custom)
    below = {top}
    while grown := {r.urn for r in resources if r.parent in below} - below:
        below |= grown
    return tuple(r for r in resources if r.urn in below and r.urn != top)


def statements(resource: Resource, key: str = "policy") -> list[dict[str, Any]]:
    """The statements of a policy that is given as JSON text; always a list."""
    found = json.loads(resource.inputs[key])["Statement"]
    return [found] if isinstance(found, dict) else list(found)


def statement(resource: Resource, sid: str, key: str = "policy") -> dict[str, Any]:
    """The one statement with that Sid."""
    (found,) = (s for s in statements(resource, key) if s.get("Sid") == sid)
    return found


def check_inventory(deployed: Deployment | Graph, path: Path) -> None:
    """Compares with the committed inventory: counts exactly, of values only what it mentions.

    ``UPDATE_INVENTORY=1 pytest`` rewrites the file; review the difference like code.
    """
    actual = (Deployment(deployed) if isinstance(deployed, Graph) else deployed).inventory()
    if os.environ.get("UPDATE_INVENTORY"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(yaml.safe_dump(actual, sort_keys=True, width=120))
    if not path.exists():
        raise AssertionError(f"{path} does not exist; UPDATE_INVENTORY=1 pytest writes it")
    expected = yaml.safe_load(path.read_text())
    unmentioned = sorted(actual["counts"].keys() - expected["counts"].keys())
    differences = [f"counts.{token}: not in the inventory" for token in unmentioned]
    differences += _differences(expected, actual, at="")
    assert not differences, "\n".join([str(path), *differences])


def _unfolded(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _unfolded(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_unfolded(item) for item in value]
    if isinstance(value, str) and value[:1] in ("{", "["):
        try:
            return _unfolded(json.loads(value))
        except json.JSONDecodeError:
            return value
    return value


def _differences(expected: Any, actual: Any, *, at: str) -> list[str]:
    if isinstance(expected, Mapping) and isinstance(actual, Mapping):
        found: list[str] = []
        for key, want in expected.items():
            here = f"{at}.{key}".lstrip(".")
            found += _differences(want, actual[key], at=here) if key in actual else [f"{here}: missing"]
        return found
    return [] if expected == actual else [f"{at}: expected {expected!r}, got {actual!r}"]
