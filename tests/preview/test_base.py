"""What a work tree is compared with: a commit of git's, recorded with the code of that commit."""

import hashlib
import json
import shutil
from datetime import date
from pathlib import Path

import pytest

from meshwright.errors import MeshError
from meshwright.preview import text
from meshwright.preview.previewing import base_of, change, preview
from meshwright.preview.recording import builds
from meshwright.preview.report import Report
from tests.history.repositories import commit, git, repository

from .pulls import sharing
from .pulls.editing import PROJECT, lay_out
from .pulls.editing import change as edit

TODAY = date(2026, 11, 27)
KEY = "components/domain_key.py"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The small mesh in a repository, with components of its own, on a branch of its own."""
    root = repository(tmp_path / "mesh")
    lay_out(root)
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(PROJECT / "components", root / "components", ignore=ignored)
    (root / ".gitignore").write_text(".mesh/\n__pycache__/\n")
    commit(root)
    git(root, "checkout", "--quiet", "-b", "work")
    return root


def previewed(root: Path, ref: str | None) -> Report:
    return preview(change(root, base_of(root, ref), today=TODAY), "dev", today=TODAY)


def test_a_change_of_a_definition_is_compared_with_where_it_began(root: Path) -> None:
    edit("domains/finance/domain.py", '"CC-3"', '"CC-33"')(root)
    report = previewed(root, None)
    assert report.base.endswith(", where this left the main branch")
    assert {c.stack for c in report.resources} == {"finance.dev", "foundation.dev"}
    assert report.unaffected == 3


def test_a_commit_that_is_named_is_named_once(root: Path) -> None:
    named = git(root, "rev-parse", "main").strip()
    assert base_of(root, named).words == named[:9]
    assert base_of(root, "main").words == f"{named[:9]}, where this left main"


def test_neither_the_work_tree_nor_the_index_is_touched(root: Path) -> None:
    edit("domains/finance/domain.py", '"CC-3"', '"CC-33"')(root)
    before = _state(root)
    previewed(root, "main")
    assert _state(root) == before


def test_another_component_changes_every_stack_and_the_base_keeps_its_own(root: Path) -> None:
    edit(KEY, "DELETION_WINDOW_DAYS = 30", "DELETION_WINDOW_DAYS = 20")(root)
    report = previewed(root, "main")
    windows = [p for c in report.resources for p in c.properties if p.path == "deletionWindowInDays"]
    assert {(p.before, p.after) for p in windows} == {(30, 20)}
    assert {c.stack for c in report.resources} == {
        f"{n}.dev" for n in ("finance", "foundation", "planning", "shop", "weather")
    }
    assert report.unaffected == 0


def test_another_policy_by_another_component_is_each_owners_matter(root: Path) -> None:
    edit(
        "components/policies/keys.py",
        'USE = ("kms:Decrypt", "kms:Desc',
        'USE = ("kms:Encrypt", "kms:Decrypt", "kms:Desc',
    )(root)
    report = previewed(root, "main")
    owners = {"finance", "planning", "shop", "weather"}
    keys = [c for c in report.privileges if c.holder == "the policy of the key" and c.scope != "platform"]
    assert {c.scope for c in keys} == owners
    assert all(c.escalation and c.guarded for c in keys)
    assert {a.who for a in report.approvals} == {
        ("platform@example.org",),
        *(("platform@example.org", f"{name}@example.org") for name in owners),
    }
    assert text(report).count("allows also kms:Encrypt") < len(report.privileges), "what is alike is said once"


def test_a_new_domain_that_components_build_otherwise_than_the_others_is_an_escalation(root: Path) -> None:
    team = 'from meshwright import Domain\n\ndomain = Domain("team", owner="t@example.org", cost_center="CC-9")\n'
    (root / "domains/team").mkdir()
    (root / "domains/team/domain.py").write_text(team)
    edit(KEY, "DELETION_WINDOW_DAYS = 30", "DELETION_WINDOW_DAYS = 20")(root)
    assert previewed(root, "main").privileges == ()
    edit(
        "components/domain_roles.py",
        "            assume_role_policy=trusting.json,",
        '            assume_role_policy=trusting.json.apply(lambda t: t.replace("root", "user/x"))'
        ' if domain.name == "team" else trusting.json,',
    )(root)
    found = previewed(root, "main").privileges
    assert {(c.holder, c.scope, c.escalation) for c in found} == {
        ("the trust policy of the role", "team", True),
        ("the role", "team", False),
    }


def test_a_grant_that_nobody_agreed_on_is_an_escalation(root: Path) -> None:
    edit("components/_grants.py", 'SELECT = ("SELECT",)', 'SELECT = ("SELECT", "ALTER")')(root)
    found = [c for c in previewed(root, "main").privileges if "agreed by nobody" in c.holder]
    assert found
    assert all(c.escalation for c in found)
    gained = {value for c in found for s in c.steps for value in s.gained["values"]}
    assert gained == {"ALTER"}


def test_a_grant_that_is_agreed_on_is_access_whatever_components_change_beside(root: Path) -> None:
    for one in (*sharing.OFFERS, sharing.ASKS, edit(KEY, "DELETION_WINDOW_DAYS = 30", "DELETION_WINDOW_DAYS = 20")):
        one(root)
    report = previewed(root, "main")
    assert [(c.kind, c.consumer) for c in report.access] == [("gained", "finance")]
    assert report.privileges == ()


def test_who_is_not_asked_by_the_files_that_change_is_said(root: Path) -> None:
    edit("components/policies/keys.py", '"kms:Decrypt", "kms:Desc', '"kms:Encrypt", "kms:Decrypt", "kms:Desc')(root)
    assert previewed(root, "main").unasked == ()
    (root / "CODEOWNERS").write_text("")
    report = previewed(root, "main")
    owners = "finance@example.org, planning@example.org, shop@example.org, weather@example.org"
    assert f"not asked by CODEOWNERS for these files: {owners}; request their review" in text(report)


def test_a_base_that_cannot_be_recorded_leaves_the_rest_of_the_report(root: Path) -> None:
    (root / "components/__init__.py").write_text("from .no_longer_there import Key\n")
    commit(root, "broken")
    git(root, "branch", "--force", "main")
    shutil.copy(PROJECT / "components/__init__.py", root / "components")
    edit("domains/finance/domain.py", 'purpose="invoices", ', 'purpose="invoices", until="2027-01-31", ')(root)
    report = previewed(root, "main")
    (note,) = report.notes
    assert note.startswith("resources, since those of the base can't be recorded: ")
    assert "no_longer_there" in note
    assert str(root) not in note
    assert [a.kind for a in report.access] == ["narrowed"]
    assert report.resources == ()
    assert ("platform@example.org",) in [a.who for a in report.approvals if "policies permit" in str(a.what)]


def test_a_head_that_cannot_be_built_is_blocked(root: Path) -> None:
    (root / "components/__init__.py").write_text("from .no_longer_there import Key\n")
    report = previewed(root, "main")
    assert report.status == 1
    assert "it can't be built: " in text(report)


def test_the_same_change_gives_the_same_bytes_wherever_it_is_checked_out(root: Path, tmp_path: Path) -> None:
    edit("domains/finance/domain.py", '"CC-3"', '"CC-33"')(root)
    commit(root)
    git(tmp_path, "clone", "--quiet", "--branch", "work", str(root), "clone")
    shown = [text(previewed(r, "main")) for r in (root, tmp_path / "clone") if _main(r)]
    assert shown[0] == shown[1]
    assert str(tmp_path) not in shown[0]


def _main(root: Path) -> bool:
    if not git(root, "branch", "--list", "main"):
        git(root, "branch", "main", "origin/main")
    return True


def test_a_base_that_is_not_there_is_said_with_the_cure(root: Path) -> None:
    with pytest.raises(MeshError, match=r'"no-such-branch".*git fetch'):
        base_of(root, "no-such-branch")


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("components/domain_key.py", True),
        ("stacks/domain.py", True),
        ("stacks/governance.py", False),
        ("stacks/environments.py", False),
        ("meshwright/language/mesh.py", True),
        ("meshwright/preview/text.py", False),
        ("meshwright/names.py", True),
        ("Pulumi.yaml", True),
        ("docs/preview.md", False),
        ("domains/shop/domain.py", False),
        ("tests/components/shop.py", False),
    ],
)
def test_what_builds_the_stacks_is_told_from_what_is_built(path: str, code: bool) -> None:
    assert builds(path) is code


def test_no_program_of_a_stack_loads_what_is_said_to_have_no_part_in_it() -> None:
    import subprocess
    import sys

    script = (
        "import sys; from pathlib import Path; from meshwright.recording import record_stacks\n"
        f"record_stacks(Path({str(PROJECT)!r}), ['operations.sandbox'])\n"
        "import json; print(json.dumps(sorted(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)
    loaded = [name for name in json.loads(done.stdout) if name.startswith("meshwright.")]
    assert not [n for n in loaded if not builds(f"{n.replace('.', '/')}.py")]


def _state(root: Path) -> object:
    files = sorted(p for p in root.rglob("*") if p.is_file() and not {"__pycache__", ".mesh"} & set(p.parts))
    return [(str(p), p.stat().st_mtime_ns, hashlib.sha256(p.read_bytes()).digest()) for p in files]
