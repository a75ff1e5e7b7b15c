"""Whatever a change does, a stack that is said to be out of its reach is the same before and after."""

import shutil
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pulumi
import pulumi_aws as aws
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from meshwright.language import Mesh
from meshwright.loader import load, load_slice, loading
from meshwright.loader.attention import members_alone, outputs_alone
from meshwright.loader.revision import commit_state, resolve
from meshwright.loader.states import State, affected, folder_state
from meshwright.names import FOUNDATION, GUARD
from stacks import domain as domain_stack
from stacks import foundation as foundation_stack
from tests.components import ground
from tests.generated import PROJECT
from tests.harness import deploy
from tests.history.repositories import commit, repository
from tests.loader.meshes import mesh as central
from tests.loader.meshes import write

NAMES = ("ants", "bees", "cats")
TODAY = date(2026, 11, 1)
ENVIRONMENTS = (
    'from meshwright import Environment\nenvironments = [Environment("sandbox", account="123456789012", '
    'region="eu-west-1"), Environment("dev", account="111122223333", region="eu-west-1", deployer="d")]\n'
)
Spec = dict[str, Any]

words = st.sampled_from([None, "one", "two"])
columns = st.lists(st.sampled_from(["x", "y", "z"]), unique=True, max_size=2).map(sorted)
product = st.fixed_dictionaries(
    {
        "major": st.sampled_from([1, 2]),
        "minor": st.sampled_from([0, 1]),
        "purpose": words,
        "columns": columns,
        "pii": st.booleans(),
        "classification": st.sampled_from(["internal", "confidential"]),
        "open": st.booleans(),
        "schedule": st.sampled_from([None, 'daily("05:00")', *(f'on_publish("{n}.p")' for n in NAMES)]),
        "shares": st.lists(st.sampled_from(NAMES), unique=True, max_size=2).map(sorted),
        "until": st.sampled_from([None, "2026-10-01", "2027-10-01"]),
        "reads": st.sampled_from([None, *NAMES]),
    }
)
subscription = st.tuples(st.sampled_from(NAMES), st.sampled_from([1, 2]), words)
domain = st.fixed_dictionaries(
    {
        "owner": words,
        "cost": words,
        "products": st.lists(product, max_size=1),
        "consumes": st.lists(subscription, unique_by=lambda s: s[:2], max_size=2),
        "remark": words,
        "spare": words,
        "role": st.sampled_from([None, "Analyst", "team/Engineer"]),
    }
)
mesh = st.fixed_dictionaries(
    {"governance": words, "deployer": words, "domains": st.dictionaries(st.sampled_from(NAMES), domain, max_size=3)}
)


def definition(name: str, said: Spec) -> str:
    asked = "".join(f'Subscription("{p}.p", major={m}, purpose="{w or "why"}"),' for p, m, w in said["consumes"])
    return f"""
from meshwright import Adopted, Domain, Product, Share, Subscription, Table, daily, integer, landing, on_publish, text
# {said["remark"]}
domain = Domain("{name}", owner={said["owner"] and said["owner"] + "@example.org"!r}, cost_center={said["cost"]!r},
    adopts={f'Adopted(roles=["{said["role"]}"])' if said["role"] else None},
    landings=[landing("raw", format="csv", columns=[
        text(1, "id"), integer(2, "x"), integer(3, "y"), integer(4, "z"), text(5, "who", pii="keep", why="w")])],
    consumes=[{asked}], products=[{"".join(map(published, said["products"]))}])
"""


def published(said: Spec) -> str:
    listed = "".join(f'integer({n}, "{n_}", optional=True),' for n, n_ in enumerate("xyz", 2) if n_ in said["columns"])
    who = 'text(9, "who", pii="pseudonymise", optional=True)' if said["pii"] else ""
    until = f', until="{said["until"]}"' if said["until"] else ""
    shared = "".join(f'Share("{name}", purpose="s"{until}),' for name in said["shares"])
    return f"""
        Product("p", version="{said["major"]}.{said["minor"]}.0", purpose={said["purpose"]!r},
            classification="{said["classification"]}", visibility="{"open" if said["open"] else "shared"}",
            schedule={said["schedule"]}, shares=[{shared}],
            tables=[Table("t", columns=[text(1, "id", key=True), {listed} {who}])]),"""


