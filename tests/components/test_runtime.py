"""The runtime that jobs run is packaged once, the same way everywhere, and nothing more than jobs need."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from components import domain_runtime, runtime_artifacts
from components.runtime_artifacts import build_package
from meshwright import names
from tests.harness import deploy

from . import domain_components as built
from .ground import KEY_ARN


def test_the_same_sources_give_the_same_package(tmp_path: Path) -> None:
    first, second = build_package(tmp_path / "a"), build_package(tmp_path / "b")
    assert first.name == second.name
    assert first.read_bytes() == second.read_bytes()


def test_other_sources_give_another_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = build_package(tmp_path)
    monkeypatch.setattr(runtime_artifacts, "SOURCE", tmp_path / "source")
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "job.py").write_text("print()\n")
    after = build_package(tmp_path)
    assert before.name != after.name
    assert before.exists(), "what is deployed may still refer to it"


def test_the_package_says_nothing_of_the_machine_it_was_built_on(tmp_path: Path) -> None:
    with zipfile.ZipFile(build_package(tmp_path)) as package:
        entries = package.infolist()
    assert {e.date_time for e in entries} == {runtime_artifacts.EPOCH}
    assert {(e.create_system, e.compress_type, e.external_attr >> 16) for e in entries} == {(3, 0, 0o644)}
    assert [e.filename for e in entries] == sorted(e.filename for e in entries)


def test_a_laptops_engine_is_not_shipped(tmp_path: Path) -> None:
    with zipfile.ZipFile(build_package(tmp_path)) as package:
        shipped = package.namelist()
    assert "meshwright/runtime/plan.py" in shipped
    assert not [name for name in shipped if "/local/" in name]


def test_the_package_needs_nothing_else_of_meshwright(tmp_path: Path) -> None:
    package = build_package(tmp_path)
    script = f"import sys; sys.path.insert(0, {str(package)!r}); import meshwright.runtime.plan as p; print(p.__file__)"
    found = subprocess.run(
        [sys.executable, "-S", "-c", script], cwd=tmp_path, check=True, capture_output=True, text=True
    )
    assert found.stdout.startswith(str(package))


def test_a_package_that_is_built_already_is_left_alone(tmp_path: Path) -> None:
    package = build_package(tmp_path)
    before = package.stat().st_mtime_ns
    assert build_package(tmp_path).stat().st_mtime_ns == before
    assert [p.name for p in package.parent.iterdir()] == [package.name], "nothing unfinished stays behind"


def test_files_stand_under_their_domain_and_hash() -> None:
    deployed = deploy(built.runtime_artifacts)
    for name, ending in (("it-script", "py"), ("it-package", "zip")):
        key = deployed[name].inputs["key"]
        assert key.startswith("sales/runtime/")
        assert key.endswith(f".{ending}")
    package = Path(deployed["it-package"].inputs["source"]["path"])
    assert deployed["it-package"].inputs["key"].split("/")[-1] == package.name.removeprefix("runtime-")


def test_logs_of_runs_are_encrypted_and_kept_for_a_time() -> None:
    groups = deploy(built.domain_runtime).of_type("aws:cloudwatch/logGroup:LogGroup")
    assert len(groups) == 3
    for group in groups:
        assert (group.inputs["kmsKeyId"], group.inputs["retentionInDays"]) == (KEY_ARN, domain_runtime.LOG_DAYS)


def test_log_groups_are_those_that_glue_writes_to() -> None:
    """Glue adds the security configuration, the role and its path to the prefix that it is told."""
    deployed = deploy(built.domain_runtime)
    role = f"{deployed['it-security'].inputs['name']}-role/mesh/mesh-sandbox-sales-pipeline"
    for stream in ("error", "output"):
        name = deployed[f"it-jobs-{stream}-log"].inputs["name"]
        assert name == f"{names.log_group('sandbox', 'sales', 'jobs')}/{role}/{stream}"


def test_jobs_encrypt_data_logs_and_bookmarks() -> None:
    found = deploy(built.domain_runtime)["it-security"].inputs["encryptionConfiguration"]
    assert {part["kmsKeyArn"] for part in found.values()} == {KEY_ARN}
    assert found["s3Encryption"]["s3EncryptionMode"] == "SSE-KMS"
    assert found["cloudwatchEncryption"]["cloudwatchEncryptionMode"] == "SSE-KMS"
    assert found["jobBookmarksEncryption"]["jobBookmarksEncryptionMode"] == "CSE-KMS"
