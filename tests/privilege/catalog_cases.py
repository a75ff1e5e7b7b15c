"""The catalog and its administration. Which table answers, and with what, is Lake Formation's: see ``granted.py``."""

from collections.abc import Iterator

from .askers import ELSEWHERE, Site
from .case import Case, Said, may

GRANT = "lakeformation:GrantPermissions lakeformation:RevokePermissions"
DESCRIBE_DATA = (
    "lakeformation:AddLFTagsToResource lakeformation:CreateDataCellsFilter lakeformation:CreateLFTag"
    " lakeformation:DeleteDataCellsFilter lakeformation:DeregisterResource lakeformation:RegisterResource"
    " lakeformation:RemoveLFTagsFromResource lakeformation:UpdateDataCellsFilter lakeformation:UpdateLFTag"
    " lakeformation:UpdateResource"
)
DECIDE_WHO = "lakeformation:DeleteLFTag lakeformation:PutDataLakeSettings lakeformation:CreateLakeFormationOptIn"
TEAM_QUERIES = "athena:StartQueryExecution athena:GetQueryResults"


def cases(site: Site) -> Iterator[Case]:
    """Of Glue's catalog, Athena and Lake Formation."""
    yield from _tables(site)
    yield from _queries(site)
    data = site.arn("lakeformation", "catalog")
    yield from may("Lake Formation", "read what is granted", "lakeformation:GetDataAccess", data, "oepra")
    yield from may("Lake Formation", "look at grants", "lakeformation:ListPermissions", data, "idba")
    yield from may("Lake Formation admin", "grant and revoke", GRANT, data, "dba")
    yield from may("Lake Formation admin", "grant and revoke many", "lakeformation:BatchGrantPermissions", data, "ba")
    yield from may("Lake Formation admin", "register and describe data", DESCRIBE_DATA, data, "da")
    yield from may("Lake Formation admin", "say who administers", DECIDE_WHO, data, "a")
    elsewhere: Said = {"aws:RequestedRegion": "us-east-1"}
    yield from may("wrong region", "grant data", f"{GRANT} lakeformation:ListPermissions", data, "a", elsewhere)
    yield from may("wrong region", "register and describe data", DESCRIBE_DATA, data, "a", elsewhere)


def _tables(site: Site) -> Iterator[Case]:
    for whose, domain, by in (("own", site.own, "pda"), ("other domain's", site.other, "da")):
        table = site.arn("glue", f"table/{domain}_x_v1/t")
        yield from may("catalog", f"look up {whose} table", "glue:GetTable", table, "oepridba")
        yield from may("catalog", f"commit to {whose} table", "glue:UpdateTable", table, by)
        yield from may("catalog", f"make or drop {whose} table", "glue:CreateTable glue:DeleteTable", table, "da")
        database = site.arn("glue", f"database/{domain}_x_v1")
        yield from may("catalog", f"look up {whose} database", "glue:GetDatabase", database, "oepridba")
        yield from may("catalog", f"drop {whose} database", "glue:DeleteDatabase", database, "da")
    elsewhere = f"arn:aws:glue:{site.ground.region}:{ELSEWHERE}:table/{site.own}_x_v1/t"
    yield from may("catalog", "look up or commit to a table of another account", "glue:GetTable glue:UpdateTable",
                   elsewhere, "x")  # fmt: skip


def _queries(site: Site) -> Iterator[Case]:
    for whose, domain, audience, by in (
        ("own team's", site.own, "team", "oea"),
        ("own readers'", site.own, "readers", "ra"),
        ("another team's", site.other, "team", "a"),
        ("other readers'", site.other, "readers", "a"),
    ):
        group = site.arn("athena", f"workgroup/mesh-{site.environment}-{domain}-{audience}")
        yield from may("queries", f"query in {whose} workgroup", TEAM_QUERIES, group, by)
        yield from may("queries", f"change {whose} workgroup", "athena:UpdateWorkGroup", group, "da")
        yield from may("queries", f"choose in {whose} workgroup", "athena:ListWorkGroups", group, "oera")
        yield from may("queries", f"browse in {whose} workgroup", "athena:GetDatabase", group, "a")
    for name, by in (("AwsDataCatalog", "oera"), ("other", "a")):
        catalog = site.arn("athena", f"datacatalog/{name}")
        yield from may("queries", f"browse {name}", "athena:GetDatabase", catalog, by)
        yield from may("queries", f"change {name}", "athena:UpdateDataCatalog", catalog, "a")
