"""The policies of a recorded mesh: what is attached to each role, bucket, key, topic and bus."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from meshwright.guardrails.stack import POLICIES
from meshwright.recording import Graph, Resource

from .evaluator import Fields
from .operators import UnsupportedError


@dataclass(frozen=True)
class Attached:
    """One policy."""

    name: str
    """Logical name of the resource that carries it."""
    kind: str
    """``identity``, ``boundary``, ``trust`` or ``resource``."""
    on: str
    """ARN of what it is attached to; of a boundary its own."""
    statements: tuple[Fields, ...]


@dataclass(frozen=True)
class Role:
    """A role without its policies."""

    arn: str
    boundary: str | None
    tags: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Ground:
    """Everything that decides, of all stacks of an environment."""

    account: str
    region: str
    suffix: str
    policies: tuple[Attached, ...]
    roles: tuple[Role, ...]
    aliases: tuple[tuple[str, str], ...]
    """Key ARN and alias."""

    @cached_property
    def _attached(self) -> dict[tuple[str, str], tuple[Fields, ...]]:
        found = {(p.on, p.kind): p.statements for p in self.policies}
        if len(found) != len(self.policies):
            raise UnsupportedError("two policies of one kind are attached to one thing; only one is known")
        return found

    def on(self, arn: str, kind: str) -> tuple[Fields, ...] | None:
        """What is attached there; None where nothing is."""
        return self._attached.get((arn, kind))

    def role(self, arn: str) -> Role:
        """The role of that ARN."""
        return next(r for r in self.roles if r.arn == arn)

    def key(self, alias: str) -> str:
        """The ARN of the key of that alias."""
        return next(arn for arn, name in self.aliases if name == alias)

    def alias_of(self, arn: str) -> str | None:
        """The alias of a key; None for one that isn't the mesh's."""
        return dict(self.aliases).get(arn)


def ground(graphs: Iterable[Graph], account: str, region: str) -> Ground:
    """What the stacks of an environment would attach."""
    graphs = tuple(graphs)
    resources = [r for g in graphs for r in g.resources]
    roles = [r for r in resources if r.type == "aws:iam/role:Role"]
    arns = {r.inputs["name"]: r.outputs["arn"] for r in roles}
    return Ground(
        account=account,
        region=region,
        suffix=next(str(g.outputs["suffix"]) for g in graphs if "suffix" in g.outputs),
        policies=tuple(_attached(r, arns, account, region) for r in resources if r.type in POLICIES),
        roles=tuple(
            Role(r.outputs["arn"], r.inputs.get("permissionsBoundary"), tuple(r.inputs["tags"].items())) for r in roles
        ),
        aliases=tuple(
            (f"arn:aws:kms:{region}:{account}:key/{r.inputs['targetKeyId']}", r.inputs["name"])
            for r in resources
            if r.type == "aws:kms/alias:Alias"
        ),
    )


def _attached(resource: Resource, roles: dict[str, str], account: str, region: str) -> Attached:
    kind, on = _place(resource, roles, account, region)
    return Attached(resource.name, kind, on, _statements(resource.inputs[POLICIES[resource.type]]))


def _place(resource: Resource, roles: dict[str, str], account: str, region: str) -> tuple[str, str]:
    """The kind of a policy, and the ARN of what it is attached to."""
    inputs, outputs = resource.inputs, resource.outputs
    match resource.type:
        case "aws:iam/policy:Policy":
            return "boundary", outputs["arn"]
        case "aws:iam/role:Role":
            return "trust", outputs["arn"]
        case "aws:iam/rolePolicy:RolePolicy":
            return "identity", roles[inputs["role"]]
        case "aws:kms/key:Key":
            return "resource", outputs["arn"]
        case "aws:s3/bucketPolicy:BucketPolicy":
            return "resource", f"arn:aws:s3:::{inputs['bucket']}"
        case "aws:sns/topicPolicy:TopicPolicy":
            return "resource", inputs["arn"]
        case "aws:cloudwatch/eventBusPolicy:EventBusPolicy":
            return "resource", f"arn:aws:events:{region}:{account}:event-bus/{inputs['eventBusName']}"
    raise UnsupportedError(f"{resource.name}: a policy of a {resource.type} is not known")


def _statements(policy: Any) -> tuple[Fields, ...]:
    return tuple((json.loads(policy) if isinstance(policy, str) else policy)["Statement"])
