from datetime import date
from pathlib import Path

from meshwright import checks
from meshwright.codeowners import ID, codeowners, findings
from meshwright.language import Domain, Environment, Governance, Mesh
from meshwright.loader import load
from tests.scaffold.meshes import mesh, write_mesh

ROOT = Path(__file__).parent.parent
SALES = 'from meshwright import Domain\ndomain = Domain("sales", owner="sales@example.org", cost_center="CC-1")\n'


def test_the_committed_file_is_fresh() -> None:
    assert (ROOT / "CODEOWNERS").read_text() == codeowners(load(ROOT).mesh)


def test_a_team_guards_its_folder_and_the_platform_team_the_rest() -> None:
    made = codeowners(
        Mesh(
            domains=(Domain("a", owner="a@example.org"), Domain("b"), Domain("sales", owner="s@example.org")),
            governance=Governance(owner="platform@example.org", allowed_regions=["eu-west-1"]),
            environments=(Environment("dev", account="123456789012", region="eu-west-1"),),
        )
    )
    assert [line for line in made.splitlines() if line and not line.startswith("#")] == [
        "* platform@example.org",
        "/domains/a/     a@example.org",
        "/domains/sales/ s@example.org",
    ]


def test_a_stale_file_is_found_with_the_line_that_is_missing(tmp_path: Path) -> None:
    root = write_mesh(tmp_path / "mesh", sales=SALES)
    assert mesh(root, "codeowners", "--check")[0] == 1
    assert mesh(root, "codeowners", "--write")[0] == 0
    assert mesh(root, "codeowners", "--check")[0] == 0
    (root / "domains/sales/domain.py").write_text(SALES.replace("sales@", "shop@"))
    (found,) = checks.check(root, today=date(2027, 1, 1))[1]
    assert (found.id, found.place.line) == (ID, 5)
    assert "/domains/sales/ shop@example.org" in found.message
    assert mesh(root, "codeowners", "--check")[0] == 1


def test_without_the_file_or_with_a_broken_definition_nothing_is_said_of_it(tmp_path: Path) -> None:
    root = write_mesh(tmp_path / "mesh", sales=SALES)
    assert not findings(root, load(root).mesh)
    (root / "CODEOWNERS").write_text("* somebody@example.org\n")
    assert findings(root, load(root).mesh)
    (root / "domains/sales/domain.py").write_text("domain = ")
    assert not findings(root, load(root).mesh)
    status, said = mesh(root, "codeowners", "--write")
    assert status == 1
    assert "mend the errors" in said


def test_the_id_is_explained() -> None:
    assert ID in checks.explanations()
