"""A whole mesh is loaded from its files, whatever state they are in."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from meshwright.language import Environment, Governance
from meshwright.loader import find_sample, load
from tests.loader.meshes import definition, found, mesh, names, write


def test_a_mesh_is_its_domains_its_governance_and_its_environments(tmp_path: Path) -> None:
    loaded = load(mesh(tmp_path, sales=definition("sales"), finance=definition("finance")))
    assert found(loaded) == []
    assert names(loaded) == ["finance", "sales"]
    assert loaded.mesh.governance == Governance(owner="platform@example.org", allowed_regions=["eu-west-1"])
    assert loaded.mesh.environments == (Environment("dev", account="123456789012", region="eu-west-1"),)
    assert loaded.mesh.unread == frozenset()
    assert loaded.texts["domains/sales/domain.py"] == definition("sales")
    assert set(loaded.texts) == {
        "domains/finance/domain.py",
        "domains/sales/domain.py",
        "stacks/environments.py",
        "stacks/governance.py",
    }


def test_a_broken_domain_hides_no_other_and_all_problems_are_told_in_order(tmp_path: Path) -> None:
    loaded = load(
        mesh(
            tmp_path,
            sales=definition("sales"),
            web="import os\n",
            finance="from meshwright import Domain\ndomain = Domain('finance', owner='me', cost_center='')\n",
        )
    )
    assert names(loaded) == ["sales"]
    assert loaded.mesh.unread == {"finance", "web"}
    assert [f"{finding.place} {finding.id}" for finding in loaded.findings] == [
        "domains/finance/domain.py:2:34 invalid-value",
        "domains/finance/domain.py:2:52 invalid-value",
        "domains/web/domain.py:1:1 forbidden-import",
        "domains/web/domain.py:1:1 missing-definition",
    ]


@pytest.mark.parametrize(
    "domain",
    [
        "Domain('sales', ownr='a@example.org')",
        "Domain('sales', owner='a@example.org', owner='b@example.org')",
        "Domain('sales', 'a@example.org')",
        "Domain('sales', owner=OWNER)",
        "Domain('sales', products=[1])",
        "Domain(**{'name': 'sales'})",
    ],
)
def test_a_domain_with_a_broken_argument_is_not_in_the_mesh(tmp_path: Path, domain: str) -> None:
    loaded = load(mesh(tmp_path, sales=f"from meshwright import Domain\ndomain = {domain}\n"))
    assert names(loaded) == []
    assert loaded.mesh.unread == {"sales"}
    assert len(loaded.findings) == 1


def test_nothing_of_a_file_is_run(tmp_path: Path) -> None:
    ran = tmp_path / "ran"
    hostile = f"open({str(ran)!r}, 'w').write('x')\n__import__('os').system('touch {ran}')\n"
    loaded = load(mesh(tmp_path, sales=hostile))
    definitions = tmp_path / "domains/sales/domain.py"
    assert not ran.exists()
    assert len(found(loaded)) >= 2
    assert not any(getattr(module, "__file__", None) == str(definitions) for module in [*sys.modules.values()])


def test_nowhere_is_a_mesh_with_everything_missing(tmp_path: Path) -> None:
    loaded = load(tmp_path / "nowhere")
    assert names(loaded) == []
    assert found(loaded) == [
        "domains:1:1: missing-definition there is no folder domains; write domains/<name>/domain.py",
        "stacks/environments.py:1:1: missing-definition there is no such file; "
        'write one that binds environments = [Environment("dev", account="…", region="eu-west-1")]',
        "stacks/governance.py:1:1: missing-definition there is no such file; "
        'write one that binds governance = Governance(owner="…", allowed_regions=["eu-west-1"])',
    ]


def test_without_governance_everything_is_checked_strictly(tmp_path: Path) -> None:
    root = mesh(tmp_path)
    (root / "stacks/governance.py").unlink()
    governance = load(root).mesh.governance
    assert governance.allowed_regions == ("eu-west-1",)
    assert (governance.waivers, governance.levels, governance.administrators) == ((), {}, ())


@pytest.mark.parametrize(
    ("path", "content", "expected"),
    [
        ("stacks/governance.py", "", "1:1: missing-definition nothing is named governance; write governance = "),
        ("stacks/governance.py", "governance = 1\n", "1:1: invalid-value governance is the number 1; write "),
        ("stacks/governance.py", "governance = [\n", "1:14: syntax not valid Python: '[' was never closed; "),
        ("stacks/environments.py", "environments = []\n", "1:1: missing-definition there is no environment; write "),
        (
            "stacks/environments.py",
            "environments = [1]\n",
            "1:1: invalid-value an entry of environments is the number 1",
        ),
        ("stacks/environments.py", "environments = None\n", "1:1: invalid-value environments is None; write "),
        (
            "stacks/environments.py",
            "from meshwright import Environment\nenvironments = [Environment('d1', account='1', region='eu-west-1')]\n",
            '2:43: invalid-value environment d1: account "1" is not an AWS account; ',
        ),
        (
            "stacks/environments.py",
            "from meshwright import Environment\ndev = Environment('d1', account='123456789012', region='eu-west-1')\n",
            "1:1: missing-definition nothing is named environments; write ",
        ),
        ("domains/sales/domain.py", "", "1:1: missing-definition nothing is named domain; write domain = "),
        ("domains/sales/domain.py", "domain = []\n", "1:1: invalid-value domain is an empty list; write domain = "),
        (
            "domains/sales/domain.py",
            "from meshwright import Domain\n\nsales = Domain('sales')\n",
            "3:1: missing-definition nothing is named domain; rename sales to domain",
        ),
        (
            "domains/sales/domain.py",
            definition("sales") + "other = Domain('other')\n",
            "3:1: duplicate-definition other is a second domain; give it a folder of its own",
        ),
        (
            "domains/sales/domain.py",
            definition("finance"),
            '2:17: wrong-folder domain finance is in folder "sales"; '
            "rename the folder to domains/finance, or the domain",
        ),
        (
            "domains/sales/domain.py",
            b"\xef\xbb\xbfx = 1\n",
            "1:1: unreadable-file the file begins with a byte order mark",
        ),
        (
            "domains/sales/domain.py",
            "x = 1\n".encode("utf-16"),
            "1:1: unreadable-file the file begins with a byte order",
        ),
        ("domains/sales/domain.py", "x = 'ä'\n".encode("latin-1"), "1:6: unreadable-file byte 0xe4 is not UTF-8; "),
        ("domains/sales/domain.py", b"x = 1\ny = '\xff'\n", "2:6: unreadable-file byte 0xff is not UTF-8; "),
        ("domains/sales/domain.py", b"x = '\xed\xa0\x80'\n", "1:6: unreadable-file byte 0xed is not UTF-8; "),
        ("domains/sales/domain.py", b"x = 1\0\n", "1:6: hidden-character control character U+0000; delete it"),
        ("domains/sales/domain.py", b"x = 1\ry = 2\r", "1:6: unreadable-file a line ends with CR alone; "),
        ("domains/sales/domain.py", b"x = 1\n" * 1_700_000, "1:1: over-limit the file has 10200000 bytes; "),
        ("domains/sales/transforms/orders.sql", b"SELECT '\xe4'", "1:9: unreadable-file byte 0xe4 is not UTF-8; "),
        ("domains/sales/transforms/orders.sql", b" " * 1_100_000, "1:1: over-limit the file has 1100000 bytes; "),
        (
            "domains/sales/transforms/orders.sql",
            "SELECT 1 -- \u202e",
            "1:13: hidden-character invisible character U+202E",
        ),
    ],
)
def test_what_is_wrong_with_a_file_is_told_at_its_place(
    tmp_path: Path, path: str, content: str | bytes, expected: str
) -> None:
    root = mesh(tmp_path, sales=definition("sales"))
    write(root, path, content)
    lines = found(load(root))
    assert len(lines) == 1
    assert lines[0].startswith(f"{path}:{expected}")


def test_two_folders_of_one_domain(tmp_path: Path) -> None:
    loaded = load(mesh(tmp_path, sales=definition("sales"), again=definition("sales"), more=definition("sales")))
    assert names(loaded) == ["sales"]
    assert loaded.mesh.domains[0].place.path == "domains/sales/domain.py"
    assert found(loaded) == [
        f"domains/{folder}/domain.py:2:17: duplicate-definition domain sales is already defined in "
        f'domains/sales/domain.py; rename it "{folder}", as its folder, or remove it'
        for folder in ("again", "more")
    ]


def test_two_wrong_folders_of_one_domain(tmp_path: Path) -> None:
    loaded = load(mesh(tmp_path, b=definition("sales"), a=definition("sales")))
    assert names(loaded) == ["sales"]
    assert [f.id for f in loaded.findings] == ["wrong-folder", "duplicate-definition"]


def test_a_folder_without_a_definition(tmp_path: Path) -> None:
    root = mesh(tmp_path)
    write(root, "domains/sales/transforms/orders.sql", "SELECT 1")
    loaded = load(root)
    assert loaded.mesh.unread == {"sales"}
    assert found(loaded) == [
        'domains/sales/domain.py:1:1: missing-definition folder "sales" has no domain.py; '
        'write one that binds domain = Domain("sales", …), or remove the folder'
    ]


def test_what_is_no_domain_s_folder_is_left_alone(tmp_path: Path) -> None:
    root = mesh(tmp_path, sales=definition("sales"))
    write(root, "domains/README.md", "x")
    write(root, "domains/__init__.py", "")
    write(root, "domains/__pycache__/x.pyc", b"\0")
    write(root, "domains/.hidden/domain.py", "import os")
    write(root, "domains/sales/__init__.py", "")
    assert found(load(root)) == []


def test_a_folder_with_an_odd_name_stays_on_one_line(tmp_path: Path) -> None:
    root = mesh(tmp_path)
    write(root, "domains/a\n::error::b/domain.py", definition("a"))
    write(root, os.fsdecode(b"domains/\xff\xfe/domain.py"), definition("b"))
    write(root, "domains/größe/domain.py", definition("c"))
    lines = found(load(root))
    assert len(lines) == 3
    assert all(line.isprintable() and "wrong-folder" in line for line in lines)


def test_a_folder_that_cannot_be_a_domain_s_name_is_read_all_the_same(tmp_path: Path) -> None:
    root = mesh(tmp_path)
    write(root, "domains/Sales-EU/domain.py", definition("sales") + "x = y\n")
    loaded = load(root)
    assert [f.id for f in loaded.findings] == ["wrong-folder", "unknown-name"]


def test_transforms_are_the_sql_files_beside_a_definition(tmp_path: Path) -> None:
    root = mesh(tmp_path, sales=definition("sales"), finance=definition("finance"))
    write(root, "domains/sales/transforms/orders.sql", "SELECT 'ä'\r\n")
    write(root, "domains/sales/transforms/notes.txt", b"\xff")
    write(root, "domains/sales/transforms/.draft.sql", b"\xff")
    loaded = load(root)
    assert found(loaded) == []
    assert loaded.mesh.transforms == {"sales": {"orders.sql": "SELECT 'ä'\n"}, "finance": {}}


@pytest.mark.parametrize(
    "sample",
    ["../secret.csv", "/etc/passwd", "a/../../secret.csv", "tests.loader:meshes.py", "tests:../LICENSE", "", ":"],
)
def test_a_sample_never_leaves_its_folder(tmp_path: Path, sample: str) -> None:
    write(tmp_path, "domains/secret.csv", "id\n")
    write(tmp_path, "domains/sales/a/b.csv", "id\n")
    assert find_sample(tmp_path, "sales", sample) is None
    assert find_sample(tmp_path, "sales", "a/b.csv") == tmp_path / "domains/sales/a/b.csv"


def test_the_whole_of_a_mesh_loads_without_importing_a_definition_s_package(tmp_path: Path) -> None:
    package = tmp_path / "packages" / "sampledata"
    write(package, "__init__.py", "raise RuntimeError('imported')\n")
    write(package, "data/orders.csv", "id\n")
    source = (
        "from meshwright import Domain, landing, text\n"
        "c = [text(1, 'id')]\n"
        "domain = Domain('sales', landings=[\n"
        "    landing('a', format='csv', columns=c, sample='sampledata:data/orders.csv'),\n"
        "    landing('b', format='csv', columns=c, sample='sampledata:data/nothing.csv'),\n"
        "    landing('c', format='csv', columns=c, sample='no_such_package:data/orders.csv'),\n"
        "    landing('d', format='csv', columns=c, sample='samples/orders.csv'),\n"
        "    landing('e', format='csv', columns=c, sample='samples/nothing.csv'),\n"
        "    landing('f', format='csv', columns=c, sample='linked.csv'),\n"
        "    landing('g', format='csv', columns=c, sample='samples'),\n"
        "])\n"
    )
    root = mesh(tmp_path / "root", sales=source)
    write(root, "domains/sales/samples/orders.csv", "id\n")
    (root / "domains/sales/linked.csv").symlink_to(package / "data/orders.csv")
    script = (
        "import sys; from pathlib import Path; from meshwright.loader import load, find_sample\n"
        f"loaded = load(Path({str(root)!r}))\n"
        "assert loaded.findings == (), loaded.findings\n"
        "assert 'sampledata' not in sys.modules\n"
        f"print(find_sample(Path({str(root)!r}), 'sales', 'sampledata:data/orders.csv'))\n"
        "print(*sorted(loaded.mesh.samples), sep='\\n')\n"
    )
    environment = {**os.environ, "PYTHONPATH": f"{package.parent}{os.pathsep}{Path(__file__).parents[2]}"}
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False, env=environment, cwd=tmp_path
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        str(package / "data/orders.csv"),
        "sales/sampledata:data/orders.csv",
        "sales/samples/orders.csv",
    ]
