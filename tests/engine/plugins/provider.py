"""What every provider of these tests does the same way."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import grpc
from google.protobuf import empty_pb2, struct_pb2

from meshwright.errors import MeshError

from . import messages
from .orders import Ordered, under_orders
from .wire import completed, plain

messages.load()
from pulumi.runtime.proto import plugin_pb2, provider_pb2, provider_pb2_grpc  # noqa: E402

SOME, NONE = provider_pb2.DiffResponse.DIFF_SOME, provider_pb2.DiffResponse.DIFF_NONE
log = logging.getLogger(__name__)


class Provider(provider_pb2_grpc.ResourceProviderServicer):
    """The protocol around the few things in which providers differ: those whose names are lower case."""

    version = ""

    def configured(self, config: dict[str, Any]) -> None:
        """Take the provider's settings, or raise."""

    def checked(self, urn: str, old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
        """Inputs to add, such as a name that the program left open."""
        return {}

    def replaced(self, type_: str, old: dict[str, Any], new: dict[str, Any]) -> tuple[tuple[str, ...], bool]:
        """The changed inputs that need another resource, and whether the old one has to go first."""
        raise NotImplementedError

    def previewed(self, type_: str, new: dict[str, Any]) -> dict[str, Any]:
        """What outputs a creation would have: those that nobody knows yet are ``UNKNOWN``."""
        return {}

    def created(self, type_: str, urn: str, new: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        """The id and the outputs of a new resource."""
        raise NotImplementedError

    def named(self, type_: str, id_: str) -> dict[str, Any]:
        """The inputs that an id tells, of something that is imported."""
        return {}

    def found(self, type_: str, known: dict[str, Any]) -> dict[str, Any] | None:
        """The outputs of a resource that is known by its id and properties; None where it is gone."""
        raise NotImplementedError

    def changed(self, type_: str, old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
        """The outputs of a resource after a change."""
        raise NotImplementedError

    def removed(self, type_: str, known: dict[str, Any]) -> None:
        """Delete one."""
        raise NotImplementedError

    def invoked(self, token: str, args: dict[str, Any]) -> dict[str, Any]:
        """Answer a function."""
        raise NotImplementedError

    def Handshake(self, request: Any, context: Any) -> Any:
        return provider_pb2.ProviderHandshakeResponse(accept_secrets=True)

    def GetPluginInfo(self, request: Any, context: Any) -> Any:
        return plugin_pb2.PluginInfo(version=self.version)

    def CheckConfig(self, request: Any, context: Any) -> Any:
        return provider_pb2.CheckResponse(inputs=request.news)

    def DiffConfig(self, request: Any, context: Any) -> Any:
        old = plain(request.old_inputs or request.olds)
        return _difference(old, plain(request.news), (), first=False)

    def Configure(self, request: Any, context: Any) -> Any:
        with _told(context), under_orders("configure", self.version):
            self.configured(plain(request.args))
        return provider_pb2.ConfigureResponse(acceptSecrets=True, supportsPreview=True)

    def Check(self, request: Any, context: Any) -> Any:
        added = self.checked(request.urn, plain(request.olds), plain(request.news))
        return provider_pb2.CheckResponse(inputs=completed(request.news, added))

    def Diff(self, request: Any, context: Any) -> Any:
        old, new = plain(request.old_inputs), plain(request.news)
        replaces, first = self.replaced(_type(request.urn), old, new)
        return _difference(old, new, replaces, first=first)

    def Create(self, request: Any, context: Any) -> Any:
        type_, new = _type(request.urn), plain(request.properties)
        with _told(context), under_orders("create", request.urn, preview=request.preview) as note:
            if request.preview:
                return provider_pb2.CreateResponse(properties=completed(request.properties, self.previewed(type_, new)))
            note["id"], outputs = self.created(type_, request.urn, new)
        return provider_pb2.CreateResponse(id=note["id"], properties=completed(request.properties, outputs))

    def Read(self, request: Any, context: Any) -> Any:
        known = {**plain(request.inputs), **plain(request.properties)}
        with _told(context), under_orders("read", request.urn) as note:
            note["id"] = request.id
            named = {} if known else self.named(_type(request.urn), request.id)
            outputs = self.found(_type(request.urn), {**named, **known, "id": request.id})
        if outputs is None:
            return provider_pb2.ReadResponse()
        properties = completed(request.properties if request.properties.fields else request.inputs, outputs)
        inputs = completed(request.inputs, named)
        return provider_pb2.ReadResponse(id=request.id, properties=properties, inputs=inputs)

    def Update(self, request: Any, context: Any) -> Any:
        if request.preview:
            return provider_pb2.UpdateResponse(properties=completed(request.news, plain(request.olds)))
        with _told(context), under_orders("update", request.urn) as note:
            note["id"] = request.id
            old = {**plain(request.olds), "id": request.id}
            outputs = self.changed(_type(request.urn), old, plain(request.news))
        return provider_pb2.UpdateResponse(properties=completed(request.news, outputs))

    def Delete(self, request: Any, context: Any) -> Any:
        with _told(context), under_orders("delete", request.urn) as note:
            note["id"] = request.id
            self.removed(_type(request.urn), {**plain(request.properties), "id": request.id})
        return empty_pb2.Empty()

    def Invoke(self, request: Any, context: Any) -> Any:
        answer = struct_pb2.Struct()
        with _told(context), under_orders("invoke", request.tok):
            answer.update(self.invoked(request.tok, plain(request.args)))
        response: dict[str, Any] = {"return": answer}  # a word that can't be an argument
        return provider_pb2.InvokeResponse(**response)

    def Cancel(self, request: Any, context: Any) -> Any:
        return empty_pb2.Empty()


@contextmanager
def _told(context: Any) -> Iterator[None]:
    """What goes wrong reaches the engine as the provider's own words."""
    try:
        yield
    except (MeshError, Ordered) as problem:
        context.abort(grpc.StatusCode.UNKNOWN, str(problem))
    except grpc.RpcError:
        raise
    except Exception as problem:
        log.exception("a provider of the tests is wrong")
        context.abort(grpc.StatusCode.INTERNAL, f"{type(problem).__name__}: {problem}")


def _type(urn: str) -> str:
    return urn.split("::")[2].rpartition("$")[2]


def _difference(old: dict[str, Any], new: dict[str, Any], replaces: tuple[str, ...], *, first: bool) -> Any:
    changed = [name for name in sorted({*old, *new}) if old.get(name) != new.get(name)]
    kinds = provider_pb2.PropertyDiff
    detailed = {}
    for name in changed:
        kind = "ADD" if name not in old else "DELETE" if name not in new else "UPDATE"
        value = kinds.Kind.Value(f"{kind}_REPLACE" if name in replaces else kind)
        detailed[name] = kinds(kind=value, inputDiff=True)
    return provider_pb2.DiffResponse(
        changes=SOME if changed else NONE,
        diffs=changed,
        replaces=list(replaces),
        deleteBeforeReplace=bool(replaces) and first,
        detailedDiff=detailed,
        hasDetailedDiff=True,
    )


def added_to(servicer: Provider) -> Callable[[Any], None]:
    """For ``serve``."""
    return lambda server: provider_pb2_grpc.add_ResourceProviderServicer_to_server(servicer, server)
