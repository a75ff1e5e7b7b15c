"""What the definitions want in one account, with the ids that the account made up."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from meshwright import names
from meshwright.errors import MeshError
from meshwright.recording.graph import Graph
from meshwright.sandbox.errors import ApiError

from .reaching import Account

ALIAS, KEY = "aws:kms/alias:Alias", "aws:kms/key:Key"
DATABASE = "aws:glue/catalogDatabase:CatalogDatabase"
BUCKET, TRAIL, SUFFIX = "aws:s3/bucket:Bucket", "aws:cloudtrail/trail:Trail", "random:index/randomId:RandomId"


@dataclass(frozen=True)
class Declared:
    """One resource that is to exist."""

    stack: str
    type: str
    name: str
    """Logical name."""
    inputs: Mapping[str, Any]
    """Camel case, as recorded, with real ids."""
    outputs: Mapping[str, Any]
    component: str = ""
    """Type token of what it is part of."""
    adopted: bool = False
    """Whether others made it before the mesh."""


@dataclass(frozen=True)
class Desired:
    """Every resource of an environment's stacks."""

    graphs: tuple[Graph, ...]
    real: Mapping[str, str]
    """What the account has for what a recording makes up: the suffix of buckets, ids of keys."""

    def of(self, *tokens: str) -> tuple[Declared, ...]:
        """Every resource of some types, in the order of their stacks and URNs."""
        return tuple(declared for token in tokens for declared in self._by_type.get(token, ()))

    @cached_property
    def databases(self) -> frozenset[str]:
        """Names of the Glue databases that the mesh answers for."""
        return frozenset(str(d.inputs["name"]) for d in self.of(DATABASE))

    @cached_property
    def adopted_databases(self) -> frozenset[str]:
        """Names of those among them that others made before the mesh."""
        return frozenset(str(d.inputs["name"]) for d in self.of(DATABASE) if d.adopted)

    @cached_property
    def _by_type(self) -> dict[str, list[Declared]]:
        found: dict[str, list[Declared]] = {}
        for graph in self.graphs:
            for r in graph.resources:
                if r.custom:
                    inputs, outputs = self._settled(r.inputs), self._settled(r.outputs)
                    declared = Declared(
                        graph.stack, r.type, r.name, inputs, outputs, r.component, bool(r.options.import_id)
                    )
                    found.setdefault(r.type, []).append(declared)
        return found

    def _settled(self, value: Mapping[str, Any]) -> Mapping[str, Any]:
        if not self.real:
            return value
        text = self._standins.sub(lambda found: self.real[found[0]], json.dumps(dict(value)))
        settled: dict[str, Any] = json.loads(text)
        return settled

    @cached_property
    def _standins(self) -> re.Pattern[str]:
        return re.compile("|".join(sorted(map(re.escape, self.real), key=len, reverse=True)))


def desired(account: Account, graphs: Sequence[Graph]) -> Desired:
    """The graphs of an environment's stacks, in the account's own ids.

    Raises:
        MeshError: the foundation isn't there, or there are several and nothing tells which is the mesh's.
    """
    real = {**_suffix(account, graphs), **_keys(account, graphs)}
    return Desired(tuple(graphs), {a: b for a, b in real.items() if a != b})


def suffixes(account: Account) -> set[str]:
    """Of the foundations that there are traces of, one for each.

    The trail names its bucket, as does the table that its records are asked by, which outlives it; without these the
    buckets' own names tell.
    """
    pattern = re.compile(
        re.escape(f"mesh-{account.environment.name}-{names.PLATFORM}-")
        + rf"(?:{'|'.join(names.PLATFORM_STORES)})-([0-9a-f]{{{names.SUFFIX_LENGTH}}})"
    )
    for told in (_trail_bucket, _records_bucket, _buckets):
        if found := {m[1] for name in told(account) if (m := pattern.fullmatch(name))}:
            return found
    return set()


def _suffix(account: Account, graphs: Iterable[Graph]) -> dict[str, str]:
    made_up = next((str(r.outputs["hex"]) for g in graphs for r in g.of_type(SUFFIX)), None)
    if made_up is None:
        return {}
    environment, found = account.environment.name, suffixes(account)
    if not found:
        raise MeshError(
            f"the foundation of {environment} is not in account {account.environment.account}; build it first: "
            + ("mesh up" if account.sandbox else f"mesh up --env {environment}")
        )
    if len(found) > 1:
        raise MeshError(
            f"account {account.environment.account} has buckets of several foundations of {environment} "
            f"({', '.join(sorted(found))}) and nothing tells which is in use; delete the buckets of the others"
        )
    return {made_up: found.pop()}


def _trail_bucket(account: Account) -> Iterator[str]:
    try:
        told = account.api.call("cloudtrail", "get_trail", Name=names.trail(account.environment.name))
    except ApiError:
        return
    yield str(told["Trail"].get("S3BucketName", ""))


def _records_bucket(account: Account) -> Iterator[str]:
    database = names.audit_database(account.environment.name)
    try:
        told = account.api.call("glue", "get_table", DatabaseName=database, Name=names.AUDIT_TABLE)
    except ApiError:
        return
    location = str(told["Table"].get("StorageDescriptor", {}).get("Location", ""))
    yield location.removeprefix("s3://").partition("/")[0]


def _buckets(account: Account) -> Iterator[str]:
    yield from (str(b["Name"]) for b in account.api.call("s3", "list_buckets").get("Buckets", []))


def _keys(account: Account, graphs: Iterable[Graph]) -> dict[str, str]:
    """Keys are known by their aliases."""
    listed = account.api.pages("kms", "list_aliases", "Aliases")
    targets = {str(a["AliasName"]): str(a["TargetKeyId"]) for a in listed if a.get("TargetKeyId")}
    aliases = [alias for graph in graphs for alias in graph.of_type(ALIAS)]
    return {
        str(alias.inputs["targetKeyId"]): targets[str(alias.inputs["name"])]
        for alias in aliases
        if str(alias.inputs["name"]) in targets
    }
