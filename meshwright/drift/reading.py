"""Both states, from the stacks and from the account."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from meshwright import names
from meshwright.access.agreements import is_over
from meshwright.account.desired import Desired
from meshwright.account.lake import shown_alone
from meshwright.account.reaching import Account
from meshwright.errors import MeshError
from meshwright.language import Mesh, Share, Subscription
from meshwright.sandbox.api import Api
from meshwright.sandbox.errors import ApiError
from meshwright.sandbox.resources import kind_of

from .state import Facts, Filter, FilterKey, Grant, LakeState, Place

GRANT = "aws:lakeformation/permissions:Permissions"
FILTER = "aws:lakeformation/dataCellsFilter:DataCellsFilter"
TAG, TAGGED = "aws:lakeformation/lfTag:LfTag", "aws:lakeformation/resourceLfTags:ResourceLfTags"
DATABASE, TABLE = "aws:glue/catalogDatabase:CatalogDatabase", "aws:glue/catalogTable:CatalogTable"


def wanted(desired: Desired) -> LakeState:
    """What the stacks say."""
    grants = [kind_of(GRANT).parameters("grant_permissions", d.inputs) for d in desired.of(GRANT)]
    contents = [
        kind_of(FILTER).parameters("create_data_cells_filter", d.inputs)["TableData"] for d in desired.of(FILTER)
    ]
    tags: dict[Place, dict[str, str]] = {}
    for declared in desired.of(TAGGED):
        request = kind_of(TAGGED).parameters("add_lf_tags_to_resource", declared.inputs)
        for place in _places(request["Resource"]):
            tags.setdefault(place, {}).update({t["TagKey"]: t["TagValues"][0] for t in request["LFTags"]})
    return LakeState(
        grants=tuple(map(Grant.of, grants)),
        filters={_key(content): Filter.of(content) for content in contents},
        tags=tags,
        values={str(d.inputs["key"]): frozenset(d.inputs["values"]) for d in desired.of(TAG)},
    )


def actual(account: Account, desired: Desired) -> LakeState:
    """What the account has, page by page.

    Tags are read for what is declared: one call for each database and each table.
    """
    api = account.api
    values = api.pages("lakeformation", "list_lf_tags", "LFTags")
    return LakeState(
        grants=held_grants(api),
        filters=held_filters(api),
        tags=dict(_tags(api, desired)),
        values={str(tag["TagKey"]): frozenset(tag["TagValues"]) for tag in values},
    )


def held_grants(api: Api) -> tuple[Grant, ...]:
    """Every permission of an account's lake, page by page."""
    return tuple(map(Grant.of, api.pages("lakeformation", "list_permissions", "PrincipalResourcePermissions")))


def held_filters(api: Api) -> dict[FilterKey, Filter]:
    """Every data cells filter of an account's lake, page by page."""
    listed = api.pages("lakeformation", "list_data_cells_filter", "DataCellsFilters")
    return {_key(content): Filter.of(content) for content in listed}


def facts(account: Account, desired: Desired, mesh: Mesh, today: date) -> Facts:
    """What a comparison has to know beside.

    Raises:
        MeshError: Lake Formation doesn't show the caller everything, so that nothing could be compared.
    """
    environment, partition = account.environment, account.api.partition
    settings = account.api.call("lakeformation", "get_data_lake_settings")["DataLakeSettings"]
    if hidden := shown_alone(account, settings):
        raise MeshError(hidden)
    tables: dict[str, set[str]] = {}
    for declared in desired.of(TABLE):
        tables.setdefault(str(declared.inputs["databaseName"]), set()).add(str(declared.inputs["name"]))
    adopted = {r.database: {t.name: t for t in r.product.tables} for r in mesh.products() if r.product.adopts}
    return Facts(
        account=environment.account,
        prefix=f"arn:{partition}:iam::{environment.account}:role{names.IAM_PATH}mesh-{environment.name}-",
        bucket_prefix=f"arn:{partition}:s3:::mesh-{environment.name}-",
        roles=frozenset(
            f"arn:{partition}:iam::{environment.account}:role{d.inputs.get('path', '/')}{d.inputs['name']}"
            for d in desired.of("aws:iam/role:Role")
        ),
        databases=desired.databases,
        domains=frozenset(d.name for d in mesh.members),
        tables={name: frozenset(found) for name, found in {**tables, **adopted}.items()},
        administrators=frozenset(a["DataLakePrincipalIdentifier"] for a in settings.get("DataLakeAdmins") or ()),
        creators=dict(_creators(account.api, sorted(desired.databases))),
        adopted=adopted,
        owners={r.database: r.domain.name for r in mesh.products() if r.product.adopts},
        adopters={
            f"arn:{partition}:iam::{environment.account}:role/{role}": member.name
            for member in mesh.members
            for role in member.roles
        },
        ended=dict(_ended(mesh, today)),
    )


