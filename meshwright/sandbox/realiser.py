"""Desired graphs made true in the sandbox's account.

The foundation comes first, then the domains, each in the order of its dependencies; what is no longer declared goes
last, in the reverse order. A resource whose type and inputs are as before costs no call at all.
"""

import hashlib
import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace as changed_copy
from pathlib import Path
from typing import TYPE_CHECKING, Any

from meshwright.recording.graph import UNKNOWN, Graph, Resource
from meshwright.recording.paths import keeping

from .api import Api
from .errors import ApiError, SandboxError
from .ordering import in_order, sorted_by_dependency
from .progress import Progress, Step, unseen
from .report import Outcome, Report
from .server import Server
from .standins import substituted, token
from .state import Record, State

if TYPE_CHECKING:
    from .resources import Kind, Realised

FOUNDATION = "foundation."


def realise(
    graphs: Sequence[Graph], server: Server, state: State, progress: Progress = unseen, *, partial: bool = False
) -> Report:
    """Make the account what the graphs say, and nothing else.

    Where the graphs are not all stacks of the mesh, ``partial`` leaves the resources of the others alone; otherwise a
    stack without a graph is a removed one.

    Raises:
        SandboxError: a graph is a preview's, its resources need each other in a circle, or one of them can't be
            realised. What was done until then is kept, and the next run goes on from there.
    """
    begun = time.monotonic()
    work = _Realisation(Api(server.client, root=Path(server.root)), state, progress, _wanted(graphs))
    with state.held():
        work.finish_replacements()
        for graph in sorted(graphs, key=lambda g: not g.stack.startswith(FOUNDATION)):
            for resource, needs in in_order(graph):
                work.settle(graph.stack, resource, needs)
        stacks = {graph.stack for graph in graphs} if partial else None
        work.remove_undeclared(stacks)
    work.report.calls = work.api.writes
    work.report.seconds = time.monotonic() - begun
    work.report.discarded, state.discarded = state.discarded, None
    return work.report


def _wanted(graphs: Sequence[Graph]) -> dict[str, Resource]:
    """Every resource that is to exist, by URN."""
    from .resources.nothing import NOTHING

    wanted = {}
    for graph in graphs:
        if graph.preview:
            raise SandboxError(f"the graph of {graph.stack} is a preview's; record it in update mode")
        for resource in graph.resources:
            if resource.custom and resource.type not in NOTHING:
                wanted[resource.urn] = resource
    return wanted


