"""After an interruption: what was being created may exist in AWS, and the engine doesn't know it.

The state says which creations were under way. Most ids follow from inputs; each such resource is read under its id: it
is taken over where it exists and forgotten where it doesn't. One whose id AWS makes up is looked for. Types that AWS
creates twice without complaint need no more than being forgotten: the next run creates them again.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from meshwright.names import partition
from meshwright.recording.naming import physical_name
from meshwright.recording.outputs import computed_outputs
from meshwright.recording.registration import Place, Registration

from .lookups import FINDERS, left
from .project import Project

TWICE = (
    "aws:cloudwatch/eventTarget:EventTarget",
    "aws:lakeformation/dataLakeSettings:DataLakeSettings",
    "aws:lakeformation/permissions:Permissions",
    "aws:lakeformation/resource:Resource",
    "aws:lakeformation/resourceLfTags:ResourceLfTags",
    "aws:s3/bucketObject:BucketObject",
    "aws:s3/bucketObjectv2:BucketObjectv2",
    "aws:sns/topicSubscription:TopicSubscription",
)
"""Types that can be created again, which changes nothing where they exist; AWS answers with a subscription as it is."""


def unfinished(state: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The operations that an earlier run had begun and not ended."""
    return list(state.get("pending_operations") or [])


def half_taken(state: Mapping[str, Any]) -> bool:
    """Whether a run ended between telling the engine of something in AWS and letting it look."""
    resources = state.get("resources") or []
    return any(r["custom"] and str(r["type"]).startswith("aws:") and not r.get("outputs") for r in resources)


def takeovers(state: Mapping[str, Any], place: Place) -> dict[str, str]:
    """By URN, the id under which a resource would exist whose creation was interrupted."""
    found = {}
    for operation in unfinished(state):
        resource = operation["resource"]
        predictable = resource["type"].startswith("aws:") and resource["type"] not in (*FINDERS, *TWICE)
        if operation["type"] == "creating" and predictable:
            found[resource["urn"]] = _id(resource, place)
    return found


def recover(project: Project, stack: str, state: Mapping[str, Any]) -> None:
    """Bring a stack's state to what AWS has."""
    environment = project.environment
    wanted = takeovers(state, Place(environment.account, environment.region, partition(environment.region)))
    begun = [o["resource"] for o in unfinished(state) if o["type"] == "creating"]
    known = frozenset(str(r.get("id")) for r in state.get("resources") or [])
    for resource in begun:
        if found := left(environment, resource["type"], resource.get("inputs") or {}, known):
            wanted[resource["urn"]] = found
    # the engine's own --import-pending-creates forgets them instead (CLI 3.250)
    taken = [{**resource, "id": wanted[resource["urn"]]} for resource in begun if resource["urn"] in wanted]
    project.replace_state(stack, mended(state, taken))
    project.pulumi("refresh", "--yes", "--skip-preview", "-s", stack, about=stack)


def mended(state: Mapping[str, Any], taken: list[dict[str, Any]]) -> dict[str, Any]:
    """The state with what was being created in it, and nothing under way.

    What was to take the place of something else does so: the other one is left to be deleted, as the engine does it.
    """
    new = {str(resource["urn"]): resource for resource in taken}

    def entries() -> Iterator[dict[str, Any]]:
        for old in state.get("resources") or []:
            successor = None if old.get("delete") else new.get(str(old["urn"]))
            if successor is None:
                yield old
                continue
            yield new.pop(str(old["urn"]))
            if not old.get("pendingReplacement") and old.get("id") != successor["id"]:
                yield {**old, "delete": True}
        yield from new.values()

    return {**state, "resources": list(entries()), "pending_operations": []}


def _id(resource: Mapping[str, Any], place: Place) -> str:
    urn, type_ = str(resource["urn"]), str(resource["type"])
    name, inputs = urn.rpartition("::")[2], dict(resource.get("inputs") or {})
    named = {**inputs, **physical_name(type_, name, urn, inputs)}
    place = replace(place, region=str(inputs.get("region") or place.region))
    return str(computed_outputs(Registration(urn=urn, type=type_, name=name, inputs=named, place=place))["id"])
