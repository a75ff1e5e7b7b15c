"""The policies of a recorded mesh: what is attached to each role, bucket, key, topic and bus."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from meshwright.guardrails.stack import POLICIES
from meshwright.recording import Graph, Resource

from .evaluator import Fields
from .operators import UnsupportedError
from .placing import Placing, Role


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
class Ground:
    """Everything that decides, of all stacks of an environment."""

    environment: str
    account: str
    region: str
    suffix: str
    policies: tuple[Attached, ...]
    roles: tuple[Role, ...]
    aliases: tuple[tuple[str, str], ...]
    """Key ARN and alias."""
    lake_administrators: tuple[str, ...]
    """ARNs of those whom Lake Formation lets administer."""
    lake_viewers: tuple[str, ...]
    """ARNs of those whom it lets look at everything."""
    given: tuple[Attached, ...] = ()
    """What others attach to what is theirs, and the mesh asks them for."""

    @cached_property
    def _attached(self) -> dict[tuple[str, str], tuple[Fields, ...]]:
        found: dict[tuple[str, str], tuple[Fields, ...]] = {}
        for policy in (*self.policies, *self.given):
            place = (policy.on, policy.kind)
            if place in found and policy.kind != "identity":
                raise UnsupportedError(f"two policies of kind {policy.kind} are attached to {policy.on}")
            found[place] = (*found.get(place, ()), *policy.statements)
        return found

    def on(self, arn: str, kind: str) -> tuple[Fields, ...] | None:
        """All that is attached there; None where nothing is."""
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


def ground(
    graphs: Iterable[Graph], environment: str, account: str, region: str, given: Iterable[Attached] = ()
) -> Ground:
    """What the stacks of an environment would attach."""
    graphs = tuple(graphs)
    resources = [r for g in graphs for r in g.resources]
    placing = Placing(resources, account, region)
    (lake,) = (r.inputs for r in resources if r.type == "aws:lakeformation/dataLakeSettings:DataLakeSettings")
    return Ground(
        environment=environment,
        account=account,
        region=region,
        suffix=next(str(g.outputs["suffix"]) for g in graphs if "suffix" in g.outputs),
        policies=tuple(_attached(r, placing) for r in resources if r.type in POLICIES),
        roles=(*_roles(resources), *placing.signed_in()),
        aliases=tuple(
            (f"arn:aws:kms:{region}:{account}:key/{r.inputs['targetKeyId']}", r.inputs["name"])
            for r in resources
            if r.type == "aws:kms/alias:Alias"
        ),
        lake_administrators=tuple(lake["admins"]),
        lake_viewers=tuple(lake.get("readOnlyAdmins", ())),
        given=tuple(given),
    )


def _roles(resources: Iterable[Resource]) -> Iterator[Role]:
    for r in resources:
        if r.type == "aws:iam/role:Role":
            yield Role(r.outputs["arn"], r.inputs.get("permissionsBoundary"), tuple(r.inputs["tags"].items()))


def _attached(resource: Resource, placing: Placing) -> Attached:
    kind, on = placing.of(resource)
    return Attached(resource.name, kind, on, _statements(resource.inputs[POLICIES[resource.type]]))


def _statements(policy: Any) -> tuple[Fields, ...]:
    return tuple((json.loads(policy) if isinstance(policy, str) else policy)["Statement"])
