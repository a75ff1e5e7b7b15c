"""An adopted lake in force: taken over without a change, readable by agreement, and never lost."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from meshwright import checks, language
from meshwright.account.reaching import sandbox_account
from meshwright.adopt.assigning import assign
from meshwright.adopt.planning import plan
from meshwright.adopt.reading import read_estate
from meshwright.adopt.report import sections, text
from meshwright.adopt.trying import Trial, attempt
from meshwright.cli import adopting
from meshwright.loader import load
from meshwright.recording import record_stacks
from meshwright.sandbox.realiser import realise
from meshwright.sandbox.report import Report
from meshwright.sandbox.server import Server
from meshwright.sandbox.state import State
from meshwright.scaffold.trial import read
from tests.embedded import embedded_aws

from . import foreign_lake as lake
from .conftest import SANDBOX

ROOT = Path(__file__).parents[2]
TODAY = date(2026, 11, 23)
STACKS = ["foundation.sandbox", "finance.sandbox", "logistics.sandbox", "retail.sandbox"]


@dataclass
class Adopted:
    """A project over the lake, before and after."""

    project: Path
    server: Server
    report: list[str]
    reading: dict[str, int]
    before: Any
    ups: list[Report]


def project_at(folder: Path) -> Path:
    skipped = shutil.ignore_patterns("__pycache__", ".*")
    for name in ("components", "stacks"):
        shutil.copytree(ROOT / name, folder / name, ignore=skipped)
    shutil.copy(ROOT / "Pulumi.yaml", folder)
    (folder / "domains").mkdir()
    return folder


def facts(server: Server) -> dict[str, Any]:
    """Everything of the lake that somebody could miss."""
    s3, glue, iam = (server.client(n) for n in ("s3", "glue", "iam"))
    return {
        "objects": {b: s3.get_object(Bucket=b, Key="kept.txt")["Body"].read() for b in lake.BUCKETS},
        "tags": {b: _tags(s3, b) for b in lake.BUCKETS},
        "databases": {d: glue.get_database(Name=d)["Database"] for d in lake.TABLES},
        "tables": {d: glue.get_tables(DatabaseName=d, MaxResults=100)["TableList"] for d in lake.TABLES},
        "roles": {r: iam.get_role(RoleName=r.rpartition("/")[2])["Role"] for r in lake.ROLES},
    }


def _tags(s3: Any, bucket: str) -> Any:
    try:
        return s3.get_bucket_tagging(Bucket=bucket)["TagSet"]
    except s3.exceptions.ClientError:
        return None


def built(project: Path, trial: Trial, server: Server, stacks: list[str]) -> list[Report]:
    """What is made of a plan that is written into the mesh, and of the same once more."""
    for name, said in trial.texts.items():
        (project / "domains" / name).mkdir()
        (project / "domains" / name / "domain.py").write_text(said)
    graphs, state = record_stacks(project, stacks), State.open(project, server.nonce)
    return [realise(list(graphs.values()), server, state) for _ in range(2)]


@pytest.fixture(scope="module")
def adopted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Adopted]:
    project = project_at(tmp_path_factory.mktemp("adopted"))
    with embedded_aws(project) as server:
        lake.build(server.client)
        before = facts(server)
        account = sandbox_account(SANDBOX, server)
        held, mesh = read_estate(account), load(project).mesh
        made = plan(mesh, held, assign(held, lake.ASSIGNED))
        trial = attempt(project, mesh, made, SANDBOX, "data@example.org", estate=held, today=TODAY)
        report, writes = list(text(sections(made, trial, held, whole=True))), dict(account.api.writes)
        ups = built(project, trial, server, STACKS)
        yield Adopted(project, server, report, writes, before, ups)


def permissions(adopted: Adopted, role: str) -> list[dict[str, Any]]:
    api = sandbox_account(SANDBOX, adopted.server).api
    found = api.pages("lakeformation", "list_permissions", "PrincipalResourcePermissions")
    return [p["Resource"] for p in found if p["Principal"]["DataLakePrincipalIdentifier"] == lake.arn(role)]


def test_a_plan_writes_nothing(adopted: Adopted) -> None:
    assert adopted.reading == {}


def test_what_was_there_is_as_it_was(adopted: Adopted) -> None:
    assert facts(adopted.server) == adopted.before


def test_everything_assigned_is_taken_over(adopted: Adopted) -> None:
    taken = {urn.rpartition("::")[2] for urn in adopted.ups[0].adopted}
    assert taken >= {
        "orders_raw_v1-catalog-database", "stock_v1-catalog-database",
        "retail-adopted-bucket-acme-lake-raw", "retail-adopted-bucket-acme-lake-curated",
        "retail-adopted-role-OrdersEngineer", "logistics-adopted-role-OrdersAnalyst",
        "finance-adopted-role-FinanceReader", "finance-adopted-role-FinanceBot",
    }  # fmt: skip


def test_a_second_run_changes_nothing(adopted: Adopted) -> None:
    assert not adopted.ups[1].changed
    assert adopted.ups[1].calls == {}


def test_adopted_roles_and_the_domain_s_own_read_what_is_shared(adopted: Adopted) -> None:
    cells = {"DatabaseName": "orders_raw", "TableName": "orders_04", "Name": "finance"}
    for role in ("FinanceBot", "FinanceReader", "mesh/mesh-sandbox-finance-reader"):
        given = permissions(adopted, role)
        tables = {r["Table"]["Name"] for r in given if "Table" in r and r["Table"]["DatabaseName"] == "orders_raw"}
        assert {f"orders_{n:02d}" for n in range(6, 16)} <= tables
        assert any(cells.items() <= r["DataCellsFilter"].items() for r in given if "DataCellsFilter" in r)


def test_what_the_mesh_made_is_nothing_to_adopt_and_what_it_took_is_nobodys_no_more(adopted: Adopted) -> None:
    held = read_estate(sandbox_account(SANDBOX, adopted.server))
    assert held.buckets == tuple(sorted(lake.BUCKETS))
    assert [d.name for d in held.databases] == sorted(lake.TABLES)
    assert set(held.roles) == set(lake.ROLES)
    assert not [g for g in held.grants if "/mesh" in g.principal or g.database not in (*lake.TABLES, None)]
    again = plan(load(adopted.project).mesh, held, assign(held, []))
    assert again.unassigned == ("bucket acme-lake-exports", "role Intern")


def test_taking_the_definitions_away_leaves_everything(adopted: Adopted) -> None:
    state = State.open(adopted.project, adopted.server.nonce)
    graphs = record_stacks(adopted.project, STACKS)
    report = realise([graphs["foundation.sandbox"], graphs["finance.sandbox"]], adopted.server, state)
    retained = {urn.rpartition("::")[2] for urn in report.retained}
    assert {"orders_raw_v1-catalog-database", "retail-adopted-bucket-acme-lake-raw"} <= retained
    assert facts(adopted.server) == adopted.before


def test_the_report_says_what_comes_and_what_stays_outside(adopted: Adopted) -> None:
    text = "\n".join(adopted.report)
    assert "taken over as it is, guarded, never changed or deleted (8):" in text
    assert "  database orders_raw, as the product retail.orders_raw v1 with 18 tables" in text
    assert "  orders_raw with finance: 13 tables (orders_02 to orders_15), 3 of them in part" in text
    assert "of 72 grants 16 are shares now, 13 go without saying, 43 stay as they are" in text
    assert (
        "  role Intern: SELECT on 5 tables (orders_01 to orders_05) of orders_raw: nobody answers for the role" in text
    )
    assert "  + 2 resources of AdoptedCatalog: so that the domain's own roles read it by tag" in text
    assert "buckets acme-lake-curated and acme-lake-raw are not registered with Lake Formation" in text
    assert "3 domains (finance to retail) are new: say in their definitions who pays" in text


def test_the_report_says_what_roles_would_read_that_they_can_t_read_now(adopted: Adopted) -> None:
    """A share is with a domain: the bot reads what the reader read, and only that is new."""
    at = adopted.report.index("would be read by roles that can't read it now (1):")
    assert adopted.report[at + 1] == "  role FinanceBot of finance: 10 tables (orders_02 to orders_15) of orders_raw"


def test_the_command_writes_a_folder_and_overwrites_nothing(
    lake_project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "plan"
    assert adopting.plan(list(lake.ASSIGNED), None, None, "2026-11-23", out) == 0
    written = sorted(str(p.relative_to(out)) for p in out.rglob("*") if p.is_file())
    assert written == [
        "domains/finance/domain.py", "domains/logistics/domain.py", "domains/retail/domain.py",
        "imports/finance.sandbox.json", "imports/logistics.sandbox.json", "imports/retail.sandbox.json", "plan.md",
    ]  # fmt: skip
    assert "written to" in capsys.readouterr().err
    with pytest.raises(Exception, match="exists already"):
        adopting.plan(list(lake.ASSIGNED), None, None, "2026-11-23", out)


def test_one_bucket_is_adopted_by_a_new_domain(lake_project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert adopting.adopt(["bucket:acme-lake-exports=exports"], None, "e@example.org", "2026-11-23", show=False) == 0
    text = (lake_project / "domains" / "exports" / "domain.py").read_text()
    assert 'adopts=Adopted(buckets=["acme-lake-exports"])' in text
    assert "nothing else" not in capsys.readouterr().out
    assert (lake_project / ".mesh" / "imports" / "exports.sandbox.bucket-acme-lake-exports.json").is_file()


HAND = """\"\"\"What finance keeps.\"\"\"

