"""The example over the flights of 2013, all of it, as the README shows it."""

import shutil
from collections.abc import Iterator

import pytest

from meshwright import names
from meshwright.contracts.standards.odcs import contract
from meshwright.contracts.yaml_writing import to_yaml
from meshwright.sandbox.building import Built
from meshwright.sandbox.clients import client
from meshwright.sandbox.overview import overview
from meshwright.sandbox.place import sandbox_environment
from meshwright.sandbox.query import Denied
from tests.end_to_end.project import TODAY, Project, outcomes
from tests.generated import PROJECT

pytestmark = pytest.mark.sandbox

DEPARTURES, USE, BY_WIND, WEATHER, AIRPORTS = (
    "operations_departures_v1.departures", "fleet_utilisation_v1.use", "analytics_delays_v1.by_wind",
    "weather_observations_v1.observations", "network_reference_v1.airports",
)  # fmt: skip
FLIGHTS, OF_UNITED = 336_776, 58_665


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    with Project.at(tmp_path_factory.mktemp("example"), {}) as p:
        shutil.copytree(PROJECT / "domains", p.root / "domains", ignore=shutil.ignore_patterns("__pycache__"))
        yield p


@pytest.fixture(scope="module")
def built(project: Project) -> Built:
    return project.up()


def test_every_product_is_published_with_full_quality(project: Project, built: Built) -> None:
    assert set(outcomes(built).values()) == {"published"}
    assert {r.quality for r in built.runs} == {1.0}
    rows = {s.ref.name: s.rows for s in overview(project.mesh, built.server, today=TODAY)}
    assert rows["operations.departures"] == FLIGHTS
    assert rows["network.reference"] == 1_458 + 16  # airports and airlines
    assert rows["weather.observations"] == 26_115


def test_a_consumer_reads_a_product_that_joins_two_others(project: Project, built: Built) -> None:
    (total,) = project.ask(
        f"SELECT sum(departures) AS flown, count(DISTINCT wind) AS winds FROM {BY_WIND}", "operations"
    )
    assert total == {"flown": FLIGHTS, "winds": 4}


def test_the_fleet_sees_united_only(project: Project, built: Built) -> None:
    asked = f"SELECT carrier, count(*) AS flights FROM {DEPARTURES} GROUP BY carrier"
    assert project.ask(asked, "fleet") == [{"carrier": "UA", "flights": OF_UNITED}]


def test_the_fleets_pipeline_sees_united_only(project: Project, built: Built) -> None:
    (used,) = project.ask(f"SELECT sum(departures) AS flights FROM {USE}", "fleet", "owner")
    (named,) = project.ask(f"SELECT count(tail_number) AS flights FROM {DEPARTURES}", "fleet")
    assert used == named
    assert 0 < used["flights"] <= OF_UNITED


def test_analytics_sees_all_flights_but_no_aircraft(project: Project, built: Built) -> None:
    assert project.ask(f"SELECT count(*) AS n FROM {DEPARTURES}", "analytics") == [{"n": FLIGHTS}]
    with pytest.raises(Denied, match="column tail_number is sensitive"):
        project.ask(f"SELECT tail_number FROM {DEPARTURES}", "analytics")


def test_who_was_offered_nothing_reads_nothing(project: Project, built: Built) -> None:
    with pytest.raises(Denied, match=r'Share\("fleet", purpose=…\)'):
        project.ask(f"SELECT * FROM {WEATHER}", "fleet")


def test_the_map_is_open_to_everyone(project: Project, built: Built) -> None:
    for domain in ("analytics", "fleet", "operations", "weather"):
        assert project.ask(f"SELECT count(*) AS n FROM {AIRPORTS}", domain) == [{"n": 1_458}]


def test_every_contract_is_published_as_it_is_exported(project: Project, built: Built) -> None:
    mesh, server = project.mesh, built.server
    sandbox = sandbox_environment(mesh)
    s3 = client("s3", endpoint=server.endpoint, region=sandbox.region)
    (catalog,) = (b["Name"] for b in s3.list_buckets()["Buckets"] if "-platform-catalog-" in b["Name"])
    for ref in mesh.products():
        key = f"{names.contract_folder(ref.domain.name, ref.product.name, ref.product.major)}contract.odcs.yaml"
        found = s3.get_object(Bucket=catalog, Key=key)
        assert found["Body"].read().decode() == to_yaml(contract(ref, [sandbox]))
        assert found["ServerSideEncryption"] == "aws:kms"


def test_again_changes_nothing(project: Project, built: Built) -> None:
    again = project.up()
    assert not again.changed
    assert again.report.calls == {}


def test_pseudonyms_stay_the_same_in_every_run(project: Project, built: Built) -> None:
    asked = f"SELECT departure_id, tail_number FROM {DEPARTURES} WHERE day(scheduled_at) = 1 ORDER BY departure_id"
    before = project.ask(asked, "fleet")
    project.command("run", "operations.departures")
    assert project.ask(asked, "fleet") == before
    assert all(len(row["tail_number"]) == 64 for row in before if row["tail_number"] is not None)
