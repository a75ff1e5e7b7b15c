"""The recording engine: answers a program's registrations as AWS would, and keeps what it was asked."""

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from google.protobuf import empty_pb2, struct_pb2
from pulumi.runtime import rpc
from pulumi.runtime.mocks import MockMonitor
from pulumi.runtime.proto import resource_pb2

from meshwright.recording.calls import answered
from meshwright.recording.errors import RecordingError
from meshwright.recording.graph import UNKNOWN, Graph, Options, Resource
from meshwright.recording.naming import physical_name
from meshwright.recording.outputs import computed_outputs
from meshwright.recording.references import Lookup, StackName
from meshwright.recording.registration import Place, Registration
from meshwright.recording.wire import SIGNATURE, Reader, written

STACK = "pulumi:pulumi:Stack"
REFERENCE = "pulumi:pulumi:StackReference"


class Recorder(MockMonitor):
    """Plays the engine for one run of one program.

    It sees whole requests, with the options that ``Mocks`` are never shown, and gives resources the URNs that the real
    engine would.
    """

    def __init__(
        self,
        stack: StackName,
        *,
        preview: bool,
        place: Place,
        references: Lookup,
        root: Path | None,
    ) -> None:
        super().__init__(None)  # type: ignore[arg-type]  # every method that would ask its mocks is replaced
        self._stack = stack
        self._preview = preview
        self._place = place
        self._references = references
        self._root = root
        self._records: dict[str, Resource] = {}
        self._names: dict[str, str] = {}
        self._outputs: dict[str, dict[str, Any]] = {}
        self._secret_outputs: tuple[str, ...] = ()
        self.errors: list[RecordingError] = []
        """What the program was refused, first things first."""

    def graph(self) -> Graph:
        """Everything recorded so far."""
        stack_outputs: dict[str, Any] = {}
        found = []
        for urn, record in self._records.items():
            outputs = self._outputs.get(urn)
            if record.type == STACK:
                stack_outputs = outputs or {}
            found.append(record if outputs is None else replace(record, outputs=outputs))
        return Graph(
            stack=self._stack.stack,
            preview=self._preview,
            resources=tuple(sorted(found, key=lambda resource: resource.urn)),
            outputs=stack_outputs,
            secrets=self._secret_outputs,
        )

    def RegisterResource(self, request: Any) -> Any:
        """Answers a new resource."""
        urn = self._urn(request)
        try:
            return self._registered(request, urn)
        except RecordingError as error:
            self.errors.append(error)
            raise

    def RegisterResourceOutputs(self, request: Any) -> Any:
        """Keeps what a component or the stack itself says about itself."""
        reader = Reader(self._root)
        self._outputs[request.urn] = reader.properties(request.outputs)
        if self._records[request.urn].type == STACK:
            self._secret_outputs = tuple(sorted({path.partition(".")[0].partition("[")[0] for path in reader.secrets}))
        return empty_pb2.Empty()

    def ReadResource(self, request: Any) -> Any:
        """Answers a stack reference; nothing else exists before a recording."""
        urn = self._urn(request)
        try:
            if request.type != REFERENCE:
                raise RecordingError(
                    f"{urn}: a recording knows no existing resources; read {request.id!r} in the stack that made it"
                )
            return self._referenced(request, urn)
        except RecordingError as error:
            self.errors.append(error)
            raise

    def Invoke(self, request: Any) -> Any:
        """Answers a provider function."""
        args = Reader(self._root).properties(request.args)
        try:
            answer = answered(request.tok, args, self._located(request.provider, args))
        except RecordingError as error:
            self.errors.append(error)
            raise
        response: dict[str, Any] = {"return": written(struct_pb2.Struct(), answer)}  # a word that can't be an argument
        return resource_pb2.ResourceInvokeResponse(**response)

    def Call(self, request: Any) -> Any:
        """Refuses a resource's method: no type that the platform uses has one."""
        error = RecordingError(f"the method {request.tok} has no recorded answer; give its result another way")
        self.errors.append(error)
        raise error

    def RegisterStackTransform(self, request: Any) -> Any:
        """Refuses a transform: it would change what is recorded, and only the real engine runs it."""
        error = RecordingError("a stack transform can't be recorded; set the option or input where it is declared")
        self.errors.append(error)
        raise error

    RegisterStackInvokeTransform = RegisterStackTransform

    def _registered(self, request: Any, urn: str) -> Any:
        if request.transforms:
            raise RecordingError(f"{urn}: a transform can't be recorded; set the option or input where it is declared")
        inputs, secrets = self._plain(request.object, urn)
        names = physical_name(request.type, request.name, urn, inputs) if request.custom else {}
        outputs, known = self._answer(request, urn, {**inputs, **names})
        self._keep(request, urn, inputs=inputs, outputs=outputs, secrets=secrets)
        answer = struct_pb2.Struct()
        answer.CopyFrom(request.object)
        for key in request.additionalSecretOutputs:
            if key in known:
                known[key] = {SIGNATURE: rpc._special_secret_sig, "value": known[key]}
        identity = outputs.get("id", "")
        return resource_pb2.RegisterResourceResponse(
            urn=urn, id="" if identity == UNKNOWN else identity, object=written(answer, {**names, **known})
        )

    def _answer(self, request: Any, urn: str, inputs: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
        """A resource's outputs, and those of them that the program may know beside its own inputs."""
        if not request.custom:
            return inputs, {}
        place = self._located(request.provider, inputs)
        registration = Registration(urn=urn, type=request.type, name=request.name, inputs=inputs, place=place)
        if request.type.startswith("pulumi:providers:"):
            return {**inputs, "id": registration.uuid()}, {}
        computed = computed_outputs(registration)
        if self._preview:
            return {**dict.fromkeys(computed, UNKNOWN), **inputs}, {}
        known = {key: value for key, value in computed.items() if key not in inputs}
        return {**computed, **inputs}, known

    def _referenced(self, request: Any, urn: str) -> Any:
        name = StackName.parse(request.id, self._stack.project)
        try:
            found = self._references(name)
        except RecordingError as error:
            raise RecordingError(f"{urn}: {error}") from error
        values, secrets = (found.outputs, found.secrets) if isinstance(found, Graph) else (found, ())
        inputs = {"name": request.id}
        outputs = {**inputs, "outputs": dict(values), "secretOutputNames": list(secrets)}
        self._keep(request, urn, inputs=inputs, outputs={**outputs, "id": request.id}, secrets=())
        return resource_pb2.ReadResourceResponse(
            urn=urn, id=request.id, properties=written(struct_pb2.Struct(), outputs)
        )

    def _keep(
        self, request: Any, urn: str, *, inputs: dict[str, Any], outputs: dict[str, Any], secrets: tuple[str, ...]
    ) -> None:
        read = isinstance(request, resource_pb2.ReadResourceRequest)
        custom = read or request.custom
        self._refuse_duplicate(urn, request.name, custom=custom)
        parent = self._records.get(request.parent)
        self._records[urn] = Resource(
            urn=urn,
            type=request.type,
            name=request.name,
            parent=request.parent,
            custom=custom,
            inputs=inputs,
            outputs=outputs,
            options=Options() if read else self._options(request, parent),
            dependencies=tuple(sorted(set(request.dependencies))),
            property_dependencies={} if read else _property_dependencies(request),
            component=_component_of(parent),
            secrets=secrets,
        )

    def _refuse_duplicate(self, urn: str, name: str, *, custom: bool) -> None:
        # the engine asks for distinct URNs only; distinct names make each resource findable by what people call it
        other = urn if urn in self._records else self._names.get(name) if custom else None
        if other is not None:
            raise RecordingError(
                f"two resources of {self._stack.stack} are named {name!r}: {other} and {urn}; give one another name"
            )
        if custom:
            self._names[name] = urn

    def _plain(self, struct: struct_pb2.Struct, urn: str) -> tuple[dict[str, Any], tuple[str, ...]]:
        reader = Reader(self._root)
        try:
            inputs = reader.properties(struct)
        except RecordingError as error:
            raise RecordingError(f"{urn}: {error}") from error
        return inputs, tuple(sorted(reader.secrets))

    def _urn(self, request: Any) -> str:
        kind = request.type
        above = request.parent.split("::")[2] if request.parent else STACK
        if above != STACK and kind != STACK:
            kind = f"{above}${kind}"
        return f"urn:pulumi:{self._stack.stack}::{self._stack.project}::{kind}::{request.name}"

    def _located(self, provider: str, inputs: Mapping[str, Any]) -> Place:
        place = self._place
        if provider:
            place = _place_of(self._records[provider.rpartition("::")[0]].inputs, place)
        region = inputs.get("region", place.region)
        return place if region in (place.region, UNKNOWN) else replace(place, region=str(region))

    def _options(self, request: Any, parent: Resource | None) -> Options:
        # the engine hands these two down to children that don't set them
        inherited = parent.options if parent else Options()
        return Options(
            protect=request.protect if request.HasField("protect") else inherited.protect,
            retain_on_delete=(
                request.retainOnDelete if request.HasField("retainOnDelete") else inherited.retain_on_delete
            ),
            delete_before_replace=request.deleteBeforeReplace,
            ignore_changes=tuple(request.ignoreChanges),
            replace_on_changes=tuple(request.replaceOnChanges),
            aliases=tuple(dict.fromkeys(self._alias(alias, request) for alias in request.aliases)),
            provider=request.provider.rpartition("::")[0],
            import_id=request.importId,
            deleted_with=request.deletedWith,
            additional_secret_outputs=tuple(sorted(request.additionalSecretOutputs)),
        )

    def _alias(self, alias: Any, request: Any) -> str:
        """The URN that an alias means, with what it leaves open taken from the resource itself."""
        if alias.urn:
            return str(alias.urn)
        spec = alias.spec
        above = "" if spec.noParent else (spec.parentUrn or request.parent)
        kind = spec.type or request.type
        qualified = above.split("::")[2] if above else STACK
        kind = kind if qualified == STACK else f"{qualified}${kind}"
        stack, project = spec.stack or self._stack.stack, spec.project or self._stack.project
        return f"urn:pulumi:{stack}::{project}::{kind}::{spec.name or request.name}"


def _property_dependencies(request: Any) -> dict[str, tuple[str, ...]]:
    found = request.propertyDependencies
    return {key: tuple(sorted(set(found[key].urns))) for key in sorted(found) if found[key].urns}


def _component_of(parent: Resource | None) -> str:
    if parent is None or parent.type == STACK:
        return ""
    return parent.component if parent.custom else parent.type


def _place_of(provider: Mapping[str, Any], default: Place) -> Place:
    """Where an explicit provider works: its region, its only allowed account, its default tags."""
    region = str(provider.get("region", default.region))
    accounts = _decoded(provider.get("allowedAccountIds"))
    tags = (_decoded(provider.get("defaultTags")) or {}).get("tags", {})
    return Place(
        account=str(accounts[0]) if accounts else default.account,
        region=default.region if region == UNKNOWN else region,
        partition=_partition_of(region, default.partition),
        tags=tuple(sorted(tags.items())) if isinstance(tags, Mapping) else (),
    )


def _partition_of(region: str, default: str) -> str:
    if region.startswith("cn-"):
        return "aws-cn"
    return "aws-us-gov" if region.startswith("us-gov-") else default


def _decoded(value: Any) -> Any:
    """A provider's input: anything but text is sent to it as JSON text."""
    if not isinstance(value, str):
        return value
    return None if value == UNKNOWN else json.loads(value)
