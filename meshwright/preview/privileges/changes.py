"""Every policy of a change's graphs that says something else, from what a deployment would touch."""

import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from meshwright import names
from meshwright.access import EVERYONE
from meshwright.language import Environment, Mesh
from meshwright.names import PLATFORM
from meshwright.preview.privileges import asbuilt, granting, statements
from meshwright.preview.privileges.holders import OF_DOMAINS, Held, held, values
from meshwright.preview.report import PrivilegeChange, PrivilegeStep, ResourceChange
from meshwright.preview.values import Showing, Veiled, veiled
from meshwright.recording.graph import Graph, Resource

DEFAULT_SESSION = 3600
"""Seconds of a role's session, where nothing is said (IAM)."""
_DURATION = re.compile(r"PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?\Z")
_ATTACHED = ("role", "bucket", "permissionSetArn", "queueUrl", "eventBusName", "arn")
"""Inputs that say what a policy is attached to, where that is a resource of its own."""
Graphs = Mapping[str, Graph]


def changes(
    base: Mesh,
    head: Mesh,
    environment: Environment,
    touched: Sequence[ResourceChange],
    graphs: tuple[Graphs, Graphs],
    *,
    code: bool,
    agreed: Collection[tuple[str, str]] = (),
) -> tuple[PrivilegeChange, ...]:
    """What changes of who may do what, escalations first; ``graphs`` are those before and after, by stack.

    ``agreed`` are the domains, or ``*``, and databases between which access changes by what is defined: what Lake
    Formation grants besides can come from the ``code`` alone.
    What a new domain brings counts where the ``code`` that builds it changed as well and builds it otherwise than it
    did those before; without that it is as built. What goes with its domain or its environment says nothing.
    """
    earlier = base.environment(environment.name)
    if earlier is None or head.environment(environment.name) is None:
        return ()
    work = _Work(base, head, (earlier, environment), graphs)
    found = _together(
        [
            *(c for change in touched for c in work.of(change, code)),
            *(work.granted(touched, frozenset(agreed)) if code else ()),
        ]
    )
    return tuple(sorted(found, key=lambda c: not c.escalation))


def _moved(old: Environment, new: Environment) -> Mapping[str, str]:
    """What every ARN has otherwise in an environment that moved: that is no privilege."""
    pairs = {old.account: new.account, old.region: new.region}
    return {a: b for a, b in pairs.items() if a != b}


@dataclass(frozen=True)
class _Side:
    """What a resource says on one side."""

    inputs: Mapping[str, Any]
    held: tuple[Held, ...]


