"""Applying again writes nothing to Lake Formation; a changed share touches its own grants alone."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from meshwright.sandbox import realiser
from meshwright.sandbox.api import READS, Api
from tests.end_to_end import port
from tests.realised import Realised, realised

pytestmark = pytest.mark.sandbox
ROLES = "arn:aws:iam::123456789012:role/mesh/mesh-sandbox-"
DEFINITION = "domains/harbour/domain.py"
CITY = 'Share("city", purpose="plan the quays"),'
ASKING = (
    '"""Asks, and reads by hand."""\nfrom meshwright import Domain, Subscription\n\n'
    'domain = Domain("{name}", owner="{name}@example.org", cost_center="CC-4",\n'
    '    consumes=[Subscription("harbour.visits", major=1, purpose="news")])\n'
)
FILES = {
    **port.FILES,
    **{f"domains/{name}/domain.py": ASKING.format(name=name) for name in ("press", "gazette")},
}


class Watched(Api):
    """Notes every change of Lake Formation, and what everybody may do after it."""

    log: "list[tuple[str, dict[str, Any], set[str]]]" = []  # noqa: RUF012 - one list for the test

    def call(self, service: str, operation: str, /, **parameters: Any) -> dict[str, Any]:
        answer = super().call(service, operation, **parameters)
        if service == "lakeformation" and not operation.startswith(READS):
            self.log.append((operation, parameters, held(self)))
        return answer


def held(api: Api) -> set[str]:
    """Every permission there is, one by one; filters with what they let through."""
    client = api.client("lakeformation", api.region)  # not through ``api``, whose calls are watched
    filters = {
        f"{f['DatabaseName']}.{f['TableName']}.{f['Name']}": [f.get("ColumnNames"), f["RowFilter"]]
        for f in client.list_data_cells_filter()["DataCellsFilters"]
    }
    found = set()
    for entry in client.list_permissions()["PrincipalResourcePermissions"]:
        resource = entry["Resource"]
        named = resource.get("DataCellsFilter")
        limits = filters[f"{named['DatabaseName']}.{named['TableName']}.{named['Name']}"] if named else None
        who = entry["Principal"]["DataLakePrincipalIdentifier"].removeprefix(ROLES)
        found |= {json.dumps([who, resource, limits, p], sort_keys=True) for p in entry["Permissions"]}
    return found


def of(permissions: set[str], *domains: str) -> set[str]:
    return {p for p in permissions if json.loads(p)[0].rpartition("-")[0] in domains}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Realised]:
    with realised(tmp_path_factory.mktemp("grants"), FILES) as found:
        yield found


def apply(made: Realised, monkeypatch: pytest.MonkeyPatch) -> "list[tuple[str, dict[str, Any], set[str]]]":
    """Apply the definitions as they are now; every change of Lake Formation in its order."""
    monkeypatch.setattr(realiser, "Api", Watched)
    monkeypatch.setattr(Watched, "log", [])
    made.read()
    made.realise()
    return Watched.log


def test_applying_the_same_mesh_again_writes_nothing_at_all(made: Realised, monkeypatch: pytest.MonkeyPatch) -> None:
    assert apply(made, monkeypatch) == []
    assert dict(made.realise().calls) == {}


def sharing(*shares: str) -> str:
    """The harbour's definition with these shares for the city, the press and the gazette."""
    lines = "".join(f"                {share}\n" for share in shares)
    return port.HARBOUR.replace(f"                {CITY}\n", lines)


PRESS, GAZETTE = 'Share("press", purpose="news"),', 'Share("gazette", purpose="news", without=["draught"]),'
CHANGES = {
    "columns are withheld": ([CITY], ['Share("city", purpose="plan the quays", without=["draught"]),'], {"city"}),
    "rows are limited": ([CITY], ['Share("city", purpose="plan the quays", rows="line = \'red\'"),'], {"city"}),
    "a sensitive column is let through": (
        [CITY], ['Share("city", purpose="plan the quays", including=["captain"]),'], {"city"}
    ),
    "one begins": ([CITY], [CITY, PRESS], {"press"}),
    "one ends": ([CITY, PRESS], [CITY], {"press"}),
    "one ends while another begins": ([CITY, PRESS], [CITY, GAZETTE], {"press", "gazette"}),
    "a limit goes": ([CITY, GAZETTE], [CITY, 'Share("gazette", purpose="news"),'], {"gazette"}),
}  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_share_touches_its_own_grants_and_nobody_else_is_ever_without(
    made: Realised, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    before, after, concerned = CHANGES[change]
    made.project.write(DEFINITION, sharing(*before))
    apply(made, monkeypatch)
    everybody = {d.name for d in made.mesh.domains}
    others = of(held(made.api), *(everybody - concerned))
    assert len({json.loads(p)[0] for p in others}) > 10, "many principals hold something"

    made.project.write(DEFINITION, sharing(*after))
    log = apply(made, monkeypatch)
    assert {domain_of(parameters) for _, parameters, _ in log} == concerned
    for operation, _, now in log:
        assert others <= now, f"somebody else's permission is gone after {operation}"
    assert of(log[-1][2], *(everybody - concerned)) == others
    if concerned == {"press", "gazette"}:
        given = [number for number, (operation, _, _) in enumerate(log) if operation.startswith("grant")]
        taken = [number for number, (operation, _, _) in enumerate(log) if operation.startswith("revoke")]
        assert max(given) < min(taken), "what is new is given before what has ended is taken"
    assert apply(made, monkeypatch) == []


def domain_of(parameters: dict[str, Any]) -> str:
    """Whose grant or filter a change is about."""
    if "Principal" in parameters:
        name = parameters["Principal"]["DataLakePrincipalIdentifier"].removeprefix(ROLES)
        return str(name.rpartition("-")[0])
    return str(parameters.get("TableData", parameters)["Name"])
