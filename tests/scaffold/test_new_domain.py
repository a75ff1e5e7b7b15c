from pathlib import Path

import pytest

from tests.scaffold.meshes import files, formatted, mesh, write_mesh


def test_a_new_domain_passes_the_check_at_once(tmp_path: Path) -> None:
    root = write_mesh(tmp_path / "mesh")
    assert mesh(root, "new", "domain", "sales", "--owner", "sales@example.org", "--cost-center", "CC-1")[0] == 0
    assert mesh(root, "check") == (0, "1 domain, 0 products: 0 errors, 0 warnings\n")
    assert formatted(root / "domains/sales/domain.py")
    assert 'owner="sales@example.org"' in (root / "domains/sales/domain.py").read_text()


def test_codeowners_knows_the_new_domain(tmp_path: Path) -> None:
    root = write_mesh(tmp_path / "mesh")
    mesh(root, "new", "domain", "sales", "--owner", "sales@example.org")
    assert "/domains/sales/ sales@example.org\n" in (root / "CODEOWNERS").read_text()


def test_what_was_not_said_is_said_to_be_missing(tmp_path: Path) -> None:
    root = write_mesh(tmp_path / "mesh")
    status, said = mesh(root, "new", "domain", "sales")
    assert status == 0
    assert "owner is platform@example.org" in said
    assert "cost_center is still to be named" in said
    assert mesh(root, "check")[0] == 0


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("Sales", "is not a domain name"),
        ("sales_eu", "without underscores"),
        ("../sales", "is not a domain name"),
        ("", "is not a domain name"),
        ("s" * 25, "at most 24"),
        ("sandbox", "is a word of the platform"),
        ("select", "is a keyword"),
        ("there", "exists already"),
        ("folder", "exists already"),
    ],
)
def test_a_name_that_will_not_do_writes_nothing(tmp_path: Path, name: str, why: str) -> None:
    root = write_mesh(
        tmp_path / "mesh",
        there='from meshwright import Domain\ndomain = Domain("there", owner="a@b.org", cost_center="1")\n',
    )
    (root / "domains/folder").mkdir()
    before = files(root)
    status, said = mesh(root, "new", "domain", name)
    assert status == 1
    assert why in said
    assert files(root) == before


@pytest.mark.parametrize(("owner", "why"), [("nobody", "not an e-mail address"), ("a#b@example.org", "a tag's value")])
def test_an_owner_that_will_not_do_writes_nothing(tmp_path: Path, owner: str, why: str) -> None:
    root = write_mesh(tmp_path / "mesh")
    before = files(root)
    status, said = mesh(root, "new", "domain", "sales", "--owner", owner)
    assert status == 1
    assert why in said
    assert files(root) == before
