"""What people do to a mesh day by day, on the real engine: nothing but what they mean happens, and no data is lost."""

import os
from collections.abc import Iterator

import pytest

from meshwright.sandbox.server import Server
from tests.generated import PROJECT

from .engine import AT_THE_END, Engine
from .plugins.orders import Call
from .plugins.prepared import SOCKET
from .projects import ENVIRONMENT, domain_files, write_environment, write_project
from .shell import Shell

pytestmark = [pytest.mark.engine, pytest.mark.sandbox]

PRODUCT = 'Product("items"'
SECOND = """Product("places", version="1.0.0", purpose="where it is", classification="internal",
        tables=[Table("places", columns=[text(1, "item_id", key=True)], expects=[Expect.unique("item_id")])],
        objectives=[Objective.fresh(within="26h")]),
        """
COLUMN = 'columns=[text(1, "item_id", key=True)]'
SHARE = 'shares=[Share("beta", purpose="to count them")], objectives='
SUBSCRIPTION = 'consumes=[Subscription("alpha.items", major=1, purpose="to count them")],\n)\n'
PERMISSIONS = "aws:lakeformation/permissions:Permissions"
LF_TAG = "aws:lakeformation/lfTag:LfTag"
OBJECT = "aws:s3/bucketObjectv2:BucketObjectv2"
HOLDING = {
    "aws:s3/bucket:Bucket",
    "aws:kms/key:Key",
    "aws:glue/catalogDatabase:CatalogDatabase",
    "aws:glue/catalogTable:CatalogTable",
}
"""Types that hold data, or open it."""


class Mesh(Shell):
    """A mesh that its people change."""

    def write(self, domain: str, *changes: tuple[str, str]) -> None:
        """Its small definition with some texts in place of others."""
        files = domain_files(domain)
        text = files[f"domains/{domain}/domain.py"].replace("import Domain", "import Domain, Share, Subscription")
        for old, new in changes:
            assert old in text
            text = text.replace(old, new, 1)
        for path, content in {**files, f"domains/{domain}/domain.py": text}.items():
            (self.engine.root / path).parent.mkdir(parents=True, exist_ok=True)
            (self.engine.root / path).write_text(content)

    def up(self, *arguments: str) -> list[Call]:
        """Bring up what is affected; what the providers were asked to change."""
        self.engine.forget_calls()
        self.mesh("up", "--env", ENVIRONMENT, "--jobs", "2", *arguments)
        return self.engine.writes()


def did(calls: list[Call]) -> set[tuple[str, str, str]]:
    """Stack, operation and type of each, but for what jobs read: those objects are named by their content."""
    return {(scope(call), call.operation, kind(call)) for call in calls if kind(call) != OBJECT}


def scope(call: Call) -> str:
    return call.urn.split("::")[0].rpartition(":")[2].partition(".")[0]


def kind(call: Call) -> str:
    return call.urn.split("::")[2].rpartition("$")[2]


@pytest.fixture(scope="module")
def mesh(aws: Server, tmp_path_factory: pytest.TempPathFactory) -> Mesh:
    """The example mesh, and two small domains that are changed: whatever the test, nothing but they may be touched."""
    place = tmp_path_factory.mktemp("changes")
    made = Mesh(Engine(write_project(place / "project", aws), place / "home", AT_THE_END))
    made.write("alpha")
    made.write("beta")
    made.up()
    return made


@pytest.fixture(autouse=True)
def no_data_is_lost(mesh: Mesh) -> Iterator[None]:
    """Whatever happens, nothing that holds data is deleted."""
    yield
    assert not [call for call in mesh.engine.writes() if call.operation == "delete" and kind(call) in HOLDING]


def test_a_column_comes_and_goes_in_place(mesh: Mesh) -> None:
    transform = mesh.engine.root / "domains/alpha/transforms/items.sql"
    mesh.write("alpha", (COLUMN, f'{COLUMN[:-1]}, text(2, "colour", optional=True)]'))
    transform.write_text("SELECT r.item_id, CAST(NULL AS STRING) AS colour FROM landing.raw AS r\n")
    calls = mesh.up()
    assert ("alpha", "update", "aws:glue/catalogTable:CatalogTable") in did(calls)
    assert {(where, what) for where, what, _ in did(calls)} == {("alpha", "update")}
    mesh.write("alpha", (COLUMN, f"reserved=[2], {COLUMN}"))
    calls = mesh.up()
    assert ("alpha", "update", "aws:glue/catalogTable:CatalogTable") in did(calls)
    assert {(where, what) for where, what, _ in did(calls)} == {("alpha", "update")}


