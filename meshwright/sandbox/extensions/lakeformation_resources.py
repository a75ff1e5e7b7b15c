"""Registered data locations: moto keeps the ARN and the role only, and can't change them."""

import json
import time
from typing import Any

from moto.lakeformation import urls
from moto.lakeformation.responses import LakeFormationResponse

from .extending import Refused, body, extend

FLAGS = ("WithFederation", "HybridAccessEnabled", "WithPrivilegedAccess")


class Locations(LakeFormationResponse):
    """Operations on registered locations."""

    def register_resource(self) -> str:
        """RegisterResource: with a role, or the service-linked one."""
        asked = body(self)
        if bool(asked.get("RoleArn")) == bool(asked.get("UseServiceLinkedRole")):
            raise Refused("InvalidInputException", "Either RoleArn or UseServiceLinkedRole is required")
        linked = f"arn:{self.partition}:iam::{self.current_account}:role/aws-service-role/lakeformation.amazonaws.com/"
        role = asked.get("RoleArn") or f"{linked}AWSServiceRoleForLakeFormationDataAccess"
        self.lakeformation_backend.register_resource(asked["ResourceArn"], role)
        _note(self, asked)
        return "{}"

    def update_resource(self) -> str:
        """UpdateResource."""
        asked = body(self)
        self.lakeformation_backend.describe_resource(asked["ResourceArn"]).role_arn = asked["RoleArn"]
        _note(self, asked)
        return "{}"

    def describe_resource(self) -> str:
        """DescribeResource."""
        return json.dumps({"ResourceInfo": _shown(self, body(self)["ResourceArn"])})

    def list_resources(self) -> str:
        """ListResources."""
        known = [resource.arn for resource in self.lakeformation_backend.list_resources()]
        return json.dumps({"ResourceInfoList": [_shown(self, arn) for arn in known]})


def install() -> None:
    """Replace moto's operations and add the one that it lacks."""
    extend(Locations, replaces=["register_resource", "describe_resource", "list_resources"])
    urls.url_paths["{0}/UpdateResource$"] = urls.response.dispatch


def _note(response: LakeFormationResponse, asked: dict[str, Any]) -> None:
    resource: Any = response.lakeformation_backend.describe_resource(asked["ResourceArn"])
    flags = {name: bool(asked[name]) for name in FLAGS if asked.get(name) is not None}
    resource.mesh_noted = {**getattr(resource, "mesh_noted", {}), **flags, "LastModified": time.time()}


def _shown(response: LakeFormationResponse, arn: str) -> dict[str, Any]:
    resource: Any = response.lakeformation_backend.describe_resource(arn)
    return {**resource.to_dict(), **getattr(resource, "mesh_noted", {})}
