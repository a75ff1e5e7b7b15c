"""Lake Formation's permissions, and the tags on what they are about."""

from collections.abc import Mapping
from typing import Any

from ..api import Api
from ..errors import ApiError, SandboxError
from .kind import Inputs, Kind, Outputs, Realised

KINDS_OF_RESOURCE = {
    "database": "Database",
    "table": "Table",
    "tableWithColumns": "TableWithColumns",
    "dataLocation": "DataLocation",
    "dataCellsFilter": "DataCellsFilter",
    "lfTag": "LFTag",
    "lfTagPolicy": "LFTagPolicy",
}
"""What permissions and tags can be about."""


class ResourceLfTags(Kind):
    """The tags of one database, table or set of columns."""

    def own(self, inputs: Inputs) -> dict[str, Any]:
        """What carries the tags goes into one member; pulumi-aws gives each tag one value."""
        tags = [
            {**{n: v for n, v in tag.items() if n == "catalogId"}, "tagKey": tag["key"], "tagValues": [tag["value"]]}
            for tag in inputs.get("lfTags") or []
        ]
        catalog = {"catalogId": inputs["catalogId"]} if inputs.get("catalogId") else {}
        return {**catalog, "resource": _resource(self, inputs), "lfTags": tags}

    def call_create(self, api: Api, inputs: Inputs) -> Mapping[str, Any]:
        """AWS reports a tag that it couldn't attach, but doesn't fail."""
        response = api.call("lakeformation", self.creates, **self.parameters(self.creates, inputs))
        if failures := response.get("Failures"):
            error = failures[0].get("Error", {})
            raise ApiError("lakeformation", self.creates, error.get("ErrorCode", ""), error.get("ErrorMessage", ""))
        return response

    def physical(self, api: Api, inputs: Inputs) -> str:
        """Readable; pulumi-aws has a number."""
        return _spelt(_resource(self, inputs))

    def same(self, old: Inputs, new: Inputs) -> bool:
        """What carries them is the same."""
        return _spelt(_resource(self, old)) == _spelt(_resource(self, new))

    def delete(self, api: Api, inputs: Inputs) -> None:
        """The tags come off."""
        try:
            api.call("lakeformation", self.deletes, **self.parameters(self.deletes, inputs))
        except ApiError as problem:
            if not self.is_gone(problem):
                raise


class Permissions(Kind):
    """One grant. It is never changed, only given and taken."""

    def own(self, inputs: Inputs) -> dict[str, Any]:
        """The resource goes into one member, the principal into a structure."""
        grantable = inputs.get("permissionsWithGrantOptions")
        return {
            "principal": {"dataLakePrincipalIdentifier": inputs["principal"]},
            "resource": _resource(self, inputs),
            "permissions": inputs["permissions"],
            **({"catalogId": inputs["catalogId"]} if inputs.get("catalogId") else {}),
            **({"permissionsWithGrantOption": grantable} if grantable else {}),
        }

    def create(self, api: Api, inputs: Inputs) -> Realised:
        """Granting what is held already changes nothing."""
        api.call("lakeformation", "grant_permissions", **self.parameters("grant_permissions", inputs))
        return Realised(self.physical(api, inputs), self.computed(api, inputs, {}))

    def read(self, api: Api, inputs: Inputs) -> Outputs | None:
        """Gone when the principal holds none of it."""
        parameters = self.parameters("grant_permissions", inputs)
        try:
            found = api.pages(
                "lakeformation",
                "list_permissions",
                "PrincipalResourcePermissions",
                Principal=parameters["Principal"],
                Resource=parameters["Resource"],
            )
        except ApiError as problem:
            if self.is_gone(problem):
                return None
            raise
        ((kind, wanted),) = parameters["Resource"].items()
        own = [entry for entry in found if kind in entry["Resource"]]
        held = {permission for entry in own for permission in entry["Permissions"]}
        columns = {column for entry in own for column in entry["Resource"][kind].get("ColumnNames", ())}
        all_held = set(inputs["permissions"]) <= held and set(wanted.get("ColumnNames") or ()) <= columns
        return self.computed(api, inputs, {}) if all_held else None

    def delete(self, api: Api, inputs: Inputs) -> None:
        """AWS refuses to revoke what is not held; then nothing is left to do."""
        try:
            api.call("lakeformation", "revoke_permissions", **self.parameters("revoke_permissions", inputs))
        except ApiError as problem:
            held = "Grantee does not have" not in problem.message and "no permissions" not in problem.message
            if held and not self.is_gone(problem):
                raise

    def physical(self, api: Api, inputs: Inputs) -> str:
        """Readable; pulumi-aws has a number."""
        return f"{inputs['principal']}|{_spelt(_resource(self, inputs))}|{','.join(sorted(inputs['permissions']))}"

    def same(self, old: Inputs, new: Inputs) -> bool:
        """Two grants to one principal on one table overlap: taking the old one last would take from the new."""
        return old["principal"] == new["principal"] and _place(_resource(self, old)) == _place(_resource(self, new))


