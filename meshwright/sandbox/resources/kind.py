"""What a resource type is to AWS: the calls that create, change, read and delete one.

A ``Kind`` is a row of the table: names of operations and the few inputs that don't map by themselves. A type that
needs more overrides a method. Nothing here knows of graphs or state, so that a provider plugin can use it too.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from botocore.model import ListShape, StructureShape

from meshwright.recording.assigned import ASSIGNED
from meshwright.recording.replacing import fixed, forcing

from ..api import Api
from ..errors import ApiError, SandboxError
from .shapes import UnfitInput, UnknownInput, operation, request

Inputs = Mapping[str, Any]
Outputs = dict[str, Any]

EVERYWHERE = frozenset({"region", "tagsAll"})
"""Inputs of every type: the first chooses the client, the second repeats ``tags``."""
GLOBAL = ("iam", "budgets")
"""Services without regions."""


@dataclass(frozen=True)
class Realised:
    """What exists after a creation."""

    id: str
    outputs: Outputs
    """The inputs and what AWS computed."""
    adopted: bool = False
    """It was there already, as after a run that was killed between the call and its note."""


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One resource type."""

    token: str
    """Such as ``aws:s3/bucket:Bucket``."""
    id: str
    """The physical id, a template over inputs, ``account`` and ``region``."""
    key: Mapping[str, str]
    """What identifies one, inputs or outputs, and the names in the requests that read and delete it."""
    service: str = ""
    creates: str = ""
    updates: str = ""
    """Empty where AWS can't change one: then every change replaces."""
    deletes: str = ""
    """Empty where nothing is left to delete, or nothing can be."""
    reads: str = ""
    names: Mapping[str, str] = field(default_factory=dict)
    """Dotted path of an input to its name in requests, where the two differ by more than case."""
    fixed: Mapping[str, Any] = field(default_factory=dict)
    """What inputs are where a program leaves them out."""
    elsewhere: frozenset[str] = frozenset()
    """Inputs that don't go into the requests: an overridden method takes care of them."""
    outputs: Mapping[str, str] = field(default_factory=dict)
    """What AWS computes, as templates like ``id``."""
    nameless: bool = False
    """AWS chooses what it is known by, so that ``find`` has to look for an earlier one."""
    tagging: tuple[str, str] = ("", "")
    """Operations that set and remove tags by ARN; empty where updating sets them, or there are none."""
    reshape: Callable[[Inputs], Inputs] | None = None
    """Brings inputs into the request's form where names alone don't do it."""

    taken: ClassVar[tuple[str, ...]] = (
        "AlreadyExistsException", "ResourceAlreadyExistsException", "EntityAlreadyExists", "ConflictException",
        "EntityAlreadyExistsException", "DuplicateRecordException", "TrailAlreadyExistsException",
        "BucketAlreadyOwnedByYou", "BucketAlreadyExists", "StateMachineAlreadyExists",
    )  # fmt: skip
    gone: ClassVar[tuple[str, ...]] = (
        "EntityNotFoundException", "ResourceNotFoundException", "NotFoundException", "NoSuchEntity", "NoSuchBucket",
        "NoSuchKey", "404", "NotFound", "TrailNotFoundException", "StateMachineDoesNotExist", "ResourceNotFound",
        "NoSuchPublicAccessBlockConfiguration", "ServerSideEncryptionConfigurationNotFoundError",
        "OwnershipControlsNotFoundError", "NoSuchLifecycleConfiguration", "NoSuchBucketPolicy",
        "ObjectLockConfigurationNotFoundError", "TrailNotFound",
    )  # fmt: skip

    @property
    def assigned(self) -> tuple[str, ...]:
        """Outputs that AWS makes up, so that a recording can't know them."""
        return ASSIGNED.get(self.token, ())

    def create(self, api: Api, inputs: Inputs) -> Realised:
        """Make one; take over one that has the same identity.

        Raises:
            ApiError: AWS refused.
            SandboxError: an input that no line of the table consumes, or of the wrong kind.
        """
        try:
            response = self.call_create(api, inputs)
        except ApiError as problem:
            if not self.is_taken(problem):
                raise
            return self._adopt(api, inputs)
        return Realised(self.physical(api, inputs), self.computed(api, inputs, response))

    def find(self, api: Api, inputs: Inputs, known: frozenset[str]) -> Realised | None:
        """One that exists already, of a type whose identity AWS chooses; ``known`` are the ids that others have."""
        return None

    def update(self, api: Api, old: Inputs, new: Inputs) -> Outputs:
        """Change one in place; ``old`` are its outputs so far, empty where nobody knows what it was."""
        if not self.updates:
            raise SandboxError(f"{self.token} can't be changed in place")
        left_out = (set(fixed(self.token)) - set(self.key)) | ({"tags"} if self.tagging[0] else set())
        changeable = {name: value for name, value in new.items() if name not in left_out}
        response = api.call(self.service, self.updates, **self.parameters(self.updates, changeable))
        self.retag(api, old, new)
        return self.computed(api, new, response)

    def read(self, api: Api, inputs: Inputs) -> Outputs | None:
        """What AWS says of one, given its outputs so far; None where it is gone."""
        if not self.reads:
            return self.computed(api, inputs, {})
        try:
            response = api.call(self.service, self.reads, **self.identify(inputs, self.reads))
        except ApiError as problem:
            if self.is_gone(problem):
                return None
            raise
        return self.computed(api, inputs, response)

    def delete(self, api: Api, inputs: Inputs) -> None:
        """Remove one, given its outputs; no harm if it is gone."""
        if not self.deletes:
            return
        try:
            api.call(self.service, self.deletes, **self.identify(inputs, self.deletes))
        except ApiError as problem:
            if not self.is_gone(problem):
                raise

    def is_taken(self, problem: ApiError) -> bool:
        """Whether AWS says that there is one already."""
        return problem.code in self.taken or "already exists" in problem.message

    def is_gone(self, problem: ApiError) -> bool:
        """Whether AWS says that there is none."""
        return problem.code in self.gone or problem.message.endswith("is not found.")

    def replaced_by(self, old: Inputs, new: Inputs) -> tuple[str, ...]:
        """The changed inputs that can't be changed in place."""
        before, after = ({n: v for n, v in side.items() if n not in EVERYWHERE} for side in (old, new))
        changed = forcing(self.token, before, after)
        if not self.updates:
            changed = tuple(n for n in sorted({*before, *after}) if before.get(n) != after.get(n))
        return changed if old.get("region") == new.get("region") else (*changed, "region")

    def same(self, old: Inputs, new: Inputs) -> bool:
        """Whether two sets of inputs name one thing."""
        return all(old.get(name) == new.get(name) for name in (*self.key, "region"))

    def physical(self, api: Api, inputs: Inputs) -> str:
        """The physical id."""
        return fill(self.id, api, {**self.fixed, **inputs})

    def computed(self, api: Api, inputs: Inputs, response: Mapping[str, Any]) -> Outputs:
        """The outputs: the inputs, and what AWS adds."""
        known = {**self.fixed, **inputs}
        told = {name: fill(template, api, known) for name, template in self.outputs.items()}
        regional = {} if self.service in GLOBAL else {"region": api.region}
        return {**regional, **known, **told, "id": self.physical(api, inputs)}

    def call_create(self, api: Api, inputs: Inputs) -> Mapping[str, Any]:
        """The creating call, and those that complete it."""
        return api.call(self.service, self.creates, **self.parameters(self.creates, inputs))

    def parameters(self, operation_name: str, inputs: Inputs) -> dict[str, Any]:
        """The request of an operation."""
        return self.request(operation_name, self.own(inputs))

    def own(self, inputs: Inputs) -> dict[str, Any]:
        """The inputs that go into requests, in their form."""
        kept = {n: v for n, v in {**self.fixed, **inputs}.items() if n not in self.elsewhere | EVERYWHERE}
        return dict(self.reshape(kept)) if self.reshape else kept

    def request(self, operation_name: str, inputs: Inputs) -> dict[str, Any]:
        """The parameters of an operation; every input has its place or is an error."""
        try:
            return request(self.service, operation_name, inputs, self.names)
        except UnknownInput as unknown:
            raise SandboxError(
                f"input {unknown.path!r} is consumed by no line of the sandbox's table for {self.token} "
                f"({self.service}.{operation_name} has no such member); add it in meshwright/sandbox/resources"
            ) from unknown
        except UnfitInput as unfit:
            raise SandboxError(str(unfit)) from unfit

    def identify(self, inputs: Inputs, operation_name: str) -> dict[str, Any]:
        """The request that names one: those of the key that the operation asks for."""
        shape = operation(self.service, operation_name).input_shape
        assert isinstance(shape, StructureShape)
        known = {**self.fixed, **inputs}
        named = {api_name: known.get(name) for name, api_name in self.key.items()}
        return {name: value for name, value in named.items() if name in shape.members and value is not None}

    def retag(self, api: Api, old: Inputs, new: Inputs) -> None:
        """Bring the tags to what they should be."""
        put, drop = self.tagging
        before, after = old.get("tags") or {}, new.get("tags") or {}
        if not put or before == after:
            return
        arn = self.computed(api, new, {}).get("arn")
        if surplus := sorted(set(before) - set(after)):
            api.call(self.service, drop, **_by_members(self.service, drop, arn, surplus))
        if after:
            api.call(self.service, put, **_by_members(self.service, put, arn, after))

    def _adopt(self, api: Api, inputs: Inputs) -> Realised:
        if self.updates:
            return Realised(self.physical(api, inputs), self.update(api, {}, inputs), adopted=True)
        self.delete(api, inputs)
        response = self.call_create(api, inputs)
        return Realised(self.physical(api, inputs), self.computed(api, inputs, response), adopted=True)


class Tagged(Kind):
    """A kind of which nothing changes but the tags."""

    def update(self, api: Api, old: Inputs, new: Inputs) -> Outputs:
        """Tags are set and removed."""
        self.retag(api, old, new)
        return self.computed(api, new, {})


def fill(template: str, api: Api, inputs: Inputs) -> str:
    """A template with its values, such as ``"arn:{partition}:s3:::{bucket}"``."""
    values = {n: v for n, v in inputs.items() if isinstance(v, str | int)}
    return template.format_map({"account": api.account, "region": api.region, "partition": api.partition, **values})


def _by_members(service: str, name: str, arn: Any, tags: Any) -> dict[str, Any]:
    """A tagging request: services agree on nothing but that it has an ARN and tags."""
    shape = operation(service, name).input_shape
    assert isinstance(shape, StructureShape)
    inputs = {}
    for member, member_shape in shape.members.items():
        if member_shape.type_name == "string" and member in shape.required_members:
            inputs[member] = arn
        elif "tag" in member.lower():
            structured = isinstance(member_shape, ListShape) and member_shape.member.type_name == "structure"
            keys = structured and not isinstance(tags, Mapping)
            inputs[member] = [{"Key": key} for key in tags] if keys else tags
    return request(service, name, inputs, {})
