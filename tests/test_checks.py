"""A broken definition hides nothing that is wrong elsewhere, and nothing is said of what nobody could read."""

from datetime import date
from pathlib import Path

import pytest

from meshwright import checks
from tests.generated import write_mesh

TODAY = date(2026, 11, 23)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Three domains, each reading those before it."""
    write_mesh(tmp_path, domains=3, products=1, tables=1, columns=4)
    return tmp_path


def definition(root: Path, domain: str) -> Path:
    return root / "domains" / domain / "domain.py"


def found(root: Path) -> list[tuple[str, str]]:
    """(domain file, id) of every finding."""
    _, findings = checks.check(root, today=TODAY)
    return [(f.place.path, f.id) for f in findings]


def test_a_generated_mesh_is_clean(root: Path) -> None:
    assert found(root) == []


def test_a_broken_file_does_not_hide_what_is_wrong_in_others(root: Path) -> None:
    definition(root, "d0000").write_text("import os\n")
    other = definition(root, "d0001")
    other.write_text(other.read_text().replace('owner="d0001@example.org", ', ""))
    assert ("domains/d0001/domain.py", "owner-present") in found(root)


def test_nothing_is_said_of_references_into_a_broken_file(root: Path) -> None:
    definition(root, "d0000").write_text("import os\n")
    assert {path for path, _ in found(root)} == {"domains/d0000/domain.py"}


def test_references_to_what_is_not_there_at_all_are_findings(root: Path) -> None:
    other = definition(root, "d0002")
    other.write_text(other.read_text().replace('"d0001.product0"', '"d0009.product0"'))
    assert ("domains/d0002/domain.py", "subscription-resolves") in found(root)


def test_every_finding_is_explained(root: Path) -> None:
    definition(root, "d0000").write_text("import os\n")
    other = definition(root, "d0001")
    other.write_text(other.read_text().replace("d0000.product0", "d0000.product9"))
    assert {id_ for _, id_ in found(root)} <= checks.explanations().keys()


def test_the_findings_alone_are_the_same(root: Path) -> None:
    other = definition(root, "d0001")
    for old, new in (('owner="d0001@example.org", ', ""), ("landing.raw", "landing.row"), ("(", "[")):
        for file in (other, root / "domains/d0001/transforms/p0_t0.sql"):
            file.write_text(file.read_text().replace(old, new, 1))
        mesh, findings = checks.check(root, today=TODAY)
        alone, found_alone = checks.check_alone(root, today=TODAY)
        assert found_alone == findings != ()
        assert alone.members == mesh.members


def test_owners_are_told_where_nothing_else_is_wrong(root: Path) -> None:
    (root / "CODEOWNERS").write_text("* nobody@example.org\n")
    for found in (checks.check, checks.check_alone):
        assert [f.id for f in found(root, today=TODAY)[1]] == ["codeowners-fresh"]
