"""Small meshes on disk."""

from pathlib import Path

from meshwright.loader import Loaded

GOVERNANCE = (
    "from meshwright import Governance\n"
    'governance = Governance(owner="platform@example.org", allowed_regions=["eu-west-1"])\n'
)
ENVIRONMENTS = (
    "from meshwright import Environment\n"
    'environments = [Environment("dev", account="123456789012", region="eu-west-1")]\n'
)


def write(root: Path, path: str, content: str | bytes) -> Path:
    """Write one file below ``root``, with its folders."""
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return file


def definition(name: str) -> str:
    """A definition without products."""
    return f'from meshwright import Domain\ndomain = Domain("{name}", owner="{name}@example.org")\n'


def mesh(root: Path, **files: str | bytes) -> Path:
    """A mesh with governance, environments, and a ``domain.py`` for each keyword."""
    write(root, "stacks/governance.py", GOVERNANCE)
    write(root, "stacks/environments.py", ENVIRONMENTS)
    (root / "domains").mkdir(exist_ok=True)
    for name, content in files.items():
        write(root, f"domains/{name}/domain.py", content)
    return root


def found(loaded: Loaded) -> list[str]:
    """The findings as they print."""
    return [str(finding) for finding in loaded.findings]


def names(loaded: Loaded) -> list[str]:
    """Names of the domains that could be built."""
    return [domain.name for domain in loaded.mesh.domains]
