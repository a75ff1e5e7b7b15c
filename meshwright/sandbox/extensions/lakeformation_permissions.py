"""Lake Formation permissions: moto's listing crashes on wildcards, its revoking crashes after merged grants, and it
grants on tables that don't exist.
"""

import json
import re
from typing import Any

from moto.iam.models import iam_backends
from moto.lakeformation.responses import LakeFormationResponse

from . import history
from .extending import Refused, body, extend, page
from .grants import Resource
from .lake import Lake, check_columns, check_database, glue, lake, table_of
from .lakeformation_filters import find_filter
from .lakeformation_tags import check_tag

PAGE = 1000
"""The most that one answer lists (Lake Formation API reference)."""


class Permissions(LakeFormationResponse):
    """Granting, revoking and listing."""

    def grant_permissions(self) -> str:
        """GrantPermissions."""
        _grant(self, body(self))
        return "{}"

    def revoke_permissions(self) -> str:
        """RevokePermissions; what isn't held can't be revoked, as on AWS."""
        _revoke(self, body(self))
        return "{}"

    def batch_grant_permissions(self) -> str:
        """BatchGrantPermissions."""
        return json.dumps({"Failures": _each(self, _grant)})

    def batch_revoke_permissions(self) -> str:
        """BatchRevokePermissions."""
        return json.dumps({"Failures": _each(self, _revoke)})

    def list_permissions(self) -> str:
        """ListPermissions."""
        asked = body(self)
        principal = (asked.get("Principal") or {}).get("DataLakePrincipalIdentifier")
        resource = asked.get("Resource") or None
        if principal and not resource:
            raise Refused("InvalidInputException", "Resource is mandatory if Principal is set in the input.")
        found, following = page(
            _lake(self).grants.listing(principal, resource, asked.get("ResourceType")), asked, most=PAGE
        )
        return json.dumps({"PrincipalResourcePermissions": found, **following})


def install() -> None:
    """Replace moto's operations."""
    extend(
        Permissions,
        replaces=[
            "grant_permissions",
            "revoke_permissions",
            "batch_grant_permissions",
            "batch_revoke_permissions",
            "list_permissions",
        ],
    )


def _grant(response: LakeFormationResponse, asked: dict[str, Any]) -> None:
    principal, resource = _principal(asked), _resource(asked)
    _check_principal(response, principal)
    _check_resource(response, resource)
    permissions = asked.get("Permissions") or []
    if not permissions:
        raise Refused("InvalidInputException", "Permissions cannot be empty")
    _lake(response).grants.add(principal, resource, permissions, asked.get("PermissionsWithGrantOption") or [])
    history.note(response, "granted", resource, principal, permissions)


def _revoke(response: LakeFormationResponse, asked: dict[str, Any]) -> None:
    permissions = asked.get("Permissions") or []
    missing = _lake(response).grants.remove(
        _principal(asked), _resource(asked), permissions, asked.get("PermissionsWithGrantOption") or []
    )
    if missing and missing >= set(permissions):
        raise Refused(
            "InvalidInputException",
            f"No permissions revoked. Grantee does not have: {sorted(missing)} on the resource",
        )
    history.note(response, "revoked", _resource(asked), _principal(asked), sorted(set(permissions) - missing))


def _each(response: LakeFormationResponse, do: Any) -> list[dict[str, Any]]:
    failures = []
    for entry in body(response).get("Entries", []):
        try:
            do(response, entry)
        except Refused as refused:
            error = {"ErrorCode": refused.error_type, "ErrorMessage": str(refused.message)}
            failures.append({"RequestEntry": entry, "Error": error})
    return failures


def _principal(asked: dict[str, Any]) -> str:
    return str((asked.get("Principal") or {}).get("DataLakePrincipalIdentifier") or "")


def _resource(asked: dict[str, Any]) -> Resource:
    resource = asked.get("Resource") or {}
    if len(resource) != 1:
        raise Refused("InvalidInputException", "Resource must have exactly one field populated")
    return dict(resource)


def _check_principal(response: LakeFormationResponse, principal: str) -> None:
    """A role or user of this account must exist."""
    found = re.fullmatch(rf"arn:([\w-]+):iam::{response.current_account}:(role|user)/(?:.*/)?([^/]+)", principal)
    if found:
        backend = iam_backends[response.current_account][found[1]]
        held = backend.roles.values() if found[2] == "role" else backend.users.values()
        if not any(thing.arn == principal for thing in held):
            raise Refused("InvalidInputException", f"Invalid principal, {principal}")
    elif not principal:
        raise Refused("InvalidInputException", "Principal is required")


def _check_resource(response: LakeFormationResponse, resource: Resource) -> None:
    catalog = glue(response.current_account, response.region)
    ((kind, content),) = resource.items()
    match kind:
        case "Database":
            check_database(catalog, content["Name"])
        case "Table" if "TableWildcard" in content:
            check_database(catalog, content["DatabaseName"])
        case "Table":
            table_of(catalog, content["DatabaseName"], content["Name"])
        case "TableWithColumns":
            table = table_of(catalog, content["DatabaseName"], content["Name"])
            wildcard = content.get("ColumnWildcard")
            if not content.get("ColumnNames") and wildcard is None:
                raise Refused("InvalidInputException", "ColumnNames or ColumnWildcard is required")
            check_columns(table, content.get("ColumnNames") or (wildcard or {}).get("ExcludedColumnNames") or [])
        case "DataCellsFilter":
            find_filter(_lake(response), content)
        case "DataLocation":
            _check_location(response, content["ResourceArn"])
        case "LFTag":
            check_tag(_lake(response), content["TagKey"], content["TagValues"])
        case "LFTagPolicy":
            for tag in content.get("Expression") or []:
                check_tag(_lake(response), tag["TagKey"], tag["TagValues"])


def _check_location(response: LakeFormationResponse, arn: str) -> None:
    """A path counts as registered when it, or one above it, is."""
    registered = response.lakeformation_backend.resources
    if not any(arn == known or arn.startswith(known.rstrip("/") + "/") for known in registered):
        raise Refused("InvalidInputException", f"You must register the S3 path first: {arn}")


def _lake(response: LakeFormationResponse) -> Lake:
    return lake(response.current_account, response.region)
