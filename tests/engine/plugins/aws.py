"""Plays ``pulumi-resource-aws``: what the engine asks for becomes calls to the AWS that the provider's settings name.

The calls are the sandbox's own. Unlike it, and like the real provider, a creation of what exists already is refused.
"""

import contextlib
import json
import os
import re
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from meshwright.recording.calls import answered
from meshwright.recording.naming import physical_name
from meshwright.recording.outputs import TAGGED
from meshwright.recording.registration import Place
from meshwright.recording.replacing import may_force
from meshwright.sandbox.api import Api
from meshwright.sandbox.clients import client
from meshwright.sandbox.errors import SandboxError
from meshwright.sandbox.resources import Kind, kind_of
from meshwright.sandbox.resources.kind import Realised, fill

from .provider import Provider, added_to
from .serving import serve
from .wire import UNKNOWN

VERSION = "7.51.1"
AGAIN = ("put_", "grant_", "add_", "set_", "create_topic", "subscribe", "register_resource")
"""Calls that AWS takes twice, or whose refusal the real provider takes for success: what exists is no error of them."""


@dataclass
class Settings:
    """What the program said of the account."""

    region: str = ""
    account: str = ""
    tags: Mapping[str, str] = field(default_factory=dict)
    endpoint: str = ""


ASKED: Mapping[str, Callable[[Api, Mapping[str, Any]], dict[str, Any]]] = {
    "aws:kms/getKey:getKey": lambda api, args: {
        "keyState": api.call("kms", "describe_key", KeyId=args["keyId"])["KeyMetadata"]["KeyState"]
    },
    "aws:glue/getCatalogTable:getCatalogTable": lambda api, args: {
        "name": api.call("glue", "get_table", DatabaseName=args["databaseName"], Name=args["name"])["Table"]["Name"]
    },
    "aws:s3/getBucket:getBucket": lambda api, args: {
        **args, "bucketRegion": api.call("s3", "head_bucket", Bucket=args["bucket"])["BucketRegion"]
    },
}  # fmt: skip
"""Functions that are answered by AWS; what is not there is refused."""
SETTINGS = "aws:lakeformation/getDataLakeSettings:getDataLakeSettings"


