"""IAM and resource policies as data: every policy of the platform is made of these statements."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import pulumi

Text = pulumi.Input[str]
Effect = Literal["Allow", "Deny"]

_SID = re.compile(r"[A-Za-z0-9]+\Z")
_ACTION = re.compile(r"[a-z0-9-]+:[A-Za-z]+\Z")
_ACTION_PATTERN = re.compile(r"\*\Z|[a-z0-9-]+:[A-Za-z]*\*?\Z")


@dataclass(frozen=True)
class Principal:
    """Whom a statement of a resource or trust policy speaks of."""

    kind: Literal["AWS", "Service", "Federated"]
    identifiers: tuple[Text, ...]
    """ARNs, service names such as ``glue.amazonaws.com``, or ``("*",)``."""

    def __post_init__(self) -> None:
        if not self.identifiers:
            raise ValueError("a principal without identifiers matches nobody; name one")


EVERYONE = Principal("AWS", ("*",))
"""Anybody, signed in or not: for denials, and for permissions that a condition narrows."""


def roles(*arns: Text) -> Principal:
    """IAM roles, or an account's root for what the account's own IAM decides."""
    return Principal("AWS", arns)


def services(*names: str) -> Principal:
    """AWS services, such as ``glue.amazonaws.com``."""
    return Principal("Service", names)


@dataclass(frozen=True)
class Condition:
    """One test of the request; a statement's conditions all have to hold."""

    operator: str
    """As IAM writes it: ``StringEquals``, ``ForAnyValue:StringLike``, ``Null`` …"""
    key: str
    values: tuple[Text, ...]
    """Any of them satisfies the test (none of them, for a negated operator)."""

    def __post_init__(self) -> None:
        if not self.values:
            raise ValueError(f"condition {self.operator} {self.key} has no values; name one")


def when(operator: str, key: str, *values: Text) -> Condition:
    """A condition, read aloud."""
    return Condition(operator, key, values)


@dataclass(frozen=True, kw_only=True)
class Statement:
    """One permission or one denial."""

    sid: str
    effect: Effect
    actions: tuple[str, ...]
    """An ``Allow`` names each action; a ``Deny`` may end one in ``*``."""
    resources: tuple[Text, ...] = ()
    """Empty in a trust policy, which is attached to its resource."""
    not_resources: tuple[Text, ...] = ()
    """Everything but these; denials only."""
    principals: tuple[Principal, ...] = ()
    """Empty in an identity policy, which is attached to its principal."""
    conditions: tuple[Condition, ...] = ()

    def __post_init__(self) -> None:
        if not _SID.match(self.sid):
            raise ValueError(f'sid "{self.sid}" is not letters and digits')
        if not self.actions:
            raise ValueError(f"statement {self.sid} has no actions; name one")
        allowed = _ACTION if self.effect == "Allow" else _ACTION_PATTERN
        for action in self.actions:
            if not allowed.match(action):
                raise ValueError(f'statement {self.sid}: action "{action}" is not one action; write "<service>:<Name>"')
        if self.not_resources and (self.effect == "Allow" or self.resources):
            raise ValueError(f"statement {self.sid}: only a denial without resources may name not_resources")
        if not (self.principals or self.resources or self.not_resources):
            raise ValueError(f"statement {self.sid} names neither principals nor resources")
        tests = [(c.operator, c.key) for c in self.conditions]
        if len(set(tests)) != len(tests):
            raise ValueError(f"statement {self.sid} tests one key twice with one operator; write the values together")

    def document(self) -> dict[str, Any]:
        """As IAM writes it: keys in a fixed order, actions sorted, every value a list."""
        found: dict[str, Any] = {"Sid": self.sid, "Effect": self.effect}
        if self.principals:
            found["Principal"] = _principals(self.principals)
        found["Action"] = sorted(set(self.actions))
        if self.resources:
            found["Resource"] = list(self.resources)
        if self.not_resources:
            found["NotResource"] = list(self.not_resources)
        if self.conditions:
            tests: dict[str, dict[str, list[Text]]] = {}
            for condition in sorted(self.conditions, key=lambda c: (c.operator, c.key)):
                tests.setdefault(condition.operator, {})[condition.key] = list(condition.values)
            found["Condition"] = tests
        return found


def _principals(principals: Sequence[Principal]) -> dict[str, list[Text]]:
    found: dict[str, list[Text]] = {}
    for principal in sorted(principals, key=lambda p: p.kind):
        found.setdefault(principal.kind, []).extend(principal.identifiers)
    return found


def allow(
    sid: str,
    actions: Iterable[str],
    resources: Iterable[Text] = (),
    *conditions: Condition,
    principals: Iterable[Principal] = (),
) -> Statement:
    """A permission."""
    return Statement(
        sid=sid,
        effect="Allow",
        actions=tuple(actions),
        resources=tuple(resources),
        principals=tuple(principals),
        conditions=conditions,
    )


def deny(
    sid: str,
    actions: Iterable[str],
    resources: Iterable[Text] = (),
    *conditions: Condition,
    not_resources: Iterable[Text] = (),
    principals: Iterable[Principal] = (),
) -> Statement:
    """A denial, which no permission anywhere overrides."""
    return Statement(
        sid=sid,
        effect="Deny",
        actions=tuple(actions),
        resources=tuple(resources),
        not_resources=tuple(not_resources),
        principals=tuple(principals),
        conditions=conditions,
    )


@dataclass(frozen=True)
class Policy:
    """Statements that are attached together."""

    statements: tuple[Statement, ...]

    def __post_init__(self) -> None:
        sids = [s.sid for s in self.statements]
        if not sids:
            raise ValueError("a policy without statements says nothing; leave it out")
        if len(set(sids)) != len(sids):
            raise ValueError(f"two statements share a sid: {', '.join(sorted({s for s in sids if sids.count(s) > 1}))}")

    def document(self) -> dict[str, Any]:
        """The policy document; its leaves may still be outputs."""
        return {"Version": "2012-10-17", "Statement": [s.document() for s in self.statements]}

    @property
    def text(self) -> str:
        """The document as compact JSON, the same bytes for the same policy; a TypeError where it holds outputs."""
        return _written(self.document())

    @property
    def json(self) -> pulumi.Output[str]:
        """As ``text``, once all the outputs in it are known."""
        document = self.document()
        # One gathering of the distinct outputs: Output.json_dumps would await every list and dict on its own.
        distinct = list({id(o): o for o in _outputs(document)}.values())
        return pulumi.Output.all(*distinct).apply(
            lambda known: _written(_resolved(document, dict(zip(map(id, distinct), known, strict=True))))
        )


def _written(document: Any) -> str:
    return json.dumps(document, separators=(",", ":"))


def _outputs(value: Any) -> Iterator[pulumi.Output[Any]]:
    if isinstance(value, pulumi.Output):
        yield value
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from _outputs(part)
    elif isinstance(value, list):
        for part in value:
            yield from _outputs(part)


def _resolved(value: Any, known: Mapping[int, Any]) -> Any:
    if isinstance(value, pulumi.Output):
        return known[id(value)]
    if isinstance(value, Mapping):
        return {key: _resolved(part, known) for key, part in value.items()}
    if isinstance(value, list):
        return [_resolved(part, known) for part in value]
    return value