def transform(said: Spec, consumes: Iterable[tuple[str, int, Any]]) -> str:
    wanted = ["r.id", *(f"r.{c}" for c in said["columns"]), *(["r.who"] if said["pii"] else [])]
    joined = "".join(
        f" LEFT JOIN {p}_p_v{m}.t AS o ON o.id = r.id" for p, m, _ in list(consumes)[:1] if p == said["reads"]
    )
    return f"SELECT {', '.join(wanted)} FROM landing.raw AS r{joined}\n"


def put(root: Path, said: Spec) -> Path:
    """The mesh as files, in place of what was there."""
    shutil.rmtree(root / "domains", ignore_errors=True)
    central(root)
    owner = f"{said['governance'] or 'platform'}@example.org"
    governance = f'governance = Governance(owner="{owner}", allowed_regions=["eu-west-1"])\n'
    write(root, "stacks/governance.py", "from meshwright import Governance\n" + governance)
    environments = ENVIRONMENTS.replace('deployer="d"', f'deployer="{said["deployer"] or "d"}"')
    write(root, "stacks/environments.py", environments)
    for name, of in said["domains"].items():
        write(root, f"domains/{name}/domain.py", definition(name, of))
        for one in of["products"]:
            write(root, f"domains/{name}/transforms/t.sql", transform(one, of["consumes"]))
        if of["spare"]:
            write(root, f"domains/{name}/notes.md", of["spare"])
    return root


def built(mesh: Mesh, scope: str) -> str | None:
    """What a stack would be, or what its program refuses; None where there is none."""
    environment = mesh.environment("sandbox")
    found = mesh.domain(scope)
    if environment is None or (found is None and scope != FOUNDATION):
        return None

    def program() -> None:
        provider = aws.Provider("aws", region="eu-west-1")
        if found is None:
            foundation_stack.build(mesh, environment, provider)
            return
        opts = pulumi.ResourceOptions(providers=[provider])
        domain_stack.build(mesh, found, environment, ground.FOUNDATION, today=TODAY, root=PROJECT, opts=opts)

    try:
        return deploy(program, root=PROJECT).graph.to_json()
    except pulumi.RunError as refused:
        return str(refused).partition("\n")[0]  # what may have been meant is told from all names


def forget() -> None:
    loading._memories.clear()


few = settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)


def edited(said: Spec, draw: Callable[[Any], Any]) -> Spec:
    """The mesh with one thing in it another, as a pull request has it; now and then something larger."""
    domains = {name: {**of} for name, of in said["domains"].items()}
    kind = draw(st.sampled_from(["field", "product", "domain", "gone", "central"]))
    name = draw(st.sampled_from(NAMES))
    if kind == "central":
        return {**said, "governance": draw(words), "deployer": draw(words)}
    if kind == "gone":
        domains.pop(name, None)
    elif kind == "domain" or name not in domains:
        domains[name] = draw(domain)
    elif kind == "product" and domains[name]["products"]:
        field = draw(st.sampled_from(sorted(domains[name]["products"][0])))
        domains[name]["products"] = [{**domains[name]["products"][0], field: draw(product)[field]}]
    else:
        field = draw(st.sampled_from(["owner", "cost", "consumes", "remark", "spare", "role"]))
        domains[name][field] = draw(domain)[field]
    return {**said, "domains": domains}


