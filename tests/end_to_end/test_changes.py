"""From nothing to published, and from there one change after the other: each touches what it must and no more."""

import contextlib
import io
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from meshwright.cli import summary
from meshwright.sandbox.building import Built
from tests.end_to_end import port
from tests.end_to_end.port import ROSTERS_TABLE, TRAFFIC_TABLE, VISITS_TABLE
from tests.end_to_end.project import TODAY, Project, outcomes

pytestmark = pytest.mark.sandbox

BERTH = 'text(7, "berth", optional=True)'
QUAYS = """
        Product("quays", version="1.0.0", purpose="the deepest ship of each line",
            tables=[Table("deepest", columns=[text(1, "line", key=True), double(2, "draught", optional=True)],
                expects=[Expect.unique("line")])],
            objectives=[Objective.fresh(within="26h")], schedule=on_publish("harbour.visits")),
    ],
    consumes="""
DEEPEST = "SELECT line, max(draught) AS draught FROM harbour_visits_v1.visits GROUP BY line\n"
DEEPEST_TABLE = "city_quays_v1.deepest"
TRAFFIC = {"red": 2, "blue": 3}
DAY = ("--today", TODAY.isoformat())


@dataclass
class Step:
    """What one ``mesh up`` did, and what was seen afterwards."""

    built: Built
    said: str
    seen: dict[str, Any] = field(default_factory=dict)

    @property
    def touched(self) -> set[str]:
        """The stacks of which something is not as it was."""
        report = self.built.report
        changed = (report.created, report.adopted, report.updated, report.replaced, report.deleted, report.retained)
        return {urn.split(":")[2] for urns in changed for urn in urns}


def step(project: Project, **questions: tuple[str, str]) -> Step:
    built = project.up()
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        summary.tell(built, project.mesh, TODAY)
    return Step(built, said.getvalue(), {name: project.ask(*asked) for name, asked in questions.items()})


@pytest.fixture(scope="module")
def steps(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Step]]:
    """The whole history of one sandbox."""
    found: dict[str, Step] = {}
    by_line = (f"SELECT line, calls FROM {TRAFFIC_TABLE}", "city")
    with Project.at(tmp_path_factory.mktemp("history") / "a port", port.FILES) as p:
        found["first"] = step(p, by_line=by_line)
        found["again"] = step(p)
        found["again"].seen["same"] = p.command("check", "--base", "published", *DAY).out

        p.replace("domains/harbour/domain.py", 'pii="pseudonymise"),\n', f'pii="pseudonymise"), {BERTH},\n')
        p.replace("domains/harbour/transforms/visits.sql", "captain FROM", "captain, concat('B', call) AS berth FROM")
        found["again"].seen["since"] = p.command("check", "--base", "published", *DAY, status=1).out
        berths = (f"SELECT call_id, berth FROM {VISITS_TABLE} WHERE call_id < '3' ORDER BY call_id", "city")
        found["a column more"] = step(p, by_line=by_line, berths=berths)

        p.replace("domains/city/transforms/by_line.sql", "GROUP BY", "WHERE ship <> 'Mary' GROUP BY")
        found["another transform"] = step(p, by_line=by_line)

        p.replace("domains/city/domain.py", "import Domain,", "import double, Domain,")
        p.replace("domains/city/domain.py", "\n    ],\n    consumes=", QUAYS)
        p.write("domains/city/transforms/deepest.sql", DEEPEST)
        found["a product more"] = step(p, deepest=(f"SELECT line, draught FROM {DEEPEST_TABLE}", "city"))

        p.write("domains/museum/domain.py", port.PRESS.replace("press", "museum"))
        found["a domain more"] = step(p)

        with_quays = (p.root / "domains/city/domain.py").read_text()
        p.write("domains/city/domain.py", with_quays.replace(QUAYS, "\n    ],\n    consumes="))
        (p.root / "domains/city/transforms/deepest.sql").unlink()
        found["a product less"] = step(p)
        found["a product less"].seen["rows kept"] = kept_rows(p, "city_quays_v1", "deepest")

        p.write("domains/city/domain.py", with_quays)
        p.write("domains/city/transforms/deepest.sql", DEEPEST)
        found["the product again"] = step(p, deepest=(f"SELECT line, draught FROM {DEEPEST_TABLE}", "city"))

        shutil.rmtree(p.root / "domains/museum")
        found["a domain less"] = step(p)
        buckets = [b["Name"] for b in p.server.client("s3").list_buckets()["Buckets"]]
        found["a domain less"].seen["buckets"] = [b for b in buckets if "museum" in b]
        yield found


def kept_rows(project: Project, database: str, table: str) -> int:
    """Rows of a table that nothing declares any more."""
    from meshwright.sandbox.iceberg import catalog

    found: int = catalog(project.server).load_table((database, table)).scan().to_arrow().num_rows
    return found


def names(urns: list[str]) -> set[str]:
    return {urn.rpartition("::")[2] for urn in urns}


def rows(seen: list[dict[str, Any]]) -> dict[Any, Any]:
    return dict(tuple(row.values()) for row in seen)


def test_everything_is_created_and_published_at_first(steps: dict[str, Step]) -> None:
    first = steps["first"].built
    assert set(first.report.counts) == {"created"}
    assert outcomes(first) == dict.fromkeys((VISITS_TABLE, TRAFFIC_TABLE, ROSTERS_TABLE), "published")
    assert [d.changed for d in first.deliveries] == [True]
    assert first.well


