"""Exactly some domains of a mesh, from its folder or from a commit, and what a state knows of all."""

from pathlib import Path

import pytest

from meshwright.language import Mesh
from meshwright.loader import load, load_slice, loading
from meshwright.loader.revision import commit_part, commit_state, reading_commit
from meshwright.loader.states import changed, folder_state
from tests.history.repositories import commit, repository
from tests.loader.meshes import definition, found, mesh, names, write
from tests.loader.test_slice import product

WAITS = 'on_publish("stock.product")'


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """``sales`` asks ``stock``, and nobody asks ``stranger``."""
    texts = {
        "sales": product(consumes="stock", schedule=WAITS),
        "stock": product(shares="sales"),
        "stranger": product(),
    }
    return mesh(repository(tmp_path / "mesh"), **{name: text.replace("NAME", name) for name, text in texts.items()})


def held(mesh: Mesh) -> list[tuple[str, int, int, int]]:
    return [(m.name, m.products, m.tables, m.waiting) for m in mesh.members]


def test_a_part_holds_what_was_asked_for_and_nobody_around_it(root: Path) -> None:
    part = loading.load_part(root, folder_state(root).index, ["sales", "nobody"])
    assert names(part) == ["sales"]
    assert [m.name for m in part.mesh.beyond] == ["stock", "stranger"]
    assert found(part) == []


def test_of_everybody_it_is_known_how_much_they_hold(root: Path) -> None:
    part = loading.load_part(root, folder_state(root).index, ["stock"])
    assert held(part.mesh) == held(load(root).mesh) == [("sales", 1, 1, 1), ("stock", 1, 1, 0), ("stranger", 1, 1, 0)]


def test_a_part_of_a_commit_is_as_it_was(root: Path) -> None:
    before, was = commit(root), load(root).mesh
    write(root, "domains/sales/domain.py", definition("sales"))
    part = commit_part(root, before, commit_state(root, before).index, ["sales", "stranger"]).mesh
    assert [d.name for d in part.domains] == ["sales", "stranger"]
    assert part.domain("sales") == was.domain("sales") != load(root).mesh.domain("sales")
    assert (part.governance, part.environments, part.members) == (was.governance, was.environments, was.members)


def test_a_part_of_a_commit_whose_domains_are_a_link_is_found(root: Path) -> None:
    (root / "domains").rename(root / "elsewhere")
    (root / "domains").symlink_to("elsewhere")
    before = commit(root)
    part = commit_part(root, before, commit_state(root, before).index, ["sales"])
    assert names(part) == ["sales"]
    assert found(part) == []


def test_a_folder_without_domains_is_read_from_a_commit_for_a_while(root: Path, tmp_path: Path) -> None:
    before, empty = commit(root), tmp_path / "empty"
    write(root, "domains/stock/domain.py", definition("stock"))
    empty.mkdir()
    index = commit_state(root, before).index
    with reading_commit(root, before, index, ["sales", "stock"], empty):
        loaded = load_slice(empty, ["sales"])
    assert names(loaded) == ["sales", "stock"]
    assert loaded.mesh.product("stock.product") is not None
    assert found(load_slice(empty, ["sales"])) != []


def test_a_domain_has_changed_where_anything_of_it_can_be_seen_to_differ(root: Path) -> None:
    text = product().replace("NAME", "stranger").replace("products=[", 'landings=[landing("l", sample="s.csv", '
        'format="csv", columns=[text(1, "id")])], products=[').replace("text\n", "text, landing\n", 1)  # fmt: skip
    write(root, "domains/stranger/domain.py", text)
    states = [folder_state(root)]

    def differing() -> set[str]:
        states.append(folder_state(root))
        return set(changed(*states[-2:]))

    assert differing() == set()
    write(root, "domains/stranger/s.csv", "id\n")
    assert differing() == {"stranger"}
    write(root, "domains/sales/transforms/t.sql", "SELECT 1")
    assert differing() == {"sales"}
    write(root, "domains/stock/domain.py", "# higher up\n" + product(shares="sales").replace("NAME", "stock"))
    assert differing() == {"stock"}
    write(root, "domains/stranger/notes.md", "nothing to do with it")
    assert differing() == set()
    id = commit(root)
    assert changed(commit_state(root, id), folder_state(root)) == set()