from meshwright import Domain  # nothing more yet

domain = Domain(
    "finance",  # since 2019
    owner="f@example.org", cost_center = 'CC-1',
    # the end
)
"""


def test_a_domain_that_is_there_is_edited_in_place(lake_project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = lake_project / "domains" / "finance" / "domain.py"
    path.parent.mkdir()
    path.write_text(HAND)

    def run(*assigned: str, show: bool = False) -> str:
        assert adopting.adopt([*assigned], None, None, "2026-11-23", show=show) == 0
        return capsys.readouterr().out

    shown = run("bucket:acme-lake-raw=finance", show=True)
    assert '+    adopts=Adopted(buckets=["acme-lake-raw"]),' in shown
    assert path.read_text() == HAND
    assert not (lake_project / ".mesh" / "imports").exists()
    for kind, name in (("bucket", "acme-lake-raw"), ("role", "FinanceReader"), ("bucket", "acme-lake-exports")):
        assert "written: domains/finance/domain.py" in run(f"{kind}:{name}=finance")
    assert "domains/retail/domain.py" in (out := run("database:orders_raw=retail"))
    assert "written: domains/finance/domain.py" in out  # its role's grants are a share now, and it subscribes
    assert "written: domains/retail/domain.py" in run("database:stock=retail")
    kept = [line for line in HAND.splitlines() if line not in path.read_text().splitlines()]
    assert kept == ["from meshwright import Domain  # nothing more yet"]
    assert "# nothing more yet" in path.read_text()
    mesh, findings = checks.check(lake_project, today=TODAY)
    assert [f for f in findings if f.level == "error"] == []
    finance, retail = mesh.domains
    assert finance.adopts == language.Adopted(buckets=["acme-lake-raw", "acme-lake-exports"], roles=["FinanceReader"])
    assert [s.product for s in finance.consumes] == ["retail.orders_raw"]
    assert [p.adopts for p in retail.products] == ["orders_raw", "stock"]


def test_one_at_a_time_comes_to_the_same_as_all_at_once(
    lake_project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whichever comes first, the database or the roles that read it."""
    assert adopting.plan(list(lake.ASSIGNED), None, None, "2026-11-23", tmp_path / "plan") == 0
    at_once = {p.parent.name: domain_at(p) for p in (tmp_path / "plan" / "domains").glob("*/domain.py")}
    kinds = {name: "bucket" for name in lake.BUCKETS} | {name: "database" for name in lake.TABLES}
    for position, said in enumerate(("orders_raw=retail", *lake.ASSIGNED)):
        name = said.partition("=")[0]
        assert adopting.adopt([f"{kinds.get(name, 'role')}:{said}"], None, None, "2026-11-23", show=False) == 0
        again = name == "orders_raw" and position > 0
        assert ("nothing was written: there is nothing to add" in capsys.readouterr().out) == again
    one_by_one = {p.parent.name: domain_at(p) for p in (lake_project / "domains").glob("*/domain.py")}
    assert one_by_one["logistics"] == at_once["logistics"]
    shares, wanted = (side["retail"].products[0].shares for side in (one_by_one, at_once))
    extra = [s for s in shares if s not in wanted]
    assert [s.tables for s in extra] == [("orders_01",)], "the reader came before the bot, which sees another part"
    assert [s for s in shares if s not in extra] == [*wanted]


def domain_at(path: Path) -> language.Domain:
    return read(str(path), path.read_text())


def test_what_is_read_is_told_while_one_waits(lake_project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert adopting.plan([], None, None, "2026-11-23", None) == 0
    told = capsys.readouterr()
    assert told.err == "read: 3 buckets, 2 databases, 30 tables, 5 roles, 72 grants\n"
    assert "find out" not in told.out


@pytest.fixture
def lake_project(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    project = project_at(tmp_path_factory.mktemp("command"))
    with embedded_aws(project) as server:
        lake.build(server.client)
        monkeypatch.chdir(project)
        yield project