class _Work:
    """What all comparisons of a preview have in common."""

    def __init__(self, base: Mesh, head: Mesh, places: tuple[Environment, Environment], graphs: tuple[Graphs, Graphs]):
        self._moved = _moved(*places)
        self._environment = places[1].name
        self._boundaries = (names.boundary(self._environment), names.people_boundary(self._environment))
        self._before, self._after = ({s: {r.urn: r for r in g.resources} for s, g in side.items()} for side in graphs)
        self._show = Showing(g for side in graphs for g in side.values())
        was, now = ({member.name for member in mesh.members} for mesh in (base, head))
        members = [member for mesh in (base, head) for member in mesh.members]
        self._adopted = {role.rpartition("/")[2]: member.name for member in members for role in member.roles}
        self._domains, self._new, self._gone = was | now, now - was, was - now
        self._built = asbuilt.Built(self._before, self._scope, self._show)

    def of(self, change: ResourceChange, code: bool) -> Iterator[PrivilegeChange]:
        """What one resource that is touched comes to."""
        scope = self._scope(change.stack, change.name)
        old, new = self._resources(change)
        if (new is None and scope in self._gone) or (old is None and self._as_built(new, scope, code)):
            return
        before, after = _side(old, self._moved), _side(new, {})
        harmless = new is None and old is not None and self._goes_along(old, change.stack)
        for key in dict.fromkeys((h.holder, h.name, h.what) for h in (*before.held, *after.held)):
            one, other = (_found(side, key) for side in (before, after))
            steps = self._steps(one, other, harmless)
            if steps:
                guarded = change.type in OF_DOMAINS and scope != PLATFORM
                holder = "the permissions boundary" if key[1] in self._boundaries else key[0]
                name = str(self._show(key[1]))
                yield PrivilegeChange(holder=holder, name=name, scope=scope, guarded=guarded, steps=steps)

    def _as_built(self, new: Resource | None, domain: str, code: bool) -> bool:
        """Whether something new belongs to a new domain and is built as for every other."""
        return domain in self._new and (not code or new is None or self._built.alike(new, domain))

    def granted(
        self, touched: Sequence[ResourceChange], agreed: frozenset[tuple[str, str]]
    ) -> Iterator[PrivilegeChange]:
        """What Lake Formation is made to grant without anybody's agreement."""
        prefix = names.role(self._environment, "", "").rstrip("-") + "-"

        def knows(domain: str, database: str) -> bool:
            if domain in self._new and (not database or database.startswith(f"{domain}_")):
                return True
            return any(who in (domain, EVERYONE) and database in ("", what) for who, what in agreed)

        def scope(role: str) -> str:
            return self._adopted.get(role) or self._scope("", role.removeprefix(prefix))

        yield from granting.unagreed(touched, self._before, self._after, scope=scope, agreed=knows, show=self._text)

    def _resources(self, change: ResourceChange) -> tuple[Resource | None, Resource | None]:
        before, after = (side.get(change.stack, {}) for side in (self._before, self._after))
        old = before.get(change.urn)
        if old is None and change.action in ("update", "replace"):
            earlier = change.renamed_from
            old = next((r for r in before.values() if r.type == change.type and r.name == earlier), None)
        return old, None if change.action == "delete" else after.get(change.urn)

    def _scope(self, stack: str, name: str) -> str:
        """The domain that a resource is made for, by its stack, or in the foundation by its logical name."""
        scope = stack.rpartition(".")[0]
        if scope in self._domains:
            return scope
        parts = name.removeprefix("people-").split("-")
        starts = ("-".join(parts[:end]) for end in range(len(parts) - 1, 0, -1))
        return next((start for start in starts if start in self._domains), PLATFORM)

    def _goes_along(self, old: Resource, stack: str) -> bool:
        """Whether what a policy is attached to goes as well, or is itself what goes."""
        place = next((old.inputs[key] for key in _ATTACHED if key in old.inputs), None)
        if place is None:
            return True
        after = self._after.get(stack, {})
        kept = (r for r in after.values() if r.urn != old.urn and r.type != old.type)
        return not any(place in (r.outputs.get(k) for k in ("name", "bucket", "arn", "id", "url")) for r in kept)

    def _steps(self, old: Held | None, new: Held | None, harmless: bool) -> tuple[PrivilegeStep, ...]:
        one = new or old
        assert one is not None  # the key came from one of the two
        before, after = (None if side is None else side.value for side in (old, new))
        if one.rule == "policy":
            return statements.compared(before, after, self._text, harmless=harmless)
        if one.rule == "seconds":
            return _sessions(one.what, before, after) if old and new else ()
        was, now = values(before), values(after)
        widens = bool(was - now) and not harmless if one.rule == "bound" else bool(now - was)
        return statements.settings(one.what, was, now, self._text, widens=widens)

    def _text(self, value: str) -> str:
        return str(self._show(value))


def _found(side: _Side, key: tuple[str, str, str]) -> Held | None:
    return next((h for h in side.held if (h.holder, h.name, h.what) == key), None)


def _side(resource: Resource | None, moved: Mapping[str, str]) -> _Side:
    if resource is None:
        return _Side({}, ())
    inputs: Mapping[str, Any] = veiled(resource.inputs, resource.secrets)
    inputs = {k: "a secret" if isinstance(v, Veiled) else v for k, v in inputs.items()}
    if moved:
        inputs = json.loads(_as_moved(json.dumps(inputs, default=str), moved))
    return _Side(inputs, tuple(held(resource.type, resource.name, inputs)))


def _as_moved(text: str, moved: Mapping[str, str]) -> str:
    """ARNs and names of services with another account and region; lists of regions stay."""
    for old, new in moved.items():
        edges = (r"(?<!\d)", r"(?!\d)") if old.isdigit() else (r"(?<=[:.])", r"(?=[:.])")
        text = re.sub(f"{edges[0]}{re.escape(old)}{edges[1]}", new, text)
    return text


def _sessions(what: str, before: Any, after: Any) -> tuple[PrivilegeStep, ...]:
    old, new = _seconds(before), _seconds(after)
    was, now = (frozenset([str(seconds)]) for seconds in (old, new))
    return statements.settings(what, was, now, str, widens=new > old)


def _seconds(value: Any) -> int:
    if value is None:
        return DEFAULT_SESSION
    if isinstance(value, int):
        return value
    found = _DURATION.match(str(value))
    hours, minutes, seconds = (int(part or 0) for part in found.groups()) if found else (24, 0, 0)
    return hours * 3600 + minutes * 60 + seconds


def _together(found: Iterable[PrivilegeChange]) -> list[PrivilegeChange]:
    """Settings of one holder under one heading."""
    by_holder: dict[tuple[str, str, str], PrivilegeChange] = {}
    for change in found:
        key = (change.scope, change.holder, change.name)
        known = by_holder.get(key)
        by_holder[key] = change if known is None else replace(known, steps=known.steps + change.steps)
    return list(by_holder.values())
