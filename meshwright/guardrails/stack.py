"""The resources of one stack, as a recording or the engine's policy server shows them."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from meshwright.recording.graph import UNKNOWN

POLICIES = {
    "aws:iam/policy:Policy": "policy",
    "aws:iam/role:Role": "assumeRolePolicy",
    "aws:iam/rolePolicy:RolePolicy": "policy",
    "aws:kms/key:Key": "policy",
    "aws:s3/bucketPolicy:BucketPolicy": "policy",
    "aws:sns/topicPolicy:TopicPolicy": "policy",
    "aws:sqs/queuePolicy:QueuePolicy": "policy",
    "aws:cloudwatch/eventBusPolicy:EventBusPolicy": "policy",
    "aws:ssoadmin/permissionSetInlinePolicy:PermissionSetInlinePolicy": "inlinePolicy",
}
"""By type token, the input that holds a policy as JSON text."""


@dataclass(frozen=True)
class Seen:
    """One resource."""

    urn: str
    type: str
    """Type token, such as ``aws:s3/bucket:Bucket``."""
    name: str
    """Logical name."""
    inputs: Mapping[str, Any]
    """camelCase keys, plain JSON values; ``UNKNOWN`` where only the cloud can tell."""
    retained: bool | None = None
    """Whether it stays when its stack goes; None where that isn't told."""

    def get(self, path: str) -> Any:
        """The input at a path of keys joined by dots; None where there is none."""
        value: Any = self.inputs
        for key in path.split("."):
            value = value.get(key) if isinstance(value, Mapping) else None
        return value

    def known(self, path: str) -> bool:
        """Whether the value at a path, or its absence, can be told by now."""
        value: Any = self.inputs
        for key in path.split("."):
            if value == UNKNOWN:
                return False
            value = value.get(key) if isinstance(value, Mapping) else None
        return bool(value != UNKNOWN)


@dataclass(frozen=True)
class Statement:
    """One statement of a policy, its lists always lists."""

    resource: Seen
    fields: Mapping[str, Any]

    @property
    def sid(self) -> str:
        """Its name; empty where it has none."""
        return str(self.fields.get("Sid", ""))

    @property
    def allows(self) -> bool:
        """Whether it gives rather than takes."""
        return bool(self.fields.get("Effect") == "Allow")

    @property
    def actions(self) -> list[str]:
        """What it is about."""
        return _listed(self.fields.get("Action"))

    @property
    def resources(self) -> list[str]:
        """The ARNs it is about."""
        return _listed(self.fields.get("Resource"))

    @property
    def condition(self) -> Mapping[str, Mapping[str, Any]]:
        """By operator, the values of each key."""
        found = self.fields.get("Condition")
        return found if isinstance(found, Mapping) else {}

    def principals(self, kind: str | None = None) -> list[str]:
        """Who it is for: ``AWS``, ``Service`` or ``Federated``, or all of them."""
        given = self.fields.get("Principal")
        if isinstance(given, str):
            return [given] if kind in (None, "AWS") else []
        if not isinstance(given, Mapping):
            return []
        return [p for k, named in given.items() if kind in (None, k) for p in _listed(named)]

    def breach(self, message: str) -> "Breach":
        """Something wrong with it."""
        return Breach(self.resource, f"{self.resource.name}: statement {self.sid or 'without a Sid'} {message}")


@dataclass(frozen=True)
class Breach:
    """One resource that breaks a guardrail."""

    resource: Seen
    message: str
    """What was found: lower case, no full stop, the resource's name first."""


@dataclass(frozen=True)
class Bounds:
    """What the platform team decided."""

    regions: frozenset[str]
    """Where data may be."""
    account: str
    """The environment's."""
    deletes_retired: bool
    """Whether the environment lets go of data that its definition retired."""
    identity_account: str | None = None
    """Where Identity Center is, and people are let in; None where the environment has none."""


@dataclass(frozen=True)
class Stack:
    """Everything that is judged together."""

    resources: tuple[Seen, ...]
    bounds: Bounds

    def of_type(self, *tokens: str) -> Iterator[Seen]:
        """The resources of some types."""
        return (r for r in self.resources if r.type in tokens)

    @cached_property
    def statements(self) -> tuple[Statement, ...]:
        """Every statement of every policy that is known by now."""
        return tuple(s for r in self.resources if r.type in POLICIES for s in _statements(r))

    def alone(self, resource: Seen) -> "Stack":
        """One of the resources by itself."""
        return Stack((resource,), self.bounds)


def _statements(resource: Seen) -> Iterator[Statement]:
    text = resource.inputs.get(POLICIES[resource.type])
    if text in (None, UNKNOWN):
        return
    document = json.loads(text) if isinstance(text, str) else text
    found = document.get("Statement", [])
    for fields in [found] if isinstance(found, Mapping) else found:
        yield Statement(resource, fields)


def _listed(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else [str(v) for v in value or ()]
