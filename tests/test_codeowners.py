from datetime import date
from pathlib import Path

import pytest

from meshwright import checks
from meshwright.codeowners import ID, asked, codeowners, findings
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


@pytest.mark.parametrize(
    ("path", "owner"),
    [
        ("domains/a/domain.py", "a@example.org"),
        ("domains/a/transforms/x.sql", "a@example.org"),
        ("domains/b/domain.py", "platform@example.org"),
        ("domains/unheard/domain.py", "platform@example.org"),
        ("domains/a", "platform@example.org"),
        ("stacks/governance.py", "platform@example.org"),
        ("components/domains/a/x.py", "platform@example.org"),
    ],
)
def test_whom_it_asks_is_whom_the_last_line_that_fits_names(path: str, owner: str) -> None:
    made = Mesh(
        domains=(Domain("a", owner="a@example.org"), Domain("b")),
        governance=Governance(owner="platform@example.org", allowed_regions=["eu-west-1"]),
        environments=(),
    )
    lines = [line.split() for line in codeowners(made).splitlines() if line and not line.startswith("#")]
    fitting = [who for where, who in lines if where == "*" or f"/{path}".startswith(where)]
    assert asked(made, [path]) == {owner} == {fitting[-1]}


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
