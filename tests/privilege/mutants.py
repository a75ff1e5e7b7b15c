"""Policies that say a little more than they should, or refuse a little less: each has to be noticed."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from .evaluator import Fields
from .ground import Attached, Ground
from .operators import listed


@dataclass(frozen=True)
class Mutant:
    """One change of one statement of one policy."""

    policy: Attached
    layer: tuple[Fields, ...]
    """All that is attached to the same, the policy's own statements among it."""
    before: Fields
    after: Fields | None
    """None where the statement is gone."""
    change: str

    @property
    def statements(self) -> tuple[Fields, ...]:
        """The layer's, changed."""
        changed = (self.after if s is self.before else s for s in self.layer)
        return tuple(s for s in changed if s is not None)

    def __str__(self) -> str:
        return f"{self.policy.name} ({self.policy.kind}) {self.before['Sid']}: {self.change}"


def mutants(ground: Ground) -> Iterator[Mutant]:
    """Every mutant of every policy.

    Of a permission: every action of one of its services; every resource; everybody; without one of its conditions. Of
    a denial: gone; without one of its conditions, actions or resources, which mostly makes it the stricter or the
    looser.
    """
    for policy in ground.policies:
        layer = ground.on(policy.on, policy.kind) or ()
        for fields in policy.statements:
            for change, changed in _changes(fields, policy.on):
                yield Mutant(policy, layer, fields, changed, change)


def alike(ground: Ground, fields: Fields) -> str:
    """A statement but for what differs between environments by name alone: theirs, keys' and the suffix of buckets."""
    said = re.sub(r"key/[0-9a-f-]{36}", "key/x", json.dumps(fields)).replace(ground.suffix, "suffix")
    return re.sub(rf"(?<![a-z]){ground.environment}(?=[-/\"])(?!-provider)", "env", said)


def narrower(fields: Fields) -> Iterator[Fields]:
    """The statement, and those that let in one fewer: what is proven of the one is of the others."""
    yield fields
    named = listed(fields.get("Principal", {}).get("AWS", ()))
    for arn in named if len(named) > 1 else ():
        yield {**fields, "Principal": {**fields["Principal"], "AWS": [other for other in named if other != arn]}}


def _changes(fields: Fields, on: str) -> Iterator[tuple[str, Fields | None]]:
    yield from _widened(fields, on) if fields["Effect"] == "Allow" else _weakened(fields)
    for operator, by_key in fields.get("Condition", {}).items():
        for key in by_key:
            rest = {
                o: {k: v for k, v in kv.items() if (o, k) != (operator, key)} for o, kv in fields["Condition"].items()
            }
            yield f"without {operator} {key}", {**fields, "Condition": {o: kv for o, kv in rest.items() if kv}}


def _widened(fields: Fields, on: str) -> Iterator[tuple[str, Fields]]:
    actions = listed(fields["Action"])
    for service in sorted({action.partition(":")[0] for action in actions}):
        yield f"every action of {service}", {**fields, "Action": [*actions, f"{service}:*"]}
    # the policy of a key, a topic or the bus is asked about that alone, so that no other resource can be added
    if ("Resource" in fields and not {"*", on} >= set(listed(fields["Resource"]))) or on.startswith("arn:aws:s3:::"):
        yield "every resource", {**fields, "Resource": ["*"]}
    if "Principal" in fields:
        yield "everybody", {**fields, "Principal": {"AWS": ["*"]}}


def _weakened(fields: Fields) -> Iterator[tuple[str, Fields | None]]:
    yield "gone", None
    for element in ("Action", "Resource"):
        values = listed(fields.get(element, ()))
        for value in values if len(values) > 1 else ():
            yield f"without {element.lower()} {value}", {**fields, element: [v for v in values if v != value]}
    for value in listed(fields.get("NotResource", ())):
        wider: list[Any] = [v for v in listed(fields["NotResource"]) if v != value]
        yield f"not sparing {value}", {**fields, "NotResource": wider}
