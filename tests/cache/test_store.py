"""What is kept is whole or absent, and bounded."""

import os
import threading
from pathlib import Path

import pytest

from meshwright.cache.store import Store

KEY = "ab" * 32


def only_file(folder: Path) -> Path:
    (file,) = (path for path in folder.glob("*/*") if path.is_file())
    return file


def test_what_was_put_is_there(tmp_path: Path) -> None:
    store = Store(tmp_path, limit=1000)
    assert store.get(KEY) is None
    store.put(KEY, b"one")
    store.put(KEY, b"two")
    assert Store(tmp_path, limit=1000).get(KEY) == b"two"


@pytest.mark.parametrize("at", [0, 5, 13, 40, -1])
def test_a_damaged_file_is_no_file(tmp_path: Path, at: int) -> None:
    store = Store(tmp_path, limit=1000)
    store.put(KEY, b"content")
    file = only_file(tmp_path)
    whole = bytearray(file.read_bytes())
    whole[at] ^= 1
    file.write_bytes(whole)
    assert store.get(KEY) is None


def test_a_file_cut_off_anywhere_is_no_file(tmp_path: Path) -> None:
    store = Store(tmp_path, limit=1000)
    store.put(KEY, b"content")
    file = only_file(tmp_path)
    whole = file.read_bytes()
    for length in range(len(whole)):
        file.write_bytes(whole[:length])
        assert store.get(KEY) is None
    file.unlink()
    file.mkdir()
    assert store.get(KEY) is None


def test_a_disk_that_takes_nothing_is_no_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    store = Store(tmp_path, limit=1000)
    store.put(KEY, b"content")
    assert store.get(KEY) is None
    assert [path for path in tmp_path.glob("*/*")] == []


def test_without_a_folder_nothing_is_kept() -> None:
    store = Store(None, limit=1000)
    store.put(KEY, b"content")
    assert store.get(KEY) is None


def test_many_writers_leave_one_whole_file(tmp_path: Path) -> None:
    stores = [Store(tmp_path, limit=10**9) for _ in range(8)]
    contents = [bytes([n]) * 50_000 for n in range(8)]
    seen: list[bytes | None] = []

    def write(number: int) -> None:
        for _ in range(20):
            stores[number].put(KEY, contents[number])
            seen.append(stores[number].get(KEY))

    threads = [threading.Thread(target=write, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(seen) == 160
    assert all(found in contents for found in seen)
    assert len(list(tmp_path.glob("*/*"))) == 1


def test_what_was_used_longest_ago_goes_first(tmp_path: Path) -> None:
    for number in range(10):
        Store(tmp_path, limit=10**6).put(f"{number:02d}{KEY}", bytes(1000))
    for number, path in enumerate(sorted(tmp_path.glob("*/*"))):
        os.utime(path, (1000 + number, 1000 + number))
    (tmp_path / "pruned").unlink()
    store = Store(tmp_path, limit=4 * 1046)
    assert store.get(f"00{KEY}") is not None, "reading is using"
    store.put(f"10{KEY}", bytes(1000))
    left = [number for number in range(11) if store.get(f"{number:02d}{KEY}") is not None]
    assert left == [0, 8, 9, 10]