def _creators(api: Api, databases: Sequence[str]) -> Iterator[tuple[tuple[str, str], str]]:
    """Glue knows who created a table, as the ARN of a session: its role is the part before the session's name."""
    for database in databases:
        try:
            listed = api.pages("glue", "get_tables", "TableList", DatabaseName=database)
        except ApiError:
            continue  # a database that is missing has no tables that anybody created
        for table in listed:
            arn = str(table.get("CreatedBy") or "")
            if arn:
                yield (database, str(table["Name"])), arn.split("/")[1 if ":assumed-role/" in arn else -1]


def _ended(mesh: Mesh, today: date) -> Iterator[tuple[tuple[str, str, str], date]]:
    """What a share or a subscription once gave; a day each."""
    for ref in mesh.products():
        for share in ref.product.shares:
            asked = [
                s for d in mesh.domains if d.name == share.to for s in d.consumes
                if (s.product, s.major) == (ref.name, ref.product.major)
            ]  # fmt: skip
            halves: list[Share | Subscription] = [share, *asked]
            days = [half.until for half in halves if half.until is not None and is_over(half, today)]
            if asked and days:
                for name in ("", *(table.name for table in ref.product.tables)):
                    yield (share.to, ref.database, name), min(days)


def _tags(api: Api, desired: Desired) -> Iterator[tuple[Place, dict[str, str]]]:
    tabled = [(str(d.inputs["databaseName"]), str(d.inputs["name"])) for d in desired.of(TABLE)]
    for database in sorted(desired.databases):
        told = _told(api, {"Database": {"Name": database}})
        if own := _pairs(told.get("LFTagOnDatabase")):
            yield (database, "", ""), own
    for database, table in tabled:
        told = _told(api, {"Table": {"DatabaseName": database, "Name": table}})
        if own := _pairs(told.get("LFTagsOnTable")):
            yield (database, table, ""), own
        for column in told.get("LFTagsOnColumns") or ():
            if own := _pairs(column.get("LFTags")):
                yield (database, table, str(column["Name"])), own


def _told(api: Api, resource: Mapping[str, Any]) -> dict[str, Any]:
    try:
        return api.call("lakeformation", "get_resource_lf_tags", Resource=resource, ShowAssignedLFTags=True)
    except ApiError as problem:
        if kind_of(TAG).is_gone(problem):
            return {}  # what does not exist carries nothing; `mesh verify` says that it is missing
        raise


def _pairs(listed: Sequence[Mapping[str, Any]] | None) -> dict[str, str]:
    return {str(tag["TagKey"]): str(tag["TagValues"][0]) for tag in listed or ()}


def _places(resource: Mapping[str, Any]) -> Iterator[Place]:
    ((kind, content),) = resource.items()
    if kind == "Database":
        yield content["Name"], "", ""
    elif kind == "Table":
        yield content["DatabaseName"], content["Name"], ""
    else:
        yield from ((content["DatabaseName"], content["Name"], column) for column in content["ColumnNames"])


def _key(content: Mapping[str, Any]) -> FilterKey:
    return str(content["DatabaseName"]), str(content["TableName"]), str(content["Name"])