def test_a_product_comes_and_goes_and_its_table_stays(mesh: Mesh, aws: Server) -> None:
    mesh.write("alpha", (PRODUCT, f"{SECOND}{PRODUCT}"))
    (mesh.engine.root / "domains/alpha/transforms/places.sql").write_text("SELECT r.item_id FROM landing.raw AS r\n")
    calls = mesh.up()
    assert ("alpha", "create", "aws:glue/catalogTable:CatalogTable") in did(calls)
    assert {(where, what) for where, what, _ in did(calls)} <= {("alpha", "create"), ("alpha", "update")}
    (mesh.engine.root / "domains/alpha/transforms/places.sql").unlink()
    mesh.write("alpha")
    calls = mesh.up()
    assert ("alpha", "delete", "aws:glue/job:Job") in did(calls)
    assert not [call for call in calls if call.operation == "create" and kind(call) != OBJECT]
    assert aws.client("glue").get_table(DatabaseName="alpha_places_v1", Name="places")


def test_a_subscription_comes_and_goes_with_its_grant(mesh: Mesh) -> None:
    mesh.write("alpha", ("objectives=", SHARE))
    mesh.write("beta", ("\n)\n", f"\n    {SUBSCRIPTION}"))
    created = did(mesh.up())
    assert ("alpha", "create", PERMISSIONS) in created
    assert not {what for _, what, _ in created} & {"delete"}
    mesh.write("alpha")
    mesh.write("beta")
    removed = did(mesh.up())
    assert ("alpha", "delete", PERMISSIONS) in removed
    assert not {what for _, what, _ in removed} & {"create"}


def test_what_is_marked_stays_marked_whatever_else_is_marked_or_opened(mesh: Mesh, aws: Server) -> None:
    """A tag that is taken off after it was set anew would show a sensitive column to everybody."""
    transform = mesh.engine.root / "domains/alpha/transforms/items.sql"
    marked = {name: f'text({n}, "{name}", optional=True, pii="mask")' for n, name in ((3, "name"), (4, "phone"))}
    plain = {name: said.replace(', pii="mask"', "") for name, said in marked.items()}
    sql = "SELECT r.item_id, CAST(NULL AS STRING) AS name, CAST(NULL AS STRING) AS phone FROM landing.raw AS r\n"
    for name, phone in ((marked, plain), (marked, marked), (plain, marked)):
        columns = f"{COLUMN[:-1]}, {name['name']}, {phone['phone']}]"
        mesh.write("alpha", (COLUMN, columns), ("classification=", 'visibility="open", classification='))
        transform.write_text(sql)
        calls = mesh.up()
        assert {where for where, _, _ in did(calls)} == {"alpha"}, "who reads what is open is the foundation's"
        assert PERMISSIONS not in map(kind, calls), "a tag decides, and nobody's grant"
        sensitive = {n for n, said in (("name", name), ("phone", phone)) if said is marked}
        assert tagged(aws) == ({"visibility": "open", **TAGS}, sensitive)
    mesh.write("alpha", (COLUMN, f"{COLUMN[:-1]}, {plain['name']}, {plain['phone']}]"))
    transform.write_text(sql)
    mesh.up()
    assert tagged(aws) == ({"visibility": "shared", **TAGS}, set())
    mesh.write("alpha", (COLUMN, f"reserved=[2, 3, 4], {COLUMN}"))
    mesh.up()


TAGS = {"classification": "internal", "domain": "alpha", "sensitivity": "none"}


def tagged(aws: Server) -> tuple[dict[str, str], set[str]]:
    """The tags of a database, and its table's columns that are marked as sensitive."""
    at = {"DatabaseName": "alpha_items_v1", "Name": "items"}
    found = aws.client("lakeformation").get_resource_lf_tags(Resource={"Table": at}, ShowAssignedLFTags=True)
    whole = aws.client("lakeformation").get_resource_lf_tags(Resource={"Database": {"Name": "alpha_items_v1"}})
    said = {tag["TagKey"]: tag["TagValues"][0] for tag in whole.get("LFTagOnDatabase", ())}
    columns = {column["Name"] for column in found.get("LFTagsOnColumns", ()) if column.get("LFTags")}
    return said, columns


def test_a_domain_comes_alone(mesh: Mesh) -> None:
    mesh.write("epsilon")
    done = did(mesh.up())
    assert {where for where, what, _ in done if what == "create"} == {"foundation", "epsilon"}
    assert {(where, of) for where, what, of in done if what != "create"} == {("foundation", LF_TAG)}, (
        "its name is a value"
    )


