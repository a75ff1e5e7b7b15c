"""A slice holds what a stack follows from, and of all others who they are."""

import shutil
from pathlib import Path

import pytest

from meshwright.language import Member
from meshwright.loader import load, load_slice, loading, read_definition, remembering
from tests.generated import PROJECT
from tests.loader.meshes import definition, found, mesh, names, write


def product(*, shares: str = "", consumes: str = "", schedule: str = "None") -> str:
    """A domain that publishes ``product`` and asks for others, each ``<domain>``."""
    shared = "".join(f'Share("{name}", purpose="p"),' for name in shares.split())
    asked = "".join(f'Subscription("{name}.product", major=1, purpose="p"),' for name in consumes.split())
    return f"""
from meshwright import Domain, Product, Share, Subscription, Table, daily, on_publish, text
domain = Domain("NAME", owner="NAME@example.org", cost_center="NAME", consumes=[{asked}], products=[
    Product("product", version="1.0.0", tables=[Table("t", columns=[text(1, "id", key=True)])],
        schedule={schedule}, shares=[{shared}])])
"""


def named(root: Path, **definitions: str) -> Path:
    return mesh(root, **{name: text.replace("NAME", name) for name, text in definitions.items()})


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """``sales`` asks ``stock``, waits for ``clock``, shares with ``friend`` and is asked by ``reader``."""
    return named(
        tmp_path,
        sales=product(consumes="stock gone", schedule='on_publish("clock.product")', shares="friend nobody"),
        stock=product(shares="sales", consumes="supplier"),
        clock=product(),
        friend=product(),
        reader=product(consumes="sales"),
        supplier=product(),
        stranger=product(consumes="reader"),
    )


def test_a_slice_holds_a_domain_and_those_around_it(root: Path) -> None:
    loaded = load_slice(root, ["sales"])
    assert names(loaded) == ["clock", "friend", "reader", "sales", "stock"]
    assert [m.name for m in loaded.mesh.beyond] == ["stranger", "supplier"]
    assert found(loaded) == []


def test_everybody_is_a_member_of_every_slice(root: Path) -> None:
    whole = load(root).mesh
    assert whole.members[0] == Member("clock", "clock@example.org", "clock")
    for wanted in [], ["sales"], ["sales", "stranger"], ["no such domain"]:
        assert load_slice(root, wanted).mesh.members == whole.members


def test_what_a_slice_holds_is_as_in_the_whole(root: Path) -> None:
    write(root, "domains/stock/transforms/t.sql", "SELECT 1")
    whole, part = load(root).mesh, load_slice(root, ["stock"]).mesh
    assert all(domain == whole.domain(domain.name) for domain in part.domains)
    assert all(part.transforms[name] == whole.transforms[name] for name in part.transforms)
    assert (part.governance, part.environments) == (whole.governance, whole.environments)


def test_a_slice_of_nobody_is_who_there_is(root: Path) -> None:
    mesh = load_slice(root, []).mesh
    assert mesh.domains == ()
    assert len(mesh.beyond) == 7
    assert mesh.environments


@pytest.mark.parametrize(
    "text",
    [
        "domain = ",
        definition("another"),
        definition("stranger") + 'second = Domain("second")\n',
        definition("stranger") + "import os\n",
        "x = 1\n",
        b"\xff",
    ],
)
def test_what_is_wrong_anywhere_is_told_as_of_the_whole(root: Path, text: str | bytes) -> None:
    assert found(load_slice(root, ["sales"])) == []
    write(root, "domains/stranger/domain.py", text)
    assert found(load_slice(root, ["sales"])) == found(load(root)) != []


def test_what_is_wrong_with_the_folders_is_told_as_of_the_whole(root: Path) -> None:
    (root / "domains/empty").mkdir()
    assert found(load_slice(root, ["sales"])) == found(load(root)) != []
    (root / "domains").rename(root / "away")
    assert found(load_slice(root, ["sales"])) == found(load(root)) != []


def test_a_broken_governance_is_told(root: Path) -> None:
    write(root, "stacks/governance.py", "governance = 1\n")
    assert found(load_slice(root, ["sales"])) == found(load(root)) != []


def test_each_change_is_seen_in_the_next_process_too(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    monkeypatch.setenv("MESH_CACHE", str(root / "cache"))
    really_read = read_definition

    def counted(path: str, text: str) -> object:
        read.append(path)
        return really_read(path, text)

    monkeypatch.setattr(remembering, "read_definition", counted)

    def fresh() -> list[str]:
        loading._memories.clear()
        read.clear()
        return names(load_slice(root, ["stranger"]))

    assert fresh() == ["reader", "stranger"]
    assert len(read) == 9, "everything, once"
    assert fresh() == ["reader", "stranger"]
    assert read == []
    write(root, "domains/clock/domain.py", product(consumes="stranger").replace("NAME", "clock"))
    assert fresh() == ["clock", "reader", "stranger"]
    assert read == ["domains/clock/domain.py"]
    shutil.rmtree(root / "domains/clock")
    assert fresh() == ["reader", "stranger"]
    named(root, late=product(consumes="stranger"))
    assert fresh() == ["late", "reader", "stranger"]


@pytest.mark.parametrize("kind", ["off", "unwritable", "somebody's"])
def test_nothing_needs_the_cache(root: Path, tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = tmp_path / "cache"
    if kind == "unwritable":
        write(tmp_path, "cache", "a file")
    elif kind == "somebody's":
        cache.mkdir()
        cache.chmod(0o777)
    monkeypatch.setenv("MESH_CACHE", "off" if kind == "off" else str(cache))
    for _ in range(2):
        loading._memories.clear()
        assert names(load_slice(root, ["stranger"])) == ["reader", "stranger"]
    assert not cache.is_dir() or list(cache.iterdir()) == []


def test_the_example_mesh_is_itself_around_any_of_its_domains() -> None:
    whole = load(PROJECT).mesh
    for domain in whole.domains:
        part = load_slice(PROJECT, [domain.name]).mesh
        assert part.domain(domain.name) == domain
        assert part.members == whole.members
