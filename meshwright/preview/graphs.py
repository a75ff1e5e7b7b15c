"""What a deployment would do: the graphs of one stack before and after, resource by resource."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from meshwright.preview.properties import OPAQUE, differences
from meshwright.preview.report import Action, PropertyChange, ResourceChange
from meshwright.preview.values import AFTERWARDS, Showing, summary, veiled
from meshwright.recording.assigned import ASSIGNED
from meshwright.recording.graph import Graph, Resource
from meshwright.recording.paths import keeping
from meshwright.recording.replacing import ANYTHING, forcing, may_force

OPTIONS = {"protect": "protect", "retain_on_delete": "retainOnDelete"}
"""Options that decide what happens to data, as they are shown among the properties."""
_PLACES = ("region", "account")
"""Where a resource is. Not an input, since the provider decides it, and yet it can't be changed in place."""


@dataclass
class _Pair:
    """A resource on both sides."""

    old: Resource
    new: Resource
    inputs: tuple[dict[str, Any], dict[str, Any]]
    """Before and after, secrets veiled, what is to be ignored as before."""
    forced: tuple[str, ...] = ()
    causes: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Properties that change because of another resource's replacement: its names."""


def compared(base: Graph | None, head: Graph | None) -> tuple[ResourceChange, ...]:
    """Every resource that a deployment of ``head`` over ``base`` would touch, in the order of their URNs.

    None on one side is a stack that isn't there. Both graphs are recorded in update mode, where what AWS makes up has a
    stand-in that is the same on both sides: so a policy that names a key can be compared. In a preview it is unknown.
    """
    before, after = _managed(base), _managed(head)
    showing = Showing(g for g in (base, head) if g is not None)
    stack = (head or base).stack if (head or base) else ""  # type: ignore[union-attr]
    pairs = _paired(before, after, (_places(base), _places(head)))
    _follow(pairs)
    met = {pair.old.urn for pair in pairs.values()}
    parents = {r.urn: r for g in (base, head) if g for r in g.resources}
    found = [_changed(pair, showing, stack) for pair in pairs.values()]
    found += [_made(r, showing, stack) for urn, r in after.items() if urn not in pairs]
    found += [_gone(r, stack) for urn, r in before.items() if urn not in met]
    named = (replace(c, component=_component(c.urn, parents)) for c in found if c is not None)
    return tuple(sorted(named, key=lambda change: change.urn))


def _managed(graph: Graph | None) -> dict[str, Resource]:
    """What exists somewhere: no components, no references, and no providers, whose place counts for each resource."""
    found = graph.resources if graph else ()
    return {r.urn: r for r in found if r.custom and not r.type.startswith("pulumi:")}


_Places = Mapping[str, Mapping[str, Any]]


def _paired(
    before: Mapping[str, Resource], after: Mapping[str, Resource], places: tuple[_Places, _Places]
) -> dict[str, _Pair]:
    found = {}
    for urn, new in after.items():
        known = (a for a in (urn, *new.options.aliases) if a in before and (a == urn or a not in after))
        if (old := next(known, None)) is not None:
            found[urn] = _pair(before[old], new, (places[0][old], places[1][urn]))
    return found


def _pair(old: Resource, new: Resource, places: tuple[Mapping[str, Any], Mapping[str, Any]]) -> _Pair:
    before = veiled({**old.inputs, **places[0]}, old.secrets)
    after = veiled({**new.inputs, **places[1]}, new.secrets)
    after = keeping(before, after, new.options.ignore_changes)
    forced = forcing(new.type, before, after)
    forced += tuple(p for p in _PLACES if p not in forced and before.get(p) != after.get(p))
    forced += tuple(p for p in new.options.replace_on_changes if p not in forced and _differs(before, after, p))
    return _Pair(old, new, (before, after), forced)


def _places(graph: Graph | None) -> dict[str, dict[str, Any]]:
    """Region and account of each resource, as far as its outputs and its provider tell."""
    found: dict[str, dict[str, Any]] = {}
    accounts: dict[str, Any] = {}
    for resource in graph.resources if graph else ():
        accounts[resource.urn] = resource.inputs.get("allowedAccountIds")
    for resource in graph.resources if graph else ():
        told = {"region": resource.outputs.get("region"), "account": accounts.get(resource.options.provider)}
        found[resource.urn] = {place: value for place, value in told.items() if isinstance(value, str)}
    return found


def _differs(old: Mapping[str, Any], new: Mapping[str, Any], path: str) -> bool:
    """Whether anything at a path, or inside, is another."""
    top = path.partition(".")[0].partition("[")[0]
    if path == ANYTHING:
        return old != new
    kept = keeping(old, new, [path])
    return kept != dict(new) and old.get(top) != new.get(top)