@few
@given(data=st.data())
def test_a_stack_out_of_reach_is_the_same(tmp_path: Path, data: st.DataObject) -> None:
    said = data.draw(mesh)
    root = put(tmp_path / "root", said)
    before, was = folder_state(root), load(root).mesh
    put(root, edited(said, data.draw))
    after, now = folder_state(root), load(root).mesh
    scopes = {FOUNDATION, *(d.name for m in (was, now) for d in m.domains)}
    reached = affected(before, after, "sandbox")
    assert reached <= scopes
    for scope in sorted(scopes - reached):
        assert built(was, scope) == built(now, scope)


@few
@given(said=mesh)
def test_a_slice_builds_the_same_stacks_as_the_whole(tmp_path: Path, said: Spec) -> None:
    root = put(tmp_path / "root", said)
    whole = load(root).mesh
    for scope in (FOUNDATION, *said["domains"]):
        part = load_slice(root, () if scope == FOUNDATION else [scope]).mesh
        assert built(part, scope) == built(whole, scope)


def test_the_example_meshs_stacks_are_the_same_from_slices() -> None:
    whole = load(PROJECT).mesh
    for scope in (FOUNDATION, *(d.name for d in whole.domains)):
        part = load_slice(PROJECT, () if scope == FOUNDATION else [scope]).mesh
        assert built(part, scope) == built(whole, scope)


def test_outputs_say_nothing_of_roles() -> None:
    found = load_slice(PROJECT, []).mesh

    def program() -> None:
        environment = found.environment("sandbox")
        assert environment is not None
        foundation_stack.build(found, environment, aws.Provider("aws", region="eu-west-1"))

    whole = deploy(program, stack="foundation.sandbox")
    with outputs_alone():
        alone = deploy(program, stack="foundation.sandbox")
    assert alone.outputs == whole.outputs
    assert "operations-roles" in whole
    assert "operations-roles" not in alone


def test_of_a_foundation_only_the_roles_of_some_domains_may_be_looked_at() -> None:
    found = load_slice(PROJECT, []).mesh

    def program() -> None:
        environment = found.environment("sandbox")
        assert environment is not None
        foundation_stack.build(found, environment, aws.Provider("aws", region="eu-west-1"))

    whole = deploy(program, stack="foundation.sandbox").graph
    with members_alone(["operations"]):
        some = deploy(program, stack="foundation.sandbox").graph
    others = {member.name for member in found.members} - {"operations"}
    left_out = [r for r in whole.resources if r.urn not in {one.urn for one in some.resources}]
    kept = [r for r in whole.resources if r not in left_out]
    assert [r for r in kept if r.name != GUARD] == [r for r in some.resources if r.name != GUARD]
    # what guards the foundation depends on all that is in it, and is nothing else
    (before,), (after,) = ([r for r in side if r.name == GUARD] for side in (kept, some.resources))
    assert replace(before, dependencies=after.dependencies) == after
    assert {name for name in others for r in left_out if r.name == f"{name}-roles"} == others
    assert all(r.name.startswith(tuple(f"{name}-" for name in others)) for r in left_out)


PUBLISHED = {
    "major": 1, "minor": 0, "purpose": "p", "columns": ["x"], "pii": False, "classification": "confidential",
    "open": False, "schedule": None, "shares": ["bees"], "until": None, "reads": None,
}  # fmt: skip
DOMAIN = {
    "owner": "one", "cost": "one", "products": [PUBLISHED], "consumes": [], "remark": None, "spare": None,
    "role": None,
}  # fmt: skip
SAID: Spec = {
    "governance": None,
    "deployer": None,
    "domains": {"ants": DOMAIN, "bees": {**DOMAIN, "consumes": [("ants", 1, None)]}, "cats": DOMAIN},
}


def with_(name: str, **fields: Any) -> Spec:
    return {**SAID, "domains": {**SAID["domains"], name: {**SAID["domains"][name], **fields}}}