class _Realisation:
    """One run over one account."""

    def __init__(self, api: Api, state: State, progress: Progress, wanted: dict[str, Resource]) -> None:
        self.api = api
        self.state = state
        self.report = Report()
        self._progress = progress
        self._wanted = wanted
        self._real = {a: b for record in state.records.values() for a, b in record.standins.items()}
        self._done = 0

    def settle(self, stack: str, resource: Resource, needs: tuple[str, ...]) -> None:
        """Create, change or replace one resource, or find that nothing is to do."""
        if resource.urn not in self._wanted:
            return
        self._tell(stack, resource.type, resource.name, None)
        old = self.state.records.get(resource.urn) or self._renamed(resource)
        inputs = self._effective(resource, old)
        record = self._record(stack, resource, needs, inputs, old)
        if old is not None and old.digest == record.digest:
            outcome: Outcome = "unchanged"
            record = changed_copy(record, id=old.id, outputs=old.outputs, standins=old.standins)
            if record != old:
                self.state.put(record)
        else:
            with _Explained(resource.urn, stack, resource.type, resource.name, "created" if old is None else "changed"):
                outcome = self._change(resource, record, old)
        self._done += 1
        self._note(outcome, record)

    def remove_undeclared(self, stacks: set[str] | None) -> None:
        """Delete what no graph has any more, or forget it where it was to be retained."""
        gone = {
            urn: record
            for urn, record in self.state.records.items()
            if urn not in self._wanted and (stacks is None or record.stack in stacks)
        }
        first = sorted(gone, key=lambda urn: not gone[urn].stack.startswith(FOUNDATION))
        for urn in reversed(sorted_by_dependency(first, {u: r.dependencies for u, r in gone.items()})):
            record = gone[urn]
            if record.protected or record.retained:
                outcome: Outcome = "retained"
            else:
                self._tell(record.stack, record.type, record.name, None)
                self._delete(record)
                outcome = "deleted"
            self.state.drop(urn)
            self._note(outcome, record)

    def finish_replacements(self) -> None:
        """Delete what an earlier, killed run had replaced but not yet deleted."""
        for record in list(self.state.doomed.values()):
            held = self.state.records.get(record.urn)
            if held is None or held.digest != record.digest:  # the new one did take its place
                self._delete(record)
            self.state.spare(record)

    def _change(self, resource: Resource, record: Record, old: Record | None) -> Outcome:
        from .resources import kind_of

        kind = kind_of(resource.type)
        if old is None and resource.options.import_id:
            self._take_over(kind, resource, record)
            return "adopted"
        if old is None:
            realised = self._create(kind, resource, record)
            return "adopted" if realised.adopted else "created"
        causes = kind.replaced_by(old.inputs, record.inputs)
        if causes:
            return self._replace(kind, resource, record, old, causes)
        outputs = kind.update(self._within(record.inputs), {**old.outputs, "id": old.id}, record.inputs)
        self._put(kind, resource, record, old.id, outputs)
        return "updated"

    def _create(self, kind: "Kind", resource: Resource, record: Record) -> "Realised":
        api = self._within(record.inputs)
        realised = self._find(kind, api, record) or kind.create(api, record.inputs)
        self._put(kind, resource, record, realised.id, realised.outputs)
        return realised

    def _take_over(self, kind: "Kind", resource: Resource, record: Record) -> None:
        """What was there before the mesh, as it is."""
        api = self._within(record.inputs)
        found = kind.computed(api, record.inputs, {})
        if kind.read(api, found) is None:
            raise SandboxError(
                f"there is no {resource.options.import_id} to take over; create it, or take it out of adopts="
            )
        self._put(kind, resource, record, kind.physical(api, record.inputs), found)

    def _find(self, kind: "Kind", api: Api, record: Record) -> "Realised | None":
        """One that exists and that nobody knows: a killed run made it, or it was retained."""
        if not kind.nameless:
            return None
        known = (*self.state.records.values(), *self.state.doomed.values())
        return kind.find(api, record.inputs, frozenset(other.id for other in known))

    def _replace(
        self, kind: "Kind", resource: Resource, record: Record, old: Record, causes: tuple[str, ...]
    ) -> Outcome:
        why = f"{', '.join(causes)} changed, which needs another resource in its place"
        if old.protected or resource.options.protect:
            raise SandboxError(f"{why}, but it is protected; unprotect it first, or take the change back")
        same = kind.same(old.inputs, record.inputs)
        if old.retained and same:
            raise SandboxError(f"{why}, but it is retained and keeps its name; give the new one another name")
        if old.retained:
            self._create(kind, resource, record)
            self._note("retained", old)
        elif same or resource.options.delete_before_replace:
            self._delete(old)
            self._create(kind, resource, record)
        else:
            self.state.doom(old)
            self._create(kind, resource, record)
            self._delete(old)
            self.state.spare(old)
        return "replaced"

    def _delete(self, record: Record) -> None:
        from .resources import kind_of

        with _Explained(record.urn, record.stack, record.type, record.name, "deleted"):
            kind_of(record.type).delete(self._within(record.inputs), {**record.outputs, "id": record.id})

    def _put(self, kind: "Kind", resource: Resource, record: Record, id_: str, outputs: dict[str, Any]) -> None:
        standins = {
            token(str(resource.outputs[name])): token(str(outputs[name]))
            for name in kind.assigned
            if resource.outputs.get(name) and outputs.get(name)
        }
        self._real.update(standins)
        self.state.put(changed_copy(record, id=id_, outputs=outputs, standins=standins))

    def _effective(self, resource: Resource, old: Record | None) -> dict[str, Any]:
        """The inputs to send: named, tagged as the provider does it, with real ids, ignoring what is to be ignored."""
        inputs = dict(resource.inputs)
        for name in NAMES:
            if name not in inputs and name in resource.outputs:
                inputs[name] = resource.outputs[name]
            inputs.pop(f"{name}Prefix", None)
        if resource.outputs.get("tagsAll"):
            inputs["tags"] = dict(resource.outputs["tagsAll"])
        inputs = dict(substituted(inputs, self._real))
        if old is not None and resource.options.ignore_changes:
            inputs = keeping(old.inputs, inputs, resource.options.ignore_changes)
        if (unknown := _unknown(inputs)) is not None:
            raise SandboxError(f"{resource.urn}: input {unknown!r} is unknown; record the graph in update mode")
        return inputs

    def _record(
        self, stack: str, resource: Resource, needs: tuple[str, ...], inputs: dict[str, Any], old: Record | None
    ) -> Record:
        return Record(
            urn=resource.urn,
            type=resource.type,
            name=resource.name,
            stack=stack,
            id=old.id if old else "",
            inputs=inputs,
            outputs={},
            standins={},
            digest=_digest(resource.type, inputs),
            dependencies=tuple(urn for urn in needs if urn in self._wanted),
            protected=resource.options.protect,
            retained=resource.options.retain_on_delete,
        )

    def _renamed(self, resource: Resource) -> Record | None:
        """The record of a resource under its earlier URN."""
        for alias in resource.options.aliases:
            if alias not in self._wanted and alias in self.state.records:
                record = changed_copy(self.state.records[alias], urn=resource.urn)
                self.state.put(record)
                self.state.drop(alias)
                return record
        return None

    def _within(self, inputs: dict[str, Any]) -> Api:
        return self.api.within(inputs.get("region"))

    def _note(self, outcome: Outcome, record: Record) -> None:
        self.report.note(outcome, record.urn)
        self._tell(record.stack, record.type, record.name, outcome)

    def _tell(self, stack: str, type_: str, name: str, outcome: str | None) -> None:
        subject = f"{stack} {type_.rpartition(':')[2]} {name}"
        self._progress(Step("realise", subject, self._done, len(self._wanted), outcome))


