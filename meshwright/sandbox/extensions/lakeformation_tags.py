"""LF-tags: moto attaches tags that don't exist, forgets the others of a thing, and lets nothing inherit."""

import json
from collections.abc import Iterator
from typing import Any

from moto.lakeformation import urls
from moto.lakeformation.responses import LakeFormationResponse

from .extending import Refused, body, extend, page
from .lake import Lake, Place, check_columns, check_database, columns_of, glue, lake, table_of

PAGE = 1000
VALUES_A_CALL = 50
"""The most values that one creation or update takes (Lake Formation API reference)."""


class Tags(LakeFormationResponse):
    """Operations on LF-tags, on what carries them, and on named expressions of them."""

    def create_lf_tag(self) -> str:
        """CreateLFTag."""
        asked, tags = body(self), _lake(self).tags
        if asked["TagKey"] in tags:
            raise Refused("AlreadyExistsException", f"Tag key already exists: {asked['TagKey']}")
        _check_count(asked["TagValues"])
        tags[asked["TagKey"]] = list(asked["TagValues"])
        return "{}"

    def get_lf_tag(self) -> str:
        """GetLFTag."""
        key = body(self)["TagKey"]
        check_tag(_lake(self), key, [])
        return json.dumps({"CatalogId": self.current_account, "TagKey": key, "TagValues": _lake(self).tags[key]})

    def update_lf_tag(self) -> str:
        """UpdateLFTag."""
        asked, kept = body(self), _lake(self)
        more, fewer = asked.get("TagValuesToAdd") or [], asked.get("TagValuesToDelete") or []
        check_tag(kept, asked["TagKey"], fewer)
        _check_count(more + fewer)
        kept.tags[asked["TagKey"]] = [v for v in kept.tags[asked["TagKey"]] if v not in fewer + more] + more
        return "{}"

    def delete_lf_tag(self) -> str:
        """DeleteLFTag; it comes off everything."""
        key, kept = body(self)["TagKey"], _lake(self)
        check_tag(kept, key, [])
        del kept.tags[key]
        for attached in kept.attached.values():
            attached.pop(key, None)
        return "{}"

    def list_lf_tags(self) -> str:
        """ListLFTags."""
        asked = body(self)
        every = [
            {"CatalogId": self.current_account, "TagKey": key, "TagValues": values}
            for key, values in _lake(self).tags.items()
        ]
        shown, following = page(every, asked, most=PAGE)
        return json.dumps({"LFTags": shown, **following})

    def add_lf_tags_to_resource(self) -> str:
        """AddLFTagsToResource: one value for each key, other keys stay."""
        asked, kept = body(self), _lake(self)
        failures = []
        for place in _places(self, asked["Resource"]):
            for tag in asked["LFTags"]:
                try:
                    check_tag(kept, tag["TagKey"], tag["TagValues"])
                    kept.attached.setdefault(place, {})[tag["TagKey"]] = tag["TagValues"][0]
                except Refused as refused:
                    error = {"ErrorCode": refused.error_type, "ErrorMessage": str(refused.message)}
                    failures.append({"LFTag": tag, "Error": error})
        return json.dumps({"Failures": failures})

    def remove_lf_tags_from_resource(self) -> str:
        """RemoveLFTagsFromResource."""
        asked, kept = body(self), _lake(self)
        for place in _places(self, asked["Resource"]):
            for tag in asked["LFTags"]:
                kept.attached.get(place, {}).pop(tag["TagKey"], None)
        return json.dumps({"Failures": []})

    def get_resource_lf_tags(self) -> str:
        """GetResourceLFTags; with what is inherited unless only assigned tags are asked for."""
        asked = body(self)
        places = list(_places(self, asked["Resource"]))
        assigned = bool(asked.get("ShowAssignedLFTags"))
        return json.dumps({k: v for k, v in _shown(self, places, assigned).items() if v})

    def create_lf_tag_expression(self) -> str:
        """CreateLFTagExpression."""
        asked, kept = body(self), _lake(self)
        if asked["Name"] in kept.expressions:
            raise Refused("AlreadyExistsException", f"LF-tag expression already exists: {asked['Name']}")
        kept.expressions[asked["Name"]] = _expression(self, asked)
        return "{}"

    def update_lf_tag_expression(self) -> str:
        """UpdateLFTagExpression."""
        asked = body(self)
        _lake(self).expressions[asked["Name"]] = {**_named(self, asked), **_expression(self, asked)}
        return "{}"

    def get_lf_tag_expression(self) -> str:
        """GetLFTagExpression."""
        return json.dumps(_named(self, body(self)))

    def delete_lf_tag_expression(self) -> str:
        """DeleteLFTagExpression."""
        del _lake(self).expressions[_named(self, body(self))["Name"]]
        return "{}"

    def list_lf_tag_expressions(self) -> str:
        """ListLFTagExpressions."""
        shown, following = page(list(_lake(self).expressions.values()), body(self), most=PAGE)
        return json.dumps({"LFTagExpressions": shown, **following})


