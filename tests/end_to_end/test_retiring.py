"""What is no longer declared keeps its data, unless the definition and the environment had said that it may go."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from meshwright.sandbox.report import Report
from tests.end_to_end import port
from tests.end_to_end.project import Project

pytestmark = pytest.mark.sandbox

MUSEUM = port.PRESS.replace("press", "museum").replace('"CC-4")', '"CC-4", retire="closed for good")')
HARBOUR = port.SMALL["domains/harbour/domain.py"]
RETIRED = HARBOUR.replace('"visits", version="1.0.0",', '"visits", version="1.0.0", retire="moved to the coast guard",')
WITHOUT = HARBOUR[: HARBOUR.index("    products=[")] + ")\n"


@dataclass
class Account:
    """What stands in the sandbox."""

    report: Report
    buckets: set[str]
    databases: set[str]
    dying: int
    """Keys that wait for their deletion."""
    files: int
    """Objects in the harbour's data bucket."""

    def names(self, outcome: str) -> set[str]:
        return {urn.rpartition("::")[2] for urn in getattr(self.report, outcome)}


def up(p: Project) -> Account:
    report = p.up().report
    s3, kms = p.server.client("s3"), p.server.client("kms")
    buckets = {b["Name"] for b in s3.list_buckets()["Buckets"]}
    (data,) = (b for b in buckets if "harbour-data" in b)
    states = [kms.describe_key(KeyId=k["KeyId"])["KeyMetadata"]["KeyState"] for k in kms.list_keys()["Keys"]]
    return Account(
        report,
        {b.split("-")[2] for b in buckets},
        {d["Name"] for d in p.server.client("glue").get_databases()["DatabaseList"]},
        states.count("PendingDeletion"),
        s3.list_objects_v2(Bucket=data)["KeyCount"],
    )


@pytest.fixture(scope="module")
def steps(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Account]]:
    """The whole history of one sandbox."""
    found: dict[str, Account] = {}
    files = {**port.SMALL, "domains/museum/domain.py": MUSEUM, "domains/harbour/domain.py": RETIRED}
    with Project.at(tmp_path_factory.mktemp("retiring"), files) as p:
        found["first"] = up(p)
        shutil.rmtree(p.root / "domains/museum")
        found["not allowed"] = up(p)

        p.write("domains/museum/domain.py", MUSEUM)
        p.replace("stacks/environments.py", 'Environment("sandbox",', 'Environment("sandbox", deletes="retired",')
        found["allowed"] = up(p)
        (bucket,) = (
            b["Name"] for b in p.server.client("s3").list_buckets()["Buckets"] if "museum-landing" in b["Name"]
        )
        p.server.client("s3").put_object(Bucket=bucket, Key="exhibits/1.csv", Body=b"1")

        shutil.rmtree(p.root / "domains/museum")
        p.write("domains/harbour/domain.py", WITHOUT)
        shutil.rmtree(p.root / "domains/harbour/transforms")
        found["both"] = up(p)
        yield found


def test_one_switch_is_not_enough(steps: dict[str, Account]) -> None:
    kept = steps["not allowed"].names("retained")
    assert {"museum-storage-data-bucket", "museum-key-key", "museum-key-pseudonym-key"} <= kept
    assert "museum" in steps["not allowed"].buckets
    assert steps["not allowed"].dying == 0


def test_allowing_it_deletes_nothing_yet(steps: dict[str, Account]) -> None:
    allowed = steps["allowed"]
    assert {"museum-storage-data-bucket", "museum-key-key"} <= allowed.names("adopted"), "what was kept is found again"
    assert allowed.report.deleted == allowed.report.replaced == []
    assert "harbour_visits_v1" in allowed.databases


def test_with_both_switches_a_domain_goes_with_all_that_is_in_it(steps: dict[str, Account]) -> None:
    gone = steps["both"].names("deleted")
    assert {f"museum-storage-{store}-bucket" for store in ("landing", "data", "scratch")} <= gone
    assert {"museum-key-key", "museum-key-pseudonym-key"} <= gone
    assert "museum" not in steps["both"].buckets
    assert steps["both"].dying == 2, "KMS waits thirty days"


def test_with_both_switches_a_product_goes_but_its_domains_buckets_stay(steps: dict[str, Account]) -> None:
    gone = steps["both"].names("deleted")
    assert {"visits_v1-catalog-database", "visits_v1-catalog-visits-table"} <= gone
    assert "harbour_visits_v1" not in steps["both"].databases
    assert "harbour" in steps["both"].buckets
    assert steps["both"].files == steps["allowed"].files > 0, "Glue forgets a table and leaves its files"
    assert steps["both"].report.retained == []
