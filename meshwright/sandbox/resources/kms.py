"""Keys and their names."""

from collections.abc import Mapping
from typing import Any

from ..api import Api
from ..errors import ApiError
from .kind import Inputs, Kind, Outputs, Realised
from .shapes import pairs

UNUSABLE = ("PendingDeletion", "PendingReplicaDeletion")


class Key(Kind):
    """A key. AWS chooses its id, so an earlier one is recognised by everything that was said of it."""

    def create(self, api: Api, inputs: Inputs) -> Realised:
        """Make a key."""
        response = api.call("kms", "create_key", **self.parameters("create_key", inputs))
        outputs = self.described(response["KeyMetadata"], inputs)
        self._settle(api, str(outputs["id"]), {}, inputs)
        return Realised(str(outputs["id"]), outputs)

    def find(self, api: Api, inputs: Inputs, known: frozenset[str]) -> Realised | None:
        """A usable key of the same description, specification and tags that is not among the known ones."""
        for entry in api.pages("kms", "list_keys", "Keys"):
            if entry["KeyId"] not in known and self._alike(api, entry["KeyId"], inputs):
                outputs = self.update(api, {"id": entry["KeyId"]}, inputs)
                return Realised(entry["KeyId"], outputs, adopted=True)
        return None

    def update(self, api: Api, old: Inputs, new: Inputs) -> Outputs:
        """Description, policy, rotation, tags and whether it is enabled can change."""
        key = str(old["id"])
        self.parameters("create_key", new)
        api.call("kms", "update_key_description", KeyId=key, Description=new.get("description", ""))
        if new.get("policy"):
            api.call("kms", "put_key_policy", KeyId=key, PolicyName="default", Policy=new["policy"])
        if surplus := sorted(set(old.get("tags") or {}) - set(new.get("tags") or {})):
            api.call("kms", "untag_resource", KeyId=key, TagKeys=surplus)
        if new.get("tags"):
            tags = [{"TagKey": p["Key"], "TagValue": p["Value"]} for p in pairs(new["tags"])]
            api.call("kms", "tag_resource", KeyId=key, Tags=tags)
        self._settle(api, key, old, new)
        return self.described(api.call("kms", "describe_key", KeyId=key)["KeyMetadata"], new)

    def read(self, api: Api, inputs: Inputs) -> Outputs | None:
        """A key that waits for its deletion counts as gone."""
        try:
            metadata = api.call("kms", "describe_key", KeyId=inputs["id"])["KeyMetadata"]
        except ApiError as problem:
            if self.is_gone(problem):
                return None
            raise
        return None if metadata["KeyState"] in UNUSABLE else self.described(metadata, inputs)

    def delete(self, api: Api, inputs: Inputs) -> None:
        """A key is never deleted at once."""
        if self.read(api, inputs) is not None:
            days = int(inputs.get("deletionWindowInDays") or 30)
            api.call("kms", "schedule_key_deletion", KeyId=inputs["id"], PendingWindowInDays=days)

    def same(self, old: Inputs, new: Inputs) -> bool:
        """Two keys are never one."""
        return False

    def described(self, metadata: Mapping[str, Any], inputs: Inputs) -> Outputs:
        """The outputs of a key that exists."""
        own = {n: v for n, v in {**self.fixed, **inputs}.items() if n != "id"}
        key, arn = metadata["KeyId"], metadata["Arn"]
        return {"region": arn.split(":")[3], **own, "id": key, "keyId": key, "arn": arn}

    def _settle(self, api: Api, key: str, old: Inputs, new: Inputs) -> None:
        """What creation doesn't take."""
        if new.get("enableKeyRotation"):
            period = {"RotationPeriodInDays": int(d)} if (d := new.get("rotationPeriodInDays")) else {}
            api.call("kms", "enable_key_rotation", KeyId=key, **period)
        elif old.get("enableKeyRotation"):
            api.call("kms", "disable_key_rotation", KeyId=key)
        if new.get("isEnabled") is False:
            api.call("kms", "disable_key", KeyId=key)
        elif old.get("isEnabled") is False:
            api.call("kms", "enable_key", KeyId=key)

    def _alike(self, api: Api, key: str, inputs: Inputs) -> bool:
        known = {**self.fixed, **inputs}
        told = api.call("kms", "describe_key", KeyId=key)["KeyMetadata"]
        tags = api.pages("kms", "list_resource_tags", "Tags", KeyId=key)
        return told["KeyState"] not in UNUSABLE and (
            {tag["TagKey"]: tag["TagValue"] for tag in tags},
            told.get("Description", ""),
            told["KeyUsage"],
            told["KeySpec"],
        ) == (
            dict(inputs.get("tags") or {}),
            inputs.get("description", ""),
            known["keyUsage"],
            known["customerMasterKeySpec"],
        )


KINDS = (
    Key(
        token="aws:kms/key:Key",
        id="{id}",
        key={"id": "KeyId"},
        service="kms",
        creates="create_key",
        updates="update_key_description",
        deletes="schedule_key_deletion",
        reads="describe_key",
        names={"customerMasterKeySpec": "KeySpec"},
        fixed={"keyUsage": "ENCRYPT_DECRYPT", "customerMasterKeySpec": "SYMMETRIC_DEFAULT"},
        nameless=True,
        elsewhere=frozenset({"deletionWindowInDays", "enableKeyRotation", "rotationPeriodInDays", "isEnabled"}),
    ),
    Kind(
        token="aws:kms/alias:Alias",
        id="{name}",
        key={"name": "AliasName"},
        service="kms",
        creates="create_alias",
        updates="update_alias",
        deletes="delete_alias",
        names={"name": "AliasName"},
        outputs={"arn": "arn:{partition}:kms:{region}:{account}:{name}"},
    ),
)
