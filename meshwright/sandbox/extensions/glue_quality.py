"""Glue's data quality rulesets, whose names are unique in an account and region. moto has none."""

import time
from typing import Any

from moto.core.responses import ActionResult, EmptyResult
from moto.glue.responses import GlueResponse

from .extending import Refused, extend, page

PAGE = 1000


class Quality(GlueResponse):
    """Operations on data quality rulesets."""

    def create_data_quality_ruleset(self) -> ActionResult:
        """CreateDataQualityRuleset."""
        asked, kept = self.parameters, _kept(self)
        if asked["Name"] in kept:
            raise Refused("AlreadyExistsException", f"Ruleset already exists: {asked['Name']}")
        now = time.time()
        known: dict[str, Any] = {n: asked[n] for n in ("Name", "Description", "Ruleset", "TargetTable") if n in asked}
        kept[asked["Name"]] = {**known, "CreatedOn": now, "LastModifiedOn": now}
        self.glue_backend.tag_resource(_arn(self, asked["Name"]), asked.get("Tags"))
        return ActionResult({"Name": asked["Name"]})

    def update_data_quality_ruleset(self) -> ActionResult:
        """UpdateDataQualityRuleset."""
        asked = self.parameters
        changed: dict[str, Any] = {n: asked[n] for n in ("Description", "Ruleset") if n in asked}
        _found(self).update({**changed, "LastModifiedOn": time.time()})
        return ActionResult(_found(self))

    def get_data_quality_ruleset(self) -> ActionResult:
        """GetDataQualityRuleset."""
        return ActionResult(_found(self))

    def delete_data_quality_ruleset(self) -> ActionResult:
        """DeleteDataQualityRuleset."""
        del _kept(self)[_found(self)["Name"]]
        return EmptyResult()

    def list_data_quality_rulesets(self) -> ActionResult:
        """ListDataQualityRulesets."""
        shown, following = page(list(_kept(self).values()), self.parameters, most=PAGE)
        return ActionResult({"Rulesets": shown, **following})


def install() -> None:
    """Add the operations."""
    extend(Quality)


def _kept(response: GlueResponse) -> dict[str, dict[str, Any]]:
    backend: Any = response.glue_backend
    if not hasattr(backend, "mesh_rulesets"):
        backend.mesh_rulesets = {}
    return backend.mesh_rulesets  # type: ignore[no-any-return]


def _found(response: GlueResponse) -> dict[str, Any]:
    name = response.parameters["Name"]
    if name not in _kept(response):
        raise Refused("EntityNotFoundException", f"Ruleset not found: {name}")
    return _kept(response)[name]


def _arn(response: GlueResponse, name: str) -> str:
    return f"arn:{response.partition}:glue:{response.region}:{response.current_account}:dataQualityRuleset/{name}"
