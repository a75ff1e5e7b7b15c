"""Links, pipes, devices and what may not be read: told, and neither followed nor opened."""

import os
from pathlib import Path

import pytest

from meshwright.loader import load
from tests.loader.meshes import definition, found, mesh, names, write


@pytest.mark.parametrize(
    "kind", ["file", "folder", "transforms", "transform", "nowhere", "itself", "domains", "stacks"]
)
def test_a_link_that_leads_out_is_not_followed(tmp_path: Path, kind: str) -> None:
    outside = tmp_path / "outside"
    write(outside, "domain.py", definition("sales"))
    write(outside, "transforms/orders.sql", "SELECT 'secret'")
    write(outside, "governance.py", "secret = 1")
    root = mesh(tmp_path / "root", sales=definition("sales"))
    links = {
        "file": ("domains/sales/domain.py", outside / "domain.py"),
        "folder": ("domains/other", outside),
        "transforms": ("domains/sales/transforms", outside / "transforms"),
        "transform": ("domains/sales/transforms/orders.sql", outside / "transforms/orders.sql"),
        "nowhere": ("domains/sales/domain.py", outside / "nowhere.py"),
        "itself": ("domains/sales/domain.py", root / "domains/sales/domain.py"),
        "domains": ("domains", outside),
        "stacks": ("stacks", outside),
    }
    path, target = links[kind]
    link = root / path
    link.parent.mkdir(exist_ok=True)
    if link.is_dir():
        link.rename(tmp_path / "moved")
    link.unlink(missing_ok=True)
    link.symlink_to(target)
    loaded = load(root)
    assert {f.id for f in loaded.findings} == {"unreadable-file"}
    assert all(f.place.path.startswith(path) for f in loaded.findings)
    assert "secret" not in str(loaded.mesh.transforms)


def test_a_link_within_the_domains_is_a_file_like_any_other(tmp_path: Path) -> None:
    root = mesh(tmp_path, sales=definition("sales"), finance=definition("finance"))
    write(root, "domains/sales/transforms/orders.sql", "SELECT 1")
    (root / "domains/finance/transforms").mkdir()
    (root / "domains/finance/transforms/orders.sql").symlink_to(root / "domains/sales/transforms/orders.sql")
    loaded = load(root)
    assert found(loaded) == []
    assert loaded.mesh.transforms["finance"] == {"orders.sql": "SELECT 1"}


def test_what_is_no_plain_file_is_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = mesh(tmp_path, sales=definition("sales"))
    (root / "domains/web/domain.py").mkdir(parents=True)
    (root / "domains/finance").mkdir()
    os.mkfifo(root / "domains/finance/domain.py")
    (root / "domains/sales/transforms").mkdir()
    os.mkfifo(root / "domains/sales/transforms/o.sql")
    (root / "stacks/environments.py").unlink()
    (root / "stacks/environments.py").symlink_to("/dev/zero")
    opened = []
    really_open = os.open

    def note(path: str, flags: int) -> int:
        opened.append(path)
        return really_open(path, flags)

    monkeypatch.setattr(os, "open", note)
    loaded = load(root)
    assert sorted(opened) == [f"{root}/domains/sales/domain.py", f"{root}/stacks/governance.py"]
    assert names(loaded) == ["sales"]
    assert found(loaded) == [
        "domains/finance/domain.py:1:1: unreadable-file this is not a plain file; put a plain text file there",
        "domains/sales/transforms/o.sql:1:1: unreadable-file this is not a plain file; put a plain text file there",
        "domains/web/domain.py:1:1: unreadable-file this is a folder; put a plain text file there",
        "stacks/environments.py:1:1: unreadable-file the file is a link that leads out of its folder; "
        "put the file itself there",
    ]


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    root = mesh(tmp_path, sales=definition("sales"))
    monkeypatch.setattr(os, "open", refuse)
    assert {str(f).partition(" ")[2] for f in load(root).findings} == {
        "unreadable-file the file cannot be read: permission denied; make it readable"
    }


def test_a_folder_that_may_not_be_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "scandir", refuse)
    assert found(load(mesh(tmp_path))) == [
        "domains:1:1: unreadable-file the folder cannot be read: permission denied; make it readable"
    ]


def test_a_folder_with_too_much_in_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("meshwright.loader.limits.FOLDER_ENTRIES", 3)
    root = mesh(tmp_path, **{f"d{n}": definition(f"d{n}") for n in range(4)})
    assert found(load(root)) == [
        "domains:1:1: over-limit the folder holds more than 3 entries; remove what does not belong there"
    ]