class Aws(Provider):
    """The provider of one account."""

    version = VERSION

    def __init__(self) -> None:
        self.settings = Settings()
        self._clients: dict[tuple[str, str], Any] = {}
        self._lock = threading.Lock()  # boto3's clients are made one after another

    def configured(self, config: dict[str, Any]) -> None:
        endpoints = _decoded(config.get("endpoints")) or [{}]
        allowed = _decoded(config.get("allowedAccountIds")) or []
        self.settings = Settings(
            region=config["region"],
            tags=(_decoded(config.get("defaultTags")) or {}).get("tags", {}),
            endpoint=endpoints[0].get("sts") or "",
        )
        if not self.settings.endpoint:
            raise SandboxError("this provider speaks to no AWS but that of an endpoint; give the environment one")
        account = self._api.call("sts", "get_caller_identity")["Account"]
        if allowed and account not in allowed:
            raise SandboxError(f"AWS account ID not allowed: {account}")
        self.settings.account = account

    def checked(self, urn: str, old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
        type_, logical = urn.split("::")[2].rpartition("$")[2], urn.split("::")[3]
        names = physical_name(type_, logical, urn, new)
        return {name: old.get(name, made_up) for name, made_up in names.items()}

    def replaced(self, type_: str, old: dict[str, Any], new: dict[str, Any]) -> tuple[tuple[str, ...], bool]:
        kind = kind_of(type_)
        # what is unknown in a preview counts as another value, and has no parts to look into
        open_ = {name for name, value in new.items() if value == UNKNOWN and old.get(name) != UNKNOWN}
        settled = {**new, **{name: old[name] for name in open_ if name in old}}
        settled = {name: value for name, value in settled.items() if value != UNKNOWN}
        before = {name: value for name, value in old.items() if name in settled or name not in new}
        causes = {*kind.replaced_by(before, settled), *(name for name in open_ if may_force(type_, name))}
        return tuple(sorted(causes)), bool(causes) and kind.same(before, settled)

    def previewed(self, type_: str, new: dict[str, Any]) -> dict[str, Any]:
        kind = kind_of(type_)
        computed = {*kind.outputs, *kind.assigned, "arn"} | ({"tagsAll"} if type_ in TAGGED else set())
        return dict.fromkeys(sorted(computed), UNKNOWN)

    def created(self, type_: str, urn: str, new: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        kind, inputs = kind_of(type_), self._effective(type_, new)
        api = self._within(new)
        realised = self._made(kind, api, inputs)
        return realised.id, self._outputs(type_, realised.outputs, new)

    def named(self, type_: str, id_: str) -> dict[str, Any]:
        form = re.sub(r"\\{(\w+)\\}", r"(?P<\1>[^:,]+)", re.escape(kind_of(type_).id))
        told = re.fullmatch(form, id_)
        return {name: value for name, value in told.groupdict().items() if name != "account"} if told else {}

    def found(self, type_: str, known: dict[str, Any]) -> dict[str, Any] | None:
        kind, api = kind_of(type_), self._within(known)
        outputs = kind.read(api, self._as_sent({**_told_by_id(kind, api, known), **known}))
        return None if outputs is None else self._outputs(type_, outputs, known)

    def changed(self, type_: str, old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
        kind = kind_of(type_)
        outputs = kind.update(self._within(new), self._as_sent(old), self._effective(type_, new))
        return self._outputs(type_, outputs, new)

    def removed(self, type_: str, known: dict[str, Any]) -> None:
        kind_of(type_).delete(self._within(known), self._as_sent(known))

    def invoked(self, token: str, args: dict[str, Any]) -> dict[str, Any]:
        if token in ASKED:
            return ASKED[token](self._api, args)
        told = answered(token, args, Place(account=self.settings.account, region=self.settings.region))
        if token == SETTINGS:
            held = self._api.call("lakeformation", "get_data_lake_settings")["DataLakeSettings"]
            told["admins"] = [a["DataLakePrincipalIdentifier"] for a in held.get("DataLakeAdmins") or ()]
            told["readOnlyAdmins"] = [a["DataLakePrincipalIdentifier"] for a in held.get("ReadOnlyAdmins") or ()]
        return told

    @property
    def _api(self) -> Api:
        return Api(self._client, account=self.settings.account, region=self.settings.region, root=Path.cwd())

    def _client(self, service: str, region: str) -> Any:
        with self._lock:
            if (service, region) not in self._clients:
                self._clients[service, region] = client(service, endpoint=self.settings.endpoint, region=region)
            return self._clients[service, region]

    def _within(self, properties: dict[str, Any]) -> Api:
        return self._api.within(properties.get("region"))

    def _made(self, kind: Kind, api: Api, inputs: dict[str, Any]) -> Realised:
        """A new one. The sandbox takes over what exists; the real provider is refused by AWS, and so is this one."""
        realised = kind.create(api, inputs)
        if realised.adopted and not kind.creates.startswith(AGAIN):
            raise SandboxError(f"creating {kind.token} ({realised.id}): EntityAlreadyExists: it already exists")
        return realised

    def _effective(self, type_: str, new: dict[str, Any]) -> dict[str, Any]:
        """The inputs with the provider's own tags among them."""
        if type_ not in TAGGED:
            return new
        return {**new, "tags": {**self.settings.tags, **(new.get("tags") or {})}}

    def _as_sent(self, known: dict[str, Any]) -> dict[str, Any]:
        return {**known, "tags": known["tagsAll"]} if "tagsAll" in known else known

    def _outputs(self, type_: str, outputs: dict[str, Any], inputs: dict[str, Any]) -> dict[str, Any]:
        """What goes beside the inputs into the state."""
        tags = {"tagsAll": self._effective(type_, inputs)["tags"]} if type_ in TAGGED else {}
        return {**{name: value for name, value in outputs.items() if name not in ("id", "tags")}, **tags}


def _told_by_id(kind: Kind, api: Api, known: Mapping[str, Any]) -> dict[str, str]:
    """What follows from id and inputs, for a resource that the state has no outputs of: as after an interruption."""
    told = {name: str(known["id"]) for name in kind.key} if len(kind.key) == 1 else {}
    if "arn" in kind.key:
        told["arn"] = str(known["id"]).partition(",")[0]
    for name, template in kind.outputs.items():
        with contextlib.suppress(KeyError):
            told[name] = fill(template, api, {**kind.fixed, **known})
    return told


def _decoded(value: Any) -> Any:
    """A setting: all but text comes as JSON text."""
    return json.loads(value) if isinstance(value, str) and value else value


def main() -> None:
    """Serve until the engine has no more use for it."""
    os.environ.setdefault("AWS_EC2_METADATA_DISABLED", "true")
    serve(added_to(Aws()))
