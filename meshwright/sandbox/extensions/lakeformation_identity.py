"""Lake Formation's configuration for Identity Center, which moto lacks."""

import json
from typing import Any

from moto.lakeformation import urls
from moto.lakeformation.responses import LakeFormationResponse

from .extending import Refused, body, extend


class Configuration(LakeFormationResponse):
    """An account has one, or none."""

    def create_lake_formation_identity_center_configuration(self) -> str:
        """CreateLakeFormationIdentityCenterConfiguration."""
        if _kept(self):
            raise Refused("AlreadyExistsException", "Identity Center is configured already")
        instance = body(self)["InstanceArn"]
        application = f"arn:aws:sso::{self.current_account}:application/{instance.rpartition('/')[2]}/apl-sandbox"
        _kept(self).update({"InstanceArn": instance, "ApplicationArn": application})
        return json.dumps({"ApplicationArn": application})

    def describe_lake_formation_identity_center_configuration(self) -> str:
        """DescribeLakeFormationIdentityCenterConfiguration."""
        found = _kept(self)
        if not found:
            raise Refused("EntityNotFoundException", "Identity Center is not configured")
        return json.dumps({"CatalogId": self.current_account, **found})

    def delete_lake_formation_identity_center_configuration(self) -> str:
        """DeleteLakeFormationIdentityCenterConfiguration."""
        _kept(self).clear()
        return "{}"


def install() -> None:
    """Add the operations and their paths."""
    extend(Configuration)
    for verb in ("Create", "Describe", "Delete"):
        urls.url_paths[f"{{0}}/{verb}LakeFormationIdentityCenterConfiguration$"] = urls.response.dispatch


def _kept(response: LakeFormationResponse) -> dict[str, Any]:
    """Kept with moto's own, so that a reset takes it along; empty where nothing is configured."""
    kept: dict[str, Any] = vars(response.lakeformation_backend).setdefault("_identity", {})
    return kept
