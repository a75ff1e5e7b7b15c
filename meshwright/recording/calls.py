"""Answers the provider's functions: the few that a stack may ask, always the same."""

import re
import uuid
from collections.abc import Callable, Mapping
from typing import Any

from meshwright.recording.errors import RecordingError
from meshwright.recording.policy_document import rendered
from meshwright.recording.registration import Place

DEPLOYER = "deployer"
"""The role that a recorded program is run by."""


def answered(token: str, args: Mapping[str, Any], place: Place) -> dict[str, Any]:
    """What the provider would return; a RecordingError for a function that isn't listed here."""
    answer = ANSWERS.get(token)
    if answer is None:
        listed = ", ".join(sorted(ANSWERS))
        raise RecordingError(f"the provider call {token} has no recorded answer; use one of {listed}")
    return answer(args, place)


def _identity(args: Mapping[str, Any], place: Place) -> dict[str, Any]:
    arn = f"arn:{place.partition}:sts::{place.account}:assumed-role/{DEPLOYER}/recording"
    return {"id": place.account, "accountId": place.account, "arn": arn, "userId": "AROARECORDING00000000:recording"}


def _session(args: Mapping[str, Any], place: Place) -> dict[str, Any]:
    arn = str(args["arn"])
    role = re.fullmatch(r"arn:([^:]+):sts::(\d+):assumed-role/(.+)/([^/]+)", arn)
    if role is None:
        return {"id": arn, "arn": arn, "issuerArn": arn, "issuerId": "", "issuerName": "", "sessionName": ""}
    partition, account, name, session = role.groups()
    issuer = {"issuerArn": f"arn:{partition}:iam::{account}:role/{name}", "issuerName": name}
    return {"id": arn, "arn": arn, **issuer, "issuerId": "AROARECORDING00000000", "sessionName": session}


def _region(args: Mapping[str, Any], place: Place) -> dict[str, Any]:
    region = str(args.get("region", args.get("name", place.region)))
    return {
        "id": region,
        "name": region,
        "region": region,
        "description": region,
        "endpoint": f"ec2.{region}.{place.domain}",
    }


def _partition(args: Mapping[str, Any], place: Place) -> dict[str, Any]:
    reverse = ".".join(reversed(place.domain.split(".")))
    return {"id": place.partition, "partition": place.partition, "dnsSuffix": place.domain, "reverseDnsPrefix": reverse}


def _zones(args: Mapping[str, Any], place: Place) -> dict[str, Any]:
    region = str(args.get("region", place.region))
    names = [f"{region}{letter}" for letter in "abc"]
    ids = [f"{region}-az{number}" for number in (1, 2, 3)]
    return {**args, "id": region, "region": region, "names": names, "zoneIds": ids, "groupNames": [region]}


def _group(args: Mapping[str, Any], place: Place) -> dict[str, Any]:
    """A group's id is made up by Identity Center: here it follows from the name, as if every group were there."""
    store, by = str(args["identityStoreId"]), args.get("alternateIdentifier") or {}
    name = str((by.get("uniqueAttribute") or {}).get("attributeValue", args.get("groupId", "")))
    group = str(uuid.uuid5(uuid.NAMESPACE_URL, f"{store}/{name}"))
    return {**args, "id": group, "groupId": group, "displayName": name, "description": "", "externalIds": []}


def _policy(args: Mapping[str, Any], place: Place) -> dict[str, Any]:
    return rendered(args)


def _lake_settings(args: Mapping[str, Any], place: Place) -> dict[str, Any]:
    """Of an account that nobody has set up: what others have set there, only the account can tell."""
    lists = ("admins", "readOnlyAdmins", "trustedResourceOwners", "externalDataFilteringAllowLists")
    defaults = ("createDatabaseDefaultPermissions", "createTableDefaultPermissions", "authorizedSessionTagValueLists")
    flags = ("allowExternalDataFiltering", "allowFullTableExternalDataAccess")
    empty: dict[str, Any] = {**{n: [] for n in (*lists, *defaults)}, **dict.fromkeys(flags, False), "parameters": {}}
    return {**args, **empty, "id": place.account, "region": place.region}


ANSWERS: dict[str, Callable[[Mapping[str, Any], Place], dict[str, Any]]] = {
    "aws:index/getAvailabilityZones:getAvailabilityZones": _zones,
    "aws:index/getCallerIdentity:getCallerIdentity": _identity,
    "aws:index/getPartition:getPartition": _partition,
    "aws:index/getRegion:getRegion": _region,
    "aws:identitystore/getGroup:getGroup": _group,
    "aws:iam/getPolicyDocument:getPolicyDocument": _policy,
    "aws:iam/getSessionContext:getSessionContext": _session,
    "aws:lakeformation/getDataLakeSettings:getDataLakeSettings": _lake_settings,
}
