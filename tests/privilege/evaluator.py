"""Answers whether a request is allowed, as IAM does, for the statements that the platform writes.

After the IAM user guide, "Policy evaluation logic", and the KMS developer guide, "Key policies": an explicit denial
comes first; a boundary has to allow; then what is attached to the principal or to the resource allows. The policies of
keys, and of roles that are taken, have to allow by themselves or leave it to IAM. What isn't known is an error.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from .operators import Context, UnsupportedError, arn_like, filled, holds, like, listed

Fields = Mapping[str, Any]
"""One statement, as JSON."""
_ELEMENTS = {"Sid", "Effect", "Principal", "Action", "Resource", "NotResource", "Condition"}


class Says(StrEnum):
    """What the policies of one layer say of a request."""

    ALLOWS = "+"
    LEAVES = "~"
    """The policy of a resource lets the account's IAM decide."""
    SILENT = "-"
    DENIES = "!"
    OVERRULES = "±"
    """It denies what it allows or leaves elsewhere."""
    ABSENT = "."
    """There is no such layer."""


@dataclass(frozen=True)
class Asker:
    """Who asks, with what is attached to it."""

    name: str
    arn: str
    """Of the role, or of the provider; the name of a service, such as ``glue.amazonaws.com``."""
    account: str | None
    """None for a service or a provider of identity, which the policy of a resource alone can let in."""
    identity: tuple[Fields, ...] = ()
    boundary: tuple[Fields, ...] | None = None
    context: tuple[tuple[str, str], ...] = ()
    """What every request of its says, such as its tags."""
    bounded_by: str | None = None
    """ARN of the boundary."""


@dataclass(frozen=True)
class Request:
    """One call."""

    asker: Asker
    action: str
    resource: str
    """An ARN."""
    context: Context


@dataclass(frozen=True)
class Answer:
    """The decision, and what each layer says by itself."""

    allowed: bool
    identity: Says
    boundary: Says
    resource: Says

    def __str__(self) -> str:
        return f"{'yes' if self.allowed else 'no'} {self.identity}{self.boundary}{self.resource}"


def answer(request: Request, policy: Iterable[Fields] | None, account: str) -> Answer:
    """Decide; ``policy`` is the resource's own, None where it has none, ``account`` the resource's."""
    asker = request.asker
    identity = Says.ABSENT if asker.account is None else said(asker.identity, request)
    boundary = Says.ABSENT if asker.boundary is None else said(asker.boundary, request)
    resource = Says.ABSENT if policy is None else said(policy, request, account)
    return Answer(_allowed(request, account, identity, boundary, resource), identity, boundary, resource)


def _allowed(request: Request, account: str, identity: Says, boundary: Says, resource: Says) -> bool:
    if {Says.DENIES, Says.OVERRULES} & {identity, boundary, resource} or boundary is Says.SILENT:
        return False
    if request.asker.account is None:
        return resource is Says.ALLOWS
    if request.asker.account != account:
        return identity is Says.ALLOWS and resource in (Says.ALLOWS, Says.LEAVES)
    if request.action.lower().startswith("sts:") or ":key/" in request.resource:
        return resource is Says.ALLOWS or (resource is Says.LEAVES and identity is Says.ALLOWS)
    return Says.ALLOWS in (identity, resource)


def said(statements: Iterable[Fields], request: Request, account: str | None = None) -> Says:
    """What one layer says; ``account`` is that of the resource whose policy this is, None for identity and boundary."""
    found = {speaks(s, request, account) for s in statements}
    if Says.DENIES in found:
        return Says.OVERRULES if found & {Says.ALLOWS, Says.LEAVES} else Says.DENIES
    return next((s for s in (Says.ALLOWS, Says.LEAVES) if s in found), Says.SILENT)


def speaks(fields: Fields, request: Request, account: str | None) -> Says:
    """What one statement says; see ``said``."""
    if unknown := set(fields) - _ELEMENTS:
        raise UnsupportedError(f"statement {fields.get('Sid')} has {sorted(unknown)}, which is not known")
    if not (
        _acts(fields, request) and _covers(fields, request) and holds(fields.get("Condition", {}), request.context)
    ):
        return Says.SILENT
    if account is None:
        if "Principal" in fields:
            raise UnsupportedError(f"statement {fields.get('Sid')} names a principal beside what it is attached to")
        named = Says.ALLOWS
    else:
        named = _named(fields["Principal"], request.asker, account)
    if fields["Effect"] == "Allow" or named is Says.SILENT:
        return named
    if named is Says.LEAVES:
        raise UnsupportedError(f"statement {fields.get('Sid')} denies an account's root, which is not known")
    return Says.DENIES


def _acts(fields: Fields, request: Request) -> bool:
    return any(like(pattern.lower(), request.action.lower()) for pattern in listed(fields["Action"]))


def _covers(fields: Fields, request: Request) -> bool:
    if "NotResource" in fields:
        return not _among(fields["NotResource"], request)
    if "Resource" not in fields:  # who may take a role: the policy is the role's own
        if "Principal" not in fields:
            raise UnsupportedError(f"statement {fields.get('Sid')} names neither resource nor principal")
        return True
    return _among(fields["Resource"], request)


def _among(patterns: Any, request: Request) -> bool:
    known = (filled(pattern, request.context) for pattern in listed(patterns))
    return any(arn_like(pattern, request.resource) for pattern in known if pattern is not None)


def _named(principal: Any, asker: Asker, account: str) -> Says:
    """Whether a statement speaks of the asker itself, of everybody, or of the account that it belongs to."""
    if not isinstance(principal, Mapping) or set(principal) - {"AWS", "Service", "Federated"}:
        raise UnsupportedError(f"principal {principal!r} is not known")
    if asker.account is None:
        outside = [p for kind in ("Service", "Federated") for p in listed(principal.get(kind, ()))]
        spoken_of = [*outside, *(p for p in listed(principal.get("AWS", ())) if p == "*")]
        return Says.ALLOWS if {asker.arn, "*"} & set(spoken_of) else Says.SILENT
    identifiers = listed(principal.get("AWS", ()))
    if {asker.arn, "*"} & set(identifiers):
        return Says.ALLOWS
    if any(like("arn:*:iam::*:root", i) and i.split(":")[4] == asker.account for i in identifiers):
        return Says.LEAVES
    return Says.SILENT
