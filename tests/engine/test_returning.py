"""A domain that went and comes back finds its data, on the real engine: nothing is doubled, nothing is refused."""

import re
import time

import pytest

from meshwright.sandbox.server import Server

from .engine import Engine
from .plugins.orders import Order
from .projects import ENVIRONMENT, domain_files, write_project
from .test_changes import HOLDING, Mesh, kind, scope

SECONDS = 60.0
pytestmark = [pytest.mark.engine, pytest.mark.sandbox]


@pytest.fixture(scope="module")
def mesh(aws: Server, tmp_path_factory: pytest.TempPathFactory) -> Mesh:
    place = tmp_path_factory.mktemp("returning")
    made = Mesh(Engine(write_project(place / "project", aws, domain_files("gamma")), place / "home"))
    made.up()
    return made


def things(aws: Server) -> dict[str, object]:
    """What there is of gamma that holds data, or opens it."""
    buckets = sorted(b["Name"] for b in aws.client("s3").list_buckets()["Buckets"] if "-gamma-" in b["Name"])
    aliases = aws.client("kms").list_aliases()["Aliases"]
    table = aws.client("glue").get_table(DatabaseName="gamma_items_v1", Name="items")["Table"]
    keys = {a["AliasName"]: a["TargetKeyId"] for a in aliases if "gamma" in a["AliasName"]}
    return {"buckets": buckets, "keys": keys, "table": table["Parameters"].get("metadata_location")}


def test_a_domain_that_comes_back_takes_over_what_was_kept(mesh: Mesh, aws: Server) -> None:
    before = things(aws)
    keys = len(aws.client("kms").list_keys()["Keys"])
    assert "kept in the account" in mesh.mesh("destroy", "--env", ENVIRONMENT, "gamma", "--yes")
    assert things(aws) == before
    shown = mesh.mesh("preview", "--live", "--env", ENVIRONMENT)
    assert "gamma.dev: in the account already, and would be taken over by mesh up: " in shown
    refused_by_pulumi(mesh, r"(key|bucket) \S*mesh-dev-gamma\S*")
    cut_off(mesh)
    calls = mesh.up()  # what was taken over half is in the state
    assert things(aws) == before
    assert len(aws.client("kms").list_keys()["Keys"]) == keys
    assert not [c for c in calls if c.operation in ("create", "delete") and kind(c) in HOLDING and scope(c) == "gamma"]
    assert {scope(c) for c in calls if c.operation == "create"} == {"gamma"}


def refused_by_pulumi(mesh: Mesh, what: str) -> None:
    """Plain ``pulumi`` makes nothing a second time, and says so before it begins."""
    mesh.engine.forget_calls()
    cure = rf"{what} is in the account already, as it was kept; take it over: mesh up --env {ENVIRONMENT} gamma"
    said = mesh.engine.preview(f"gamma.{ENVIRONMENT}", status=None)
    assert said.status != 0
    assert re.search(cure, said.out)
    assert "Traceback" not in said.out
    assert mesh.engine.up(f"gamma.{ENVIRONMENT}", status=None).status != 0  # it skips the preview
    assert not [c for c in mesh.engine.writes() if kind(c) in HOLDING and c.outcome == "done"]


def cut_off(mesh: Mesh) -> None:
    """Taking over what is there fails, and is killed the next time, while the engine looks at it."""
    engine, up = mesh.engine, ("up", "--env", ENVIRONMENT, "gamma")
    engine.forget_calls()
    engine.order(Order(do="fail", operation="read", type="aws:glue/catalogTable:CatalogTable"))
    assert "the test wants it so" in mesh.mesh(*up, status=1)
    engine.order(Order(do="hang", operation="read", type="aws:kms/alias:Alias"))
    process, deadline = mesh.start(*up), time.monotonic() + SECONDS
    while not any(call.outcome == "hanging" for call in engine.calls()):
        assert process.poll() is None, process.communicate()[0]
        assert time.monotonic() < deadline
        time.sleep(0.05)
    engine.kill(process)
    engine.order()
    assert "that process of this machine is gone" in mesh.mesh(*up, status=1)
    engine.run("cancel", "--yes", "-s", f"gamma.{ENVIRONMENT}")
    assert engine.writes() == []


def test_a_product_that_comes_back_is_taken_over_where_its_domain_is_named(mesh: Mesh, aws: Server) -> None:
    before = things(aws)
    text = domain_files("gamma")["domains/gamma/domain.py"]
    mesh.write("gamma", (text[text.index("    products=") : text.index("\n)\n")], ""))
    (mesh.engine.root / "domains/gamma/transforms/items.sql").unlink()
    assert [c for c in mesh.up() if c.operation == "delete"]
    assert things(aws) == before
    mesh.write("gamma")
    refused_by_pulumi(mesh, "table gamma_items_v1.items")
    calls = mesh.up("gamma")
    assert things(aws) == before
    assert not [c for c in calls if c.operation in ("create", "delete") and kind(c) in HOLDING]
    assert [c for c in calls if c.operation == "create"]


def test_a_foundation_that_comes_back_knows_its_buckets_and_those_of_its_domains(mesh: Mesh, aws: Server) -> None:
    def platform() -> list[str]:
        return sorted(b["Name"] for b in aws.client("s3").list_buckets()["Buckets"])

    before, buckets, keys = things(aws), platform(), len(aws.client("kms").list_keys()["Keys"])
    mesh.mesh("destroy", "--env", ENVIRONMENT, "--yes")
    shown = mesh.mesh("preview", "--live", "--env", ENVIRONMENT, status=1)  # a domain needs the foundation's outputs
    assert "gamma.dev: the foundation has not come up whole" in shown
    assert "foundation.dev: in the account already, and would be taken over by mesh up: suffix " in shown
    calls = mesh.up()
    assert things(aws) == before
    assert platform() == buckets
    assert len(aws.client("kms").list_keys()["Keys"]) == keys
    assert not [c for c in calls if c.operation in ("create", "delete") and kind(c) in HOLDING]
    assert mesh.engine.preview(f"foundation.{ENVIRONMENT}", "--refresh", "--expect-no-changes").changes == {}


def test_a_database_of_somebody_else_is_left_alone(mesh: Mesh, aws: Server) -> None:
    aws.client("glue").create_database(DatabaseInput={"Name": "epsilon_items_v1"})
    for path, text in domain_files("epsilon").items():
        (mesh.engine.root / path).parent.mkdir(parents=True, exist_ok=True)
        (mesh.engine.root / path).write_text(text)
    mesh.engine.forget_calls()
    said = mesh.mesh("up", "--env", ENVIRONMENT, status=1)
    assert "database epsilon_items_v1 is in the account and the mesh did not make it; adopt it" in said
    assert mesh.engine.writes() == []
