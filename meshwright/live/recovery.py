"""After an interruption: what was being created may exist in AWS, and the engine doesn't know it.

The state says which creations were under way. Most ids follow from inputs; each such resource is read under its id: it
is taken over where it exists and forgotten where it doesn't. One whose id AWS makes up is looked for. Types that AWS
creates twice without complaint need no more than being forgotten: the next run creates them again.
"""

from collections.abc import Mapping
from typing import Any

from meshwright.recording.naming import physical_name
from meshwright.recording.outputs import computed_outputs
from meshwright.recording.registration import Place, Registration

from .lookups import FINDERS, left
from .project import Project

ASSIGNED = (*FINDERS, "aws:sns/topicSubscription:TopicSubscription")
"""Types whose ids AWS makes up. A subscription that exists is what AWS answers to its creation."""
TWICE = (
    "aws:lakeformation/dataLakeSettings:DataLakeSettings",
    "aws:lakeformation/permissions:Permissions",
    "aws:lakeformation/resource:Resource",
    "aws:lakeformation/resourceLfTags:ResourceLfTags",
)
"""Types without an importer that can be created again: it changes nothing where they exist."""


def unfinished(state: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The operations that an earlier run had begun and not ended."""
    return list(state.get("pending_operations") or [])


def takeovers(state: Mapping[str, Any], place: Place) -> dict[str, str]:
    """By URN, the id under which a resource would exist whose creation was interrupted."""
    found = {}
    for operation in unfinished(state):
        resource = operation["resource"]
        predictable = resource["type"].startswith("aws:") and resource["type"] not in (*ASSIGNED, *TWICE)
        if operation["type"] == "creating" and predictable:
            found[resource["urn"]] = _id(resource, place)
    return found


def recover(project: Project, stack: str, state: Mapping[str, Any]) -> None:
    """Bring a stack's state to what AWS has."""
    environment = project.environment
    wanted = takeovers(state, Place(account=environment.account, region=environment.region))
    begun = [o["resource"] for o in unfinished(state) if o["type"] == "creating"]
    known = frozenset(str(r.get("id")) for r in state.get("resources") or [])
    for resource in begun:
        if found := left(environment, resource["type"], resource.get("inputs") or {}, known):
            wanted[resource["urn"]] = found
    # the engine's own --import-pending-creates forgets them instead (CLI 3.250)
    taken = [{**resource, "id": wanted[resource["urn"]]} for resource in begun if resource["urn"] in wanted]
    mended = {**state, "resources": [*(state.get("resources") or []), *taken], "pending_operations": []}
    project.replace_state(stack, mended)
    project.pulumi("refresh", "--yes", "--skip-preview", "-s", stack, about=stack)


def _id(resource: Mapping[str, Any], place: Place) -> str:
    urn, type_ = str(resource["urn"]), str(resource["type"])
    name, inputs = urn.rpartition("::")[2], dict(resource.get("inputs") or {})
    named = {**inputs, **physical_name(type_, name, urn, inputs)}
    return str(computed_outputs(Registration(urn=urn, type=type_, name=name, inputs=named, place=place))["id"])
