"""What was recorded is kept for the next command, for exactly as long as it would be recorded again the same."""

import os
from pathlib import Path

import pytest

from meshwright.recording import Graph, keeping, record_stacks
from tests.generated import PROJECT, write_mesh

STACKS = ["foundation.sandbox", "d0000.sandbox"]


@pytest.fixture(scope="module")
def graphs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Graph]:
    return record_stacks(mesh(tmp_path_factory.mktemp("once")), STACKS)


def mesh(root: Path) -> Path:
    write_mesh(root, domains=1, products=1, tables=1, columns=4)
    return root


@pytest.fixture
def root(tmp_path: Path, graphs: dict[str, Graph]) -> Path:
    """A mesh whose recordings are kept."""
    mesh(tmp_path)
    keeping.keep(tmp_path, keeping.fingerprint(tmp_path), graphs)
    for path in asset_paths(tmp_path, graphs):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    return tmp_path


def asset_paths(root: Path, graphs: dict[str, Graph]) -> list[Path]:
    sources = [r.inputs.get("source") for graph in graphs.values() for r in graph.resources]
    return [root / s["path"] for s in sources if isinstance(s, dict) and "path" in s]


def test_a_graph_survives_its_json(graphs: dict[str, Graph]) -> None:
    for graph in graphs.values():
        assert Graph.from_json(graph.to_json()) == graph
        assert Graph.from_json(graph.to_json()).to_json() == graph.to_json()


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"resources": [{}]}'])
def test_what_is_no_graph_is_refused(text: str) -> None:
    with pytest.raises((ValueError, TypeError, KeyError)):
        Graph.from_json(text)


def test_what_was_kept_comes_back_equal(root: Path, graphs: dict[str, Graph]) -> None:
    assert keeping.kept(root, keeping.fingerprint(root), STACKS) == graphs


def test_it_is_all_of_the_stacks_or_none(root: Path) -> None:
    mark = keeping.fingerprint(root)
    for stacks in (STACKS[:1], [*STACKS, "d0001.sandbox"], list(reversed(STACKS)), []):
        assert keeping.kept(root, mark, stacks) is None


@pytest.mark.parametrize(
    "path",
    [
        "Pulumi.yaml", "stacks/__main__.py", "stacks/governance.py", "stacks/new.py", "stacks/setting.yaml",
        "domains/d0000/domain.py", "domains/d0000/transforms/p0_t0.sql", "domains/d0001/domain.py",
        "components/bucket.py", "meshwright/names.py", "domains/d0000/samples/raw.csv",
    ],
)  # fmt: skip
def test_a_change_of_what_it_follows_from_is_noticed(root: Path, path: str) -> None:
    before = keeping.fingerprint(root)
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text((file.read_text() if file.exists() else "") + " ")
    assert keeping.fingerprint(root) != before


def test_a_change_of_the_platform_that_is_installed_is_noticed(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = keeping.fingerprint(root)
    monkeypatch.setattr(keeping, "_state", lambda path: "changed" if path.endswith("product_catalog.py") else "same")
    assert keeping.fingerprint(root) != before


def test_a_file_that_was_only_touched_is_the_same(root: Path) -> None:
    before = keeping.fingerprint(root)
    os.utime(root / "domains/d0000/domain.py", (1, 1))
    assert keeping.fingerprint(root) == before


@pytest.mark.parametrize("name", ["MESH_TODAY", "PULUMI_CONFIG", "AWS_REGION"])
def test_a_changed_setting_is_noticed(root: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before = keeping.fingerprint(root)
    monkeypatch.setenv(name, "other")
    assert keeping.fingerprint(root) != before


def test_a_setting_that_no_program_reads_is_none(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = keeping.fingerprint(root)
    monkeypatch.setenv("LS_COLORS", "other")
    assert keeping.fingerprint(root) == before


def test_another_version_of_the_sdk_is_noticed(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = keeping.fingerprint(root)
    monkeypatch.setattr(keeping, "version", lambda name: "99.0" if name == "pulumi-aws" else "1.0")
    changed = keeping.fingerprint(root)
    monkeypatch.setattr(keeping, "version", lambda name: "1.0")
    assert len({before, changed, keeping.fingerprint(root)}) == 3


def test_what_another_fingerprint_left_is_not_used(root: Path) -> None:
    assert keeping.kept(root, "another", STACKS) is None


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"fingerprint": null}', '{"fingerprint": "FP", "graphs": 3}', "\0"])
def test_a_damaged_file_is_as_good_as_none(root: Path, damage: str) -> None:
    mark = keeping.fingerprint(root)
    (root / keeping.FILE).write_text(damage.replace("FP", mark))
    assert keeping.kept(root, mark, STACKS) is None


def test_without_the_files_that_a_graph_uploads_it_is_recorded_again(root: Path, graphs: dict[str, Graph]) -> None:
    paths = asset_paths(root, graphs)
    assert paths, "the runtime is packaged into a file"
    paths[0].unlink()
    assert keeping.kept(root, keeping.fingerprint(root), STACKS) is None


def test_looking_at_the_project_is_quick_enough_to_do_each_time() -> None:
    assert len(keeping.fingerprint(PROJECT)) == 64
    assert keeping.fingerprint(PROJECT) == keeping.fingerprint(PROJECT)
