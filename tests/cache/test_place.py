"""The cache is where only this user writes, or nowhere."""

import os
from pathlib import Path

import pytest

from meshwright.cache import cache_folder


def test_it_is_in_the_users_own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MESH_CACHE")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    assert cache_folder() == tmp_path / "home/.cache/meshwright"
    monkeypatch.setenv("XDG_CACHE_HOME", "relative/paths/count/for/nothing")
    assert cache_folder() == tmp_path / "home/.cache/meshwright"
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    assert cache_folder() == tmp_path / "xdg/meshwright"
    assert (tmp_path / "xdg/meshwright").stat().st_mode & 0o777 == 0o700


def test_it_can_be_elsewhere_or_nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MESH_CACHE", str(tmp_path / "here"))
    assert cache_folder() == tmp_path / "here"
    monkeypatch.setenv("MESH_CACHE", "off")
    assert cache_folder() is None


@pytest.mark.parametrize("mode", [0o770, 0o707, 0o777])
def test_a_folder_that_others_may_write_to_is_not_trusted(
    tmp_path: Path, mode: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MESH_CACHE", str(tmp_path))
    tmp_path.chmod(mode)
    assert cache_folder() is None
    tmp_path.chmod(0o755)
    assert cache_folder() == tmp_path


def test_a_folder_of_another_user_is_not_trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MESH_CACHE", str(tmp_path))
    own = os.geteuid()
    monkeypatch.setattr(os, "geteuid", lambda: own + 1)
    assert cache_folder() is None
