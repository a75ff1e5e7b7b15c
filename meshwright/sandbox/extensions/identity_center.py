"""Identity Center: moto knows no boundaries, no attributes for access control and no tags, and its ARNs are odd."""

import json
from typing import Any

from moto.moto_api._internal import mock_random
from moto.ssoadmin.models import PermissionSet
from moto.ssoadmin.responses import SSOAdminResponse

from .extending import Refused, body, extend, patch


class Center(SSOAdminResponse):
    """Boundaries of permission sets, attributes for access control, tags."""

    def put_permissions_boundary_to_permission_set(self) -> str:
        """PutPermissionsBoundaryToPermissionSet."""
        asked = body(self)
        self.ssoadmin_backend.describe_permission_set(asked["InstanceArn"], asked["PermissionSetArn"])
        _kept(self, "boundaries")[asked["PermissionSetArn"]] = asked["PermissionsBoundary"]
        return "{}"

    def get_permissions_boundary_for_permission_set(self) -> str:
        """GetPermissionsBoundaryForPermissionSet."""
        found = _kept(self, "boundaries").get(body(self)["PermissionSetArn"])
        if found is None:
            raise Refused("ResourceNotFoundException", "the permission set has no boundary")
        return json.dumps({"PermissionsBoundary": found})

    def delete_permissions_boundary_from_permission_set(self) -> str:
        """DeletePermissionsBoundaryFromPermissionSet."""
        _kept(self, "boundaries").pop(body(self)["PermissionSetArn"], None)
        return "{}"

    def create_instance_access_control_attribute_configuration(self) -> str:
        """CreateInstanceAccessControlAttributeConfiguration."""
        asked = body(self)
        if asked["InstanceArn"] in _kept(self, "attributes"):
            raise Refused("ConflictException", "the instance has attributes already")
        return self.update_instance_access_control_attribute_configuration()

    def update_instance_access_control_attribute_configuration(self) -> str:
        """UpdateInstanceAccessControlAttributeConfiguration."""
        asked = body(self)
        found = asked["InstanceAccessControlAttributeConfiguration"]
        _kept(self, "attributes")[asked["InstanceArn"]] = found
        return "{}"

    def describe_instance_access_control_attribute_configuration(self) -> str:
        """DescribeInstanceAccessControlAttributeConfiguration."""
        found = _kept(self, "attributes").get(body(self)["InstanceArn"])
        if found is None:
            raise Refused("ResourceNotFoundException", "the instance has no attributes")
        return json.dumps({"Status": "ENABLED", "InstanceAccessControlAttributeConfiguration": found})

    def delete_instance_access_control_attribute_configuration(self) -> str:
        """DeleteInstanceAccessControlAttributeConfiguration."""
        _kept(self, "attributes").pop(body(self)["InstanceArn"], None)
        return "{}"

    def tag_resource(self) -> str:
        """TagResource."""
        asked = body(self)
        known = _kept(self, "tags").setdefault(asked["ResourceArn"], {})
        known.update({tag["Key"]: tag["Value"] for tag in asked["Tags"]})
        return "{}"

    def untag_resource(self) -> str:
        """UntagResource."""
        asked = body(self)
        known = _kept(self, "tags").get(asked["ResourceArn"], {})
        for key in asked["TagKeys"]:
            known.pop(key, None)
        return "{}"


def install() -> None:
    """Add the operations, and give permission sets the ARNs that AWS gives them."""
    extend(Center)
    patch(PermissionSet, "generate_id", staticmethod(_arn))


def _arn(instance_arn: str) -> str:
    return f"{instance_arn.replace(':instance/', ':permissionSet/')}/ps-{mock_random.get_random_hex(16)}"


def _kept(response: SSOAdminResponse, what: str) -> dict[str, Any]:
    """Kept with moto's own, so that a reset takes it along."""
    kept: dict[str, Any] = vars(response.ssoadmin_backend).setdefault(f"_{what}", {})
    return kept
