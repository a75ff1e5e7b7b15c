"""Checks on what is recorded, and on what limits those who could change the records."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from meshwright.account.desired import TRAIL, Declared
from meshwright.sandbox.api import Api

from .comparing import differences
from .ground import Ground
from .results import Breach, Fix, Observation, Sound, Untold
from .settings import as_declared

LATE = timedelta(hours=24)
"""Without a delivery for so long something is wrong: every account makes calls, and CloudTrail delivers in minutes."""


def trail_records(ground: Ground) -> Iterator[Observation]:
    """Every call, and every read and write of an object, in every region, with digests, encrypted."""

    def look(declared: Declared) -> Observation:
        name, wanted, api = str(declared.inputs["name"]), declared.inputs, ground.account.api
        found = api.call("cloudtrail", "get_trail", Name=name)["Trail"]
        lacking = list(differences(_trail(wanted), found))
        told = api.call("cloudtrail", "get_event_selectors", TrailName=name).get("AdvancedEventSelectors")
        lacking += differences(_selectors(wanted), told, "AdvancedEventSelectors")
        if lacking:
            return Breach(name, "; ".join(lacking), "as declared", cure=f"run: {ground.up}")
        if not api.call("cloudtrail", "get_trail_status", Name=name).get("IsLogging"):
            fix = Fix(f"start the trail {name}", lambda api: _start(api, name))
            return Breach(name, "it doesn't log", "it logs", fix=fix)
        return Sound(name, "logs every call, and reads and writes of the mesh's objects")

    return ground.each(ground.desired.of(TRAIL), lambda d: str(d.inputs["name"]), look)


def trail_delivers(ground: Ground) -> Iterator[Observation]:
    """A trail that can't write its bucket or use its key records nothing, and says so only when asked."""

    def look(declared: Declared) -> Observation:
        name = str(declared.inputs["name"])
        if ground.account.sandbox or ground.account.environment.endpoint:
            return Untold(name, "only AWS delivers a trail; here `mesh audit` reads the log of `mesh query`")
        told = ground.account.api.call("cloudtrail", "get_trail_status", Name=name)
        problem = told.get("LatestDeliveryError")
        latest = told.get("LatestDeliveryTime")
        if problem or latest is None:
            return Breach(name, f"can't deliver: {problem or 'nothing so far'}", "records are delivered", cure=_WHY)
        if datetime.now(UTC) - latest > LATE:
            return Breach(name, f"delivered last at {latest:%Y-%m-%d %H:%M} UTC", "records are delivered", cure=_WHY)
        return Sound(name, "delivered within a day")

    return ground.each(ground.desired.of(TRAIL), lambda d: str(d.inputs["name"]), look)


def records_are_locked(ground: Ground) -> Iterator[Observation]:
    """Nobody deletes or replaces a record before its time."""
    token = "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration"
    return as_declared(ground, token, key="bucket", seen="locked as declared", fixes="lock what is written to")


def roles_are_bounded(ground: Ground) -> Iterator[Observation]:
    """What a domain's role could be given is limited by the boundary."""

    def look(declared: Declared) -> Observation:
        name, wanted = str(declared.inputs["name"]), str(declared.inputs["permissionsBoundary"])
        held = (ground.role(name).get("PermissionsBoundary") or {}).get("PermissionsBoundaryArn")
        if held == wanted:
            return Sound(name, "bounded")
        fix = Fix(f"put the boundary on {name}", lambda api: _bound(api, name, wanted))
        return Breach(name, f"its boundary is {held or 'missing'}", wanted, fix=fix)

    roles = [d for d in ground.desired.of("aws:iam/role:Role") if d.inputs.get("permissionsBoundary")]
    return ground.each(roles, lambda d: str(d.inputs["name"]), look)


def logs_are_encrypted_and_kept(ground: Ground) -> Iterator[Observation]:
    """Logs of jobs and state machines: the domain's key, and the declared number of days."""
    api = ground.account.api

    def look(declared: Declared) -> Observation:
        name = str(declared.inputs["name"])
        listed = api.pages("logs", "describe_log_groups", "logGroups", logGroupNamePrefix=name)
        found: Mapping[str, Any] | None = next((g for g in listed if g["logGroupName"] == name), None)
        if found is None:
            return Breach(name, "does not exist", "is declared", cure=f"run: {ground.up}")
        wanted = {n: declared.inputs.get(n) for n in ("retentionInDays", "kmsKeyId")}
        lacking = list(differences({n: v for n, v in wanted.items() if v}, found))
        if lacking:
            return Breach(name, "; ".join(lacking), "as declared", cure=f"run: {ground.up}")
        return Sound(name, "encrypted, and kept as declared")

    return ground.each(ground.desired.of("aws:cloudwatch/logGroup:LogGroup"), lambda d: str(d.inputs["name"]), look)


_WHY = "look at the policies of its bucket and its key (V13, V17)"


def _trail(inputs: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "S3BucketName": inputs["s3BucketName"],
        "KmsKeyId": inputs["kmsKeyId"],
        "IsMultiRegionTrail": inputs["isMultiRegionTrail"],
        "IncludeGlobalServiceEvents": inputs["includeGlobalServiceEvents"],
        "LogFileValidationEnabled": inputs["enableLogFileValidation"],
    }


def _selectors(inputs: Mapping[str, Any]) -> list[dict[str, Any]]:
    plural = {n: f"{n[:1].upper()}{n[1:].removesuffix('s')}" for n in ("startsWiths", "notStartsWiths")}
    plural |= {"equals": "Equals", "notEquals": "NotEquals"}
    return [
        {
            "Name": selector["name"],
            "FieldSelectors": [
                {"Field": field["field"], **{plural[n]: v for n, v in field.items() if n in plural}}
                for field in selector["fieldSelectors"]
            ],
        }
        for selector in inputs.get("advancedEventSelectors") or []
    ]


def _start(api: Api, name: str) -> None:
    api.call("cloudtrail", "start_logging", Name=name)


def _bound(api: Api, name: str, arn: str) -> None:
    api.call("iam", "put_role_permissions_boundary", RoleName=name, PermissionsBoundary=arn)