def test_two_domains_come_at_once_and_one_goes_and_what_holds_its_data_stays(mesh: Mesh, aws: Server) -> None:
    mesh.write("gamma")
    mesh.write("delta")
    calls = mesh.up()
    assert {where for where, what, _ in did(calls) if what == "create"} == {"foundation", "gamma", "delta"}
    assert {where for where, _, _ in did(calls)} == {"foundation", "gamma", "delta"}
    for path in ("domain.py", "transforms/items.sql"):
        (mesh.engine.root / "domains/gamma" / path).unlink()
    for folder in ("transforms", ""):
        (mesh.engine.root / "domains/gamma" / folder).rmdir()
    said = mesh.mesh("up", "--env", ENVIRONMENT, status=1)
    assert f"mesh destroy --env {ENVIRONMENT} gamma" in said
    said = mesh.mesh("destroy", "--env", ENVIRONMENT, "gamma", "--yes")
    assert "kept in the account, since it holds data" in said
    assert "aws:glue/catalogTable:CatalogTable 123456789012:gamma_items_v1:items" in said
    buckets = {bucket["Name"] for bucket in aws.client("s3").list_buckets()["Buckets"]}
    kept = [name for name in buckets if name.startswith(f"mesh-{ENVIRONMENT}-gamma-data-")]
    assert len(kept) == 1
    assert kept[0] in said
    calls = mesh.up()
    assert {where for where, _, _ in did(calls)} == {"foundation"}


def test_a_component_that_is_renamed_with_an_alias_is_left_as_it_is(mesh: Mesh) -> None:
    program = mesh.engine.root / "stacks" / "domain.py"
    before = program.read_text()
    named = 'f"{site.domain.name}-storage",'
    options = "key_arn=key),\n        site.opts,"
    assert named in before
    assert options in before
    alias = "pulumi.ResourceOptions.merge(site.opts, pulumi.ResourceOptions(aliases=[pulumi.Alias(name=ALIAS)])),"
    # in a Python of its own, which reads the program as it is here
    path = os.pathsep.join(map(str, (mesh.engine.root, PROJECT)))
    engine = Engine(mesh.engine.root, mesh.engine.home, {"PYTHONPATH": path, SOCKET: ""})
    engine.forget_calls()
    for old, new in (("storage", "store"), ("store", "storage")):
        renamed = before.replace(named, named.replace("storage", new))
        aliased = alias.replace("ALIAS", named.rstrip(",").replace("storage", old))
        program.write_text(renamed.replace(options, f"key_arn=key),\n        {aliased}"))
        assert engine.up(f"beta.{ENVIRONMENT}").changes == {}
        known = {urn.rpartition("::")[2] for urn in engine.resources(f"beta.{ENVIRONMENT}")}
        assert f"beta-{new}-data-bucket" in known
        assert f"beta-{old}-data-bucket" not in known
    assert engine.writes() == []
    program.write_text(before)


def test_ten_domains_come_at_once_four_at_a_time(mesh: Mesh) -> None:
    new = [f"ten{letter}" for letter in "abcdefghij"]
    for name in new:
        mesh.write(name)
    said = mesh.mesh("up", "--env", ENVIRONMENT, "--jobs", "4")
    assert all(f"{name}.{ENVIRONMENT}: done" in said for name in new)
    calls = [call for call in mesh.engine.writes() if scope(call) in new]
    assert {(call.operation, scope(call)) for call in calls} == {("create", name) for name in new}
    counts = {name: sum(scope(call) == name for call in calls) for name in new}
    assert len(set(counts.values())) == 1


def test_with_both_switches_and_no_less_a_domain_takes_its_data_with_it(aws: Server, mesh: Mesh) -> None:
    write_environment(mesh.engine.root, aws, deletes='"retired"')
    mesh.write("delta", ("cost_center=", 'retire="nobody needs it", cost_center='))
    mesh.up()
    said = mesh.mesh("destroy", "--env", ENVIRONMENT, "delta", "--yes")
    assert "kept in the account" not in said
    deleted = {kind(call) for call in mesh.engine.writes() if call.operation == "delete"}
    assert deleted >= HOLDING
    buckets = {bucket["Name"] for bucket in aws.client("s3").list_buckets()["Buckets"]}
    assert not [name for name in buckets if name.startswith(f"mesh-{ENVIRONMENT}-delta-")]
    mesh.engine.forget_calls()
    said = mesh.mesh("destroy", "--env", ENVIRONMENT, "beta", "--yes")
    assert "kept in the account" in said  # one switch alone does nothing