def install() -> None:
    """Replace moto's operations and add the paths of those it lacks."""
    extend(
        Tags,
        replaces=[
            "create_lf_tag", "get_lf_tag", "update_lf_tag", "delete_lf_tag", "list_lf_tags",
            "add_lf_tags_to_resource", "remove_lf_tags_from_resource", "get_resource_lf_tags",
        ],
    )  # fmt: skip
    for operation in ("Create", "Get", "Update", "Delete"):
        urls.url_paths[f"{{0}}/{operation}LFTagExpression$"] = urls.response.dispatch
    urls.url_paths["{0}/ListLFTagExpressions$"] = urls.response.dispatch


def check_tag(kept: Lake, key: str, values: list[str]) -> None:
    """Refuse a tag or a value that doesn't exist."""
    if key not in kept.tags or not set(values) <= set(kept.tags[key]):
        raise Refused("EntityNotFoundException", f"Tag or tag value does not exist: {key}={','.join(values)}")


def _lake(response: LakeFormationResponse) -> Lake:
    return lake(response.current_account, response.region)


def _check_count(values: list[str]) -> None:
    if len(values) > VALUES_A_CALL:
        raise Refused("InvalidInputException", f"{len(values)} tag values in one call; the most is {VALUES_A_CALL}")


def _places(response: LakeFormationResponse, resource: dict[str, Any]) -> Iterator[Place]:
    """What a request names: a database, a table, or columns of one."""
    catalog = glue(response.current_account, response.region)
    ((kind, content),) = resource.items()
    if kind == "Database":
        check_database(catalog, content["Name"])
        yield content["Name"], "", ""
    elif kind == "Table":
        table_of(catalog, content["DatabaseName"], content["Name"])
        yield content["DatabaseName"], content["Name"], ""
    elif kind == "TableWithColumns":
        check_columns(table_of(catalog, content["DatabaseName"], content["Name"]), content["ColumnNames"])
        yield from ((content["DatabaseName"], content["Name"], column) for column in content["ColumnNames"])
    else:
        raise Refused("InvalidInputException", f"A {kind} carries no LF-tags")


def _shown(response: LakeFormationResponse, places: list[Place], assigned: bool) -> dict[str, Any]:
    kept = _lake(response)
    database, table, column = places[0]
    of_database = kept.attached.get((database, "", ""), {})
    of_table = kept.attached.get((database, table, ""), {})
    above = {} if assigned else of_database
    answer: dict[str, Any] = {"LFTagOnDatabase": _listed(response, of_database)}
    if table:
        answer["LFTagsOnTable"] = _listed(response, {**above, **of_table})
        found = table_of(glue(response.current_account, response.region), database, table)
        asked = [place[2] for place in places] if column else columns_of(found)
        both = {} if assigned else {**above, **of_table}
        of_columns = {name: {**both, **kept.attached.get((database, table, name), {})} for name in asked}
        answer["LFTagsOnColumns"] = [
            {"Name": name, "LFTags": _listed(response, tags)} for name, tags in of_columns.items() if tags
        ]
    return answer


def _listed(response: LakeFormationResponse, tags: dict[str, str]) -> list[dict[str, Any]]:
    return [{"CatalogId": response.current_account, "TagKey": key, "TagValues": [value]} for key, value in tags.items()]


def _named(response: LakeFormationResponse, asked: dict[str, Any]) -> dict[str, Any]:
    found = _lake(response).expressions.get(asked["Name"])
    if found is None:
        raise Refused("EntityNotFoundException", f"LF-tag expression not found: {asked['Name']}")
    return found


def _expression(response: LakeFormationResponse, asked: dict[str, Any]) -> dict[str, Any]:
    for tag in asked["Expression"]:
        check_tag(_lake(response), tag["TagKey"], tag["TagValues"])
    return {"CatalogId": response.current_account, **asked}
