"""The desired graph: every resource a stack program registers, as plain data.

Nothing here imports Pulumi, so that the sandbox, the preview and the tests can read a graph
without loading an SDK.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
"""Stands for a value that only the cloud can tell, in a preview. Pulumi's own sentinel for an unknown string."""


@dataclass(frozen=True, kw_only=True)
class Options:
    """What the engine is told about a resource beside its inputs."""

    protect: bool = False
    retain_on_delete: bool = False
    delete_before_replace: bool = False
    ignore_changes: tuple[str, ...] = ()
    replace_on_changes: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    provider: str = ""
    """URN of the explicit provider; empty for a component and for a provider itself."""
    import_id: str = ""
    """Physical id of an existing resource to take over; empty for a new one."""
    deleted_with: str = ""
    """URN of the resource whose deletion deletes this one as well."""
    additional_secret_outputs: tuple[str, ...] = ()
    """Outputs that are secret although nobody said so, such as a generated password."""


@dataclass(frozen=True, kw_only=True)
class Resource:
    """One registered resource."""

    urn: str
    type: str
    """Type token, such as ``aws:s3/bucket:Bucket``."""
    name: str
    """Logical name."""
    parent: str
    """URN of the parent; empty for the stack itself."""
    custom: bool
    """False for a component, which exists in no cloud."""
    inputs: Mapping[str, Any]
    """camelCase keys, plain JSON values; whole numbers are int; ``UNKNOWN`` in a preview."""
    outputs: Mapping[str, Any]
    """What the recorder answered: the inputs, and deterministic stand-ins for what AWS computes (``arn``, ``id`` …)."""
    options: Options
    dependencies: tuple[str, ...]
    """URNs, sorted."""
    property_dependencies: Mapping[str, tuple[str, ...]]
    """Input name to the URNs its value was computed from, sorted."""
    component: str
    """Type token of the nearest component above; empty where there is none."""
    secrets: tuple[str, ...] = ()
    """Paths of the secret inputs, such as ``settings.token`` or ``keys[0]``, sorted; the inputs hold them in plain."""

    @property
    def id(self) -> str:
        """The physical id that the recorder made up; the same in every recording."""
        return str(self.outputs.get("id", ""))


@dataclass(frozen=True, kw_only=True)
class Graph:
    """Everything one stack would register, sorted by URN."""

    stack: str
    """Stack name, ``<scope>.<environment>``."""
    preview: bool
    resources: tuple[Resource, ...]
    outputs: Mapping[str, Any]
    """The stack's outputs, plain JSON values."""
    secrets: tuple[str, ...] = ()
    """Names of the outputs that are secret, sorted; their values are plain."""

    def __getitem__(self, urn: str) -> Resource:
        for resource in self.resources:
            if resource.urn == urn:
                return resource
        raise KeyError(urn)

    def named(self, name: str) -> Resource:
        """The one resource of that logical name; a KeyError where there is none or more than one."""
        found = [r for r in self.resources if r.name == name]
        if len(found) != 1:
            raise KeyError(f"{len(found)} resources are named {name!r} in {self.stack}")
        return found[0]

    def of_type(self, token: str) -> tuple[Resource, ...]:
        """Every resource of one type."""
        return tuple(r for r in self.resources if r.type == token)

    def to_json(self) -> str:
        """The same bytes for the same graph."""
        return json.dumps(asdict(self), indent=2, sort_keys=True) + "\n"

    @classmethod
    def from_json(cls, text: str) -> "Graph":
        """Read back what ``to_json`` wrote.

        Raises:
            ValueError, TypeError or KeyError: it is something else.
        """
        fields = json.loads(text)
        resources = tuple(_resource(given) for given in fields["resources"])
        return cls(**{**fields, "resources": resources, "secrets": tuple(fields["secrets"])})


def _resource(fields: dict[str, Any]) -> Resource:
    options: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in fields["options"].items()}
    by_property = {name: tuple(urns) for name, urns in fields["property_dependencies"].items()}
    lists = {name: tuple(fields[name]) for name in ("dependencies", "secrets")}
    return Resource(**{**fields, **lists, "options": Options(**options), "property_dependencies": by_property})
