"""What Glue starts, as far as no Spark is needed."""

import subprocess
import sys
import zipfile
from pathlib import Path

from components.runtime_artifacts import build_package
from meshwright.runtime.job import told
from meshwright.runtime.plan import Arguments

SAID = Arguments(
    plan="s3://a/b.json", environment="dev", landing_bucket="l", scratch_bucket="s", catalog_bucket="c",
    pseudonym_key="alias/k",
)  # fmt: skip


def test_the_arguments_are_found_among_those_of_glue() -> None:
    ours = [
        "--plan", "s3://a/b.json", "--environment", "dev", "--landing_bucket", "l", "--scratch_bucket", "s",
        "--catalog_bucket", "c", "--pseudonym_key", "alias/k",
    ]  # fmt: skip
    assert told(["--JOB_NAME", "a-job", *ours, "--TempDir", "s3://s/glue/", "--enable-metrics", "true"]) == SAID


def test_the_package_is_imported_with_the_standard_library_alone(tmp_path: Path) -> None:
    package = build_package(tmp_path)
    names = [n for n in zipfile.ZipFile(package).namelist() if n.startswith("meshwright/runtime/")]
    assert "meshwright/runtime/spark/run.py" in names
    modules = [name.removesuffix(".py").replace("/", ".").removesuffix(".__init__") for name in names]
    code = f"import sys; sys.path.insert(0, {str(package)!r})\n" + "\n".join(f"import {m}" for m in modules)
    # -I and -S: without site-packages, where the libraries of this machine are
    subprocess.run([sys.executable, "-I", "-S", "-c", code], check=True, cwd=tmp_path)