def _follow(pairs: Mapping[str, _Pair]) -> None:
    """Carry replacements on to what refers to what is replaced, as far as they go."""
    open_urns = [urn for urn, pair in pairs.items() if pair.forced]
    dependents: dict[str, list[tuple[_Pair, str]]] = {}
    for pair in pairs.values():
        for name, urns in pair.new.property_dependencies.items():
            for urn in urns:
                dependents.setdefault(urn, []).append((pair, name))
    while open_urns:
        urn = open_urns.pop()
        for pair, name in dependents.get(urn, ()):
            cause = pairs[urn]
            replaces = may_force(pair.new.type, name)
            if not (replaces or _holds_made_up(pair.new.inputs.get(name), cause.new)):
                continue
            pair.causes[name] = tuple(dict.fromkeys((*pair.causes.get(name, ()), cause.new.name)))
            if replaces and not pair.forced:
                open_urns.append(pair.new.urn)
            if replaces and name not in {p.partition(".")[0] for p in pair.forced}:
                pair.forced += (name,)


def _holds_made_up(value: Any, cause: Resource) -> bool:
    """Whether a value names something that AWS makes up anew for a resource."""
    made_up = [str(cause.outputs.get(name, "")) for name in ASSIGNED.get(cause.type, ())]
    text = repr(value)
    return any(name and name in text for name in made_up)


def _changed(pair: _Pair, showing: Showing, stack: str) -> ResourceChange | None:
    properties = [*_properties(pair, showing), *_option_changes(pair)]
    moved = pair.old.urn != pair.new.urn
    if not properties and not pair.forced and not moved:
        return None
    because = tuple(dict.fromkeys(name for names in pair.causes.values() for name in names))
    action: Action = "replace" if pair.forced else "update"
    return ResourceChange(
        action=action,
        stack=stack,
        urn=pair.new.urn,
        type=pair.new.type,
        name=pair.new.name,
        component="",
        renamed_from=_earlier(pair) if moved else "",
        properties=tuple(properties),
        forced_by=pair.forced,
        because_of=because,
        retained=action == "replace" and pair.old.options.retain_on_delete,
        protected=action == "replace" and pair.old.options.protect,
        deletes_first=action == "replace" and pair.new.options.delete_before_replace,
    )


def _earlier(pair: _Pair) -> str:
    """By what a renamed resource was known: its type, where only that is another."""
    if pair.old.name != pair.new.name:
        return pair.old.name
    return pair.old.urn.split("::")[2]


def _properties(pair: _Pair, showing: Showing) -> Iterator[PropertyChange]:
    shown = set()
    for difference in differences(*pair.inputs):
        shown.add(difference.path.partition(".")[0].partition("[")[0])
        before, after = difference.before, difference.after
        if difference.path in OPAQUE:
            before, after = (summary(v) if isinstance(v, str) else v for v in (before, after))
        yield PropertyChange(path=difference.path, kind=difference.kind, before=showing(before), after=showing(after))
    for name in sorted(pair.causes):
        if name not in shown:
            yield PropertyChange(path=name, kind="changed", before=_before(pair, name, showing), after=AFTERWARDS)


def _before(pair: _Pair, name: str, showing: Showing) -> Any:
    value = pair.inputs[0].get(name)
    return showing(value) if isinstance(value, str | int) else None


def _option_changes(pair: _Pair) -> Iterator[PropertyChange]:
    for name, shown in OPTIONS.items():
        old, new = (getattr(side.options, name) for side in (pair.old, pair.new))
        if old != new:
            yield PropertyChange(path=f"options.{shown}", kind="changed", before=old, after=new)


def _made(resource: Resource, showing: Showing, stack: str) -> ResourceChange:
    imported = resource.options.import_id
    return ResourceChange(
        action="import" if imported else "create",
        stack=stack,
        urn=resource.urn,
        type=resource.type,
        name=resource.name,
        component="",
        properties=(PropertyChange(path="id", kind="added", after=showing(imported)),) if imported else (),
    )


def _gone(resource: Resource, stack: str) -> ResourceChange:
    return ResourceChange(
        action="delete",
        stack=stack,
        urn=resource.urn,
        type=resource.type,
        name=resource.name,
        component="",
        retained=resource.options.retain_on_delete,
        protected=resource.options.protect,
    )


def _component(urn: str, resources: Mapping[str, Resource]) -> str:
    """The outermost component that a resource is part of: what a stack's program put there."""
    found = ""
    above = resources.get(resources[urn].parent)
    while above is not None and above.parent:
        found, above = above.name, resources.get(above.parent)
    return found