def _resource(kind: Kind, inputs: Inputs) -> dict[str, Any]:
    """What a grant or a tag is about, in the form of requests."""
    known = {"region", "tagsAll", "lfTags", "catalogId", "principal", "permissions", "permissionsWithGrantOptions"}
    if unknown := sorted(set(inputs) - known - set(KINDS_OF_RESOURCE) - {"catalogResource", "id"}):
        raise SandboxError(
            f"input {unknown[0]!r} is consumed by no line of the sandbox's table for {kind.token}; "
            "add it in meshwright/sandbox/resources/lakeformation.py"
        )
    given = {name: inputs[name] for name in KINDS_OF_RESOURCE if inputs.get(name)}
    if inputs.get("catalogResource"):
        given["catalog"] = {}
    if len(given) != 1:
        names = ", ".join(KINDS_OF_RESOURCE)
        raise SandboxError(f"{kind.token} is about {len(given)} resources, expected one of {names}")
    ((name, content),) = given.items()
    content = dict(content[0] if isinstance(content, list) else content)
    if name == "table" and content.pop("wildcard", False):
        content = {**{n: v for n, v in content.items() if n != "name"}, "tableWildcard": {}}
    if name == "tableWithColumns":
        content = _columns(content)
    if name == "dataLocation":
        content["resourceArn"] = content.pop("arn")
    if name in ("lfTag", "lfTagPolicy"):
        content = _tagged(content)
    return {KINDS_OF_RESOURCE.get(name, "Catalog"): content}


def _columns(content: dict[str, Any]) -> dict[str, Any]:
    wildcard, excluded = content.pop("wildcard", False), content.pop("excludedColumnNames", None)
    if wildcard or excluded:
        content["columnWildcard"] = {"excludedColumnNames": list(excluded)} if excluded else {}
    return content


def _tagged(content: dict[str, Any]) -> dict[str, Any]:
    if "expressions" in content:
        content["expression"] = [
            {"tagKey": tag["key"], "tagValues": list(tag["values"])} for tag in content.pop("expressions")
        ]
    return {{"key": "tagKey", "values": "tagValues"}.get(name, name): value for name, value in content.items()}


def _place(resource: dict[str, Any]) -> tuple[Any, ...]:
    """The table, database or location, whatever the columns and filters."""
    ((kind, content),) = resource.items()
    if kind in ("Table", "TableWithColumns", "DataCellsFilter"):
        return "Table", content.get("databaseName"), content.get("tableName") or content.get("name")
    return kind, _spelt(resource)


def _spelt(resource: dict[str, Any]) -> str:
    ((kind, content),) = resource.items()
    parts = [f"{name}={_flat(content[name])}" for name in sorted(content)]
    return f"{kind}({';'.join(parts)})"


def _flat(value: Any) -> str:
    if isinstance(value, list):
        return ",".join(sorted(_flat(v) for v in value))
    if isinstance(value, dict):
        return " ".join(f"{n}:{_flat(value[n])}" for n in sorted(value))
    return str(value)


KINDS = (
    ResourceLfTags(
        token="aws:lakeformation/resourceLfTags:ResourceLfTags",
        id="",
        key={},
        service="lakeformation",
        creates="add_lf_tags_to_resource",
        deletes="remove_lf_tags_from_resource",
    ),
    Permissions(
        token="aws:lakeformation/permissions:Permissions",
        id="",
        key={},
        service="lakeformation",
        creates="grant_permissions",
        deletes="revoke_permissions",
    ),
)