def test_a_change_is_judged_by_the_contracts_that_are_published(steps: dict[str, Step]) -> None:
    assert steps["again"].seen["same"] == ""
    (line,) = steps["again"].seen["since"].splitlines()
    assert ' version 1.0.0 stays, and visits: optional column "berth" (text) is added (MINOR); ' in line


def test_what_is_published_is_what_the_transforms_say(steps: dict[str, Step]) -> None:
    assert rows(steps["first"].seen["by_line"]) == TRAFFIC


def test_the_summary_names_rows_quality_and_readers(steps: dict[str, Step]) -> None:
    (line,) = (x for x in steps["first"].said.splitlines() if x.startswith("harbour"))
    assert line.split("  ")[-1].strip() == "city, line"
    assert line.split()[1:5] == ["visits", "1.0.0", "5", "100%"]


def test_a_second_run_changes_nothing_and_writes_nothing(steps: dict[str, Step]) -> None:
    again = steps["again"].built
    assert set(again.report.counts) == {"unchanged"}
    assert again.report.counts["unchanged"] == steps["first"].built.report.counts["created"]
    assert again.report.calls == {}
    assert set(outcomes(again).values()) == {"unchanged"}
    assert not again.changed
    assert "nothing changes" in steps["again"].said


def test_a_column_more_touches_its_domain_only(steps: dict[str, Step]) -> None:
    assert steps["a column more"].touched == {"harbour.sandbox"}


def test_a_column_more_updates_the_table_in_place(steps: dict[str, Step]) -> None:
    report = steps["a column more"].built.report
    assert "visits_v1-catalog-visits-table" in names(report.updated)
    assert report.created == report.deleted == report.retained == []
    assert names(report.replaced) <= {"visits_v1-pipeline-visits-plan"}, "a plan is a file under its content's hash"


def test_a_column_more_is_filled_and_shared(steps: dict[str, Step]) -> None:
    assert rows(steps["a column more"].seen["berths"]) == {"1": "B1", "2": "B2"}
    assert rows(steps["a column more"].seen["by_line"]) == TRAFFIC


def test_another_transform_publishes_its_own_table_only(steps: dict[str, Step]) -> None:
    changed = steps["another transform"]
    assert outcomes(changed.built) == {
        VISITS_TABLE: "unchanged", TRAFFIC_TABLE: "published", ROSTERS_TABLE: "unchanged"
    }  # fmt: skip
    assert rows(changed.seen["by_line"]) == {"red": 2, "blue": 1}


def test_another_transform_redeploys_its_own_job_only(steps: dict[str, Step]) -> None:
    report = steps["another transform"].built.report
    changed = names([*report.created, *report.updated, *report.replaced, *report.deleted])
    assert changed == {"traffic_v1-pipeline-by_line-plan", "traffic_v1-pipeline-by_line-job"}


def test_a_product_more_touches_nothing_but_itself(steps: dict[str, Step]) -> None:
    more = steps["a product more"]
    assert more.touched == {"city.sandbox"}
    assert all("quays" in name for name in names(more.built.report.created))
    assert more.built.report.deleted == []
    assert outcomes(more.built)[DEEPEST_TABLE] == "published"
    assert rows(more.seen["deepest"]) == {"red": 5.5, "blue": 7.25}


def test_a_domain_more_touches_no_other_domain(steps: dict[str, Step]) -> None:
    more = steps["a domain more"]
    assert more.touched == {"foundation.sandbox", "museum.sandbox"}
    assert more.built.report.deleted == more.built.report.replaced == []
    assert set(outcomes(more.built).values()) == {"unchanged"}


def test_a_product_less_is_deleted_but_for_its_data(steps: dict[str, Step]) -> None:
    report = steps["a product less"].built.report
    assert names(report.retained) == {"quays_v1-catalog-database", "quays_v1-catalog-deepest-table"}
    assert {"quays_v1-pipeline-deepest-job", "quays_v1-pipeline-state-machine"} <= names(report.deleted)
    assert all("quays" in name for name in names(report.deleted))
    assert steps["a product less"].seen["rows kept"] == 2


def test_the_summary_says_what_was_kept(steps: dict[str, Step]) -> None:
    said = steps["a product less"].said.splitlines()
    begin = said.index("no longer declared, and kept with all that is in it:")
    assert set(said[begin + 1 : begin + 3]) == {
        "  table quays_v1-catalog-deepest-table", "  database quays_v1-catalog-database"
    }  # fmt: skip


def test_a_product_that_comes_back_finds_its_data(steps: dict[str, Step]) -> None:
    back = steps["the product again"]
    assert {"quays_v1-catalog-database", "quays_v1-catalog-deepest-table"} <= names(back.built.report.adopted)
    assert rows(back.seen["deepest"]) == {"red": 5.5, "blue": 7.25}
    assert back.built.well


def test_a_domain_less_keeps_its_buckets_and_keys(steps: dict[str, Step]) -> None:
    less = steps["a domain less"]
    assert less.touched == {"foundation.sandbox", "museum.sandbox"}
    kept = names(less.built.report.retained)
    assert {f"museum-storage-{store}-bucket" for store in ("landing", "data", "scratch")} <= kept
    assert {"museum-key-key", "museum-key-pseudonym-key"} <= kept
    assert len(less.seen["buckets"]) == 3


def test_a_domain_less_takes_its_roles_with_it(steps: dict[str, Step]) -> None:
    deleted = names(steps["a domain less"].built.report.deleted)
    assert {f"museum-roles-{role}" for role in ("owner", "engineer", "pipeline", "reader")} <= deleted
