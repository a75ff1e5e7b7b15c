"""Projects that the engine is tried on. Their one environment is an embedded AWS."""

import shutil
from collections.abc import Mapping
from pathlib import Path

from meshwright.sandbox.account import ACCOUNT, REGION
from meshwright.sandbox.server import Server
from tests.generated import PROJECT

ENVIRONMENT = "dev"


DOMAIN = '''"""Generated."""
from meshwright import Domain, Expect, Objective, Product, Table, landing, text

domain = Domain("{name}", owner="{name}@example.org", cost_center="CC-1",
    landings=[landing("raw", format="csv", columns=[text(1, "item_id")])],
    products=[Product("items", version="1.0.0", purpose="what there is", classification="internal",
        tables=[Table("items", columns=[text(1, "item_id", key=True)], expects=[Expect.unique("item_id")])],
        objectives=[Objective.fresh(within="26h")])],
)
'''
SQL = "SELECT r.item_id FROM landing.raw AS r\n"


def domain_files(*names: str) -> dict[str, str]:
    """Small domains: one landing, one product with one table each."""
    files = {f"domains/{name}/domain.py": DOMAIN.format(name=name) for name in names}
    return {**files, **{f"domains/{name}/transforms/items.sql": SQL for name in names}}


def write_project(root: Path, server: Server, files: Mapping[str, str] | None = None, **options: str) -> Path:
    """The platform with these files; with the example's domains where none are given."""
    root.mkdir(parents=True, exist_ok=True)
    shutil.copy(PROJECT / "Pulumi.yaml", root)
    copied = ["stacks"] if files else ["stacks", "domains"]
    for folder in copied:
        shutil.copytree(PROJECT / folder, root / folder, ignore=shutil.ignore_patterns("__pycache__"))
    for path, text in (files or {}).items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)
    write_environment(root, server, **options)
    return root


def write_environment(root: Path, server: Server, **options: str) -> None:
    """The environment, with more arguments as they are to be written."""
    given = {
        "account": f'"{ACCOUNT}"', "region": f'"{REGION}"', "endpoint": f'"{server.endpoint}"', **options,
    }  # fmt: skip
    arguments = ", ".join(f"{name}={value}" for name, value in given.items())
    (root / "stacks" / "environments.py").write_text(
        '"""Where the mesh is built."""\n\nfrom meshwright import Environment, IdentityCenter\n\n'
        f'environments = [Environment("{ENVIRONMENT}", {arguments})]\n'
    )


def stacks_of(root: Path) -> list[str]:
    """Every stack, the foundation first."""
    domains = sorted(path.parent.name for path in (root / "domains").glob("*/domain.py"))
    return [f"{scope}.{ENVIRONMENT}" for scope in ("foundation", *domains)]