REACHED = {
    "a remark": (with_("ants", remark="two"), set()),
    "a file beside": (with_("ants", spare="two"), set()),
    "an owner": (with_("ants", owner="two"), {FOUNDATION, "ants"}),
    "a column that is read": (with_("ants", products=[{**PUBLISHED, "columns": ["x", "y"]}]), {"ants", "bees"}),
    "a minor version": (with_("ants", products=[{**PUBLISHED, "minor": 1}]), {"ants"}),
    "a share": (with_("ants", products=[{**PUBLISHED, "shares": ["cats"]}]), {"ants"}),
    "a subscription": (with_("cats", consumes=[("ants", 1, None)]), {"ants", "cats"}),
    "an adopted role": (with_("bees", role="Analyst"), {FOUNDATION, "ants", "bees"}),
    "another environment": ({**SAID, "deployer": "two"}, set()),
    "the governance": ({**SAID, "governance": "two"}, {FOUNDATION, "ants", "bees", "cats"}),
    "a domain gone": (
        {**SAID, "domains": {name: of for name, of in SAID["domains"].items() if name != "cats"}},
        {FOUNDATION, "cats"},
    ),
}


@pytest.mark.parametrize("what", REACHED)
def test_no_more_is_in_reach_than_has_to_be(tmp_path: Path, what: str) -> None:
    changed, reached = REACHED[what]
    before = folder_state(put(tmp_path, SAID))
    assert affected(before, folder_state(put(tmp_path, changed)), "sandbox") == reached


def test_a_new_domain_reaches_no_producer_of_what_is_open(tmp_path: Path) -> None:
    said = with_("ants", products=[{**PUBLISHED, "classification": "internal", "open": True, "shares": []}])
    less = {**said, "domains": {name: of for name, of in said["domains"].items() if name != "cats"}}
    before = folder_state(put(tmp_path, less))
    assert affected(before, folder_state(put(tmp_path, said)), "sandbox") == {FOUNDATION, "cats"}


def test_what_cannot_be_read_may_be_anything(tmp_path: Path) -> None:
    before = folder_state(put(tmp_path, SAID))
    write(tmp_path, "domains/cats/domain.py", "domain = 1")
    after = folder_state(tmp_path)
    assert not after.sound
    assert affected(before, after, "sandbox") == {FOUNDATION, "ants", "bees", "cats"}
    write(tmp_path, "domains/cats/domain.py", definition("cats", DOMAIN))
    write(tmp_path, "domains/cats/transforms/t.sql", b"\xff")
    assert not folder_state(tmp_path).sound
    write(tmp_path, "domains/cats/transforms/t.sql", "SELECT 1")
    write(tmp_path, "stacks/environments.py", "environments = []")
    assert not folder_state(tmp_path).sound


def same(one: State, other: State) -> bool:
    return (dict(one.index.domains), one.transforms, one.governance, one.environments, one.sound) == (
        dict(other.index.domains), other.transforms, other.governance, other.environments, other.sound
    )  # fmt: skip


def test_a_commits_state_is_that_of_its_folder(tmp_path: Path) -> None:
    root = put(repository(tmp_path), SAID)
    id = commit(root)
    for _ in range(2):
        assert same(folder_state(root), commit_state(root, id))
        forget()
    put(root, with_("ants", remark="x", owner="two"))
    assert affected(commit_state(root, id), folder_state(root), "sandbox") == {FOUNDATION, "ants"}
    assert affected(commit_state(root, id), commit_state(root, resolve(root, "HEAD")), "sandbox") == frozenset()


def test_a_state_is_found_by_the_next_process_and_follows_each_file(tmp_path: Path) -> None:
    root = put(tmp_path, SAID)
    before = folder_state(root)
    forget()
    assert same(folder_state(root), before)
    write(root, "domains/ants/transforms/t.sql", "SELECT 1")
    forget()
    assert affected(before, folder_state(root), "sandbox") == {"ants"}
    write(root, "domains/ants/transforms/more.sql", "SELECT 1")
    forget()
    second = folder_state(root)
    (root / "domains/ants/transforms/more.sql").unlink()
    forget()
    assert affected(second, folder_state(root), "sandbox") == {"ants"}