class _Explained:
    """Puts stack, resource and operation to what AWS said."""

    def __init__(self, urn: str, stack: str, type_: str, name: str, verb: str) -> None:
        component = urn.rpartition("$")[0].rpartition(":")[2]
        within = f" of {component}" if component else ""
        self._what = f"{stack}: {type_} {name!r}{within} can't be {verb}"

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, problem: BaseException | None, trace: object) -> None:
        if isinstance(problem, ApiError):
            raise SandboxError(
                f"{self._what}: {problem.service}.{problem.operation} answered {problem.code}: {problem.message}; "
                "mend its definition or component and run this again, what is done is kept"
            ) from problem
        if isinstance(problem, SandboxError):
            raise SandboxError(f"{self._what}: {problem}") from problem


NAMES = ("name", "bucket", "targetId")
"""Inputs that the provider makes up where a program leaves them out; a recording has them among the outputs."""


def _digest(type_: str, inputs: dict[str, Any]) -> str:
    text = json.dumps([type_, inputs], sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _unknown(value: Any, at: str = "") -> str | None:
    """Where a value stands that only the cloud can tell."""
    if isinstance(value, str):
        return at if UNKNOWN in value else None
    parts: Iterator[tuple[str, Any]] = iter(())
    if isinstance(value, dict):
        parts = ((f"{at}.{key}".lstrip("."), item) for key, item in value.items())
    elif isinstance(value, list):
        parts = ((f"{at}[{number}]", item) for number, item in enumerate(value))
    return next((found for place, item in parts if (found := _unknown(item, place)) is not None), None)
