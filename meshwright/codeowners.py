"""``CODEOWNERS``: who has to approve a change of what, by the owners that the definitions name.

GitHub and GitLab both read it at the root of a repository, and both take a mailbox for its user. The last line that
fits a path counts.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

from meshwright.findings import Finding
from meshwright.language import Mesh, Place

FILE = "CODEOWNERS"
ID = "codeowners-fresh"
EXPLANATION = (
    "CODEOWNERS, where there is one, is as the owners in the definitions make it",
    "a domain whose line is missing would be changed without its team, and a share granted without its producer",
    "write it anew: mesh codeowners --write",
)
"""What must be true, why, and what to do."""
_HEADING = "# Who has to approve a change of what. Written by `mesh codeowners --write` from the owners in definitions."


def codeowners(mesh: Mesh) -> str:
    """The text: the platform team guards everything, each domain's team its own folder."""
    return "".join(f"{line}\n" for line in _lines(mesh))


def _lines(mesh: Mesh) -> Iterator[str]:
    yield _HEADING
    yield ""
    yield f"* {mesh.governance.owner}"
    owned = [(f"/domains/{d.name}/", d.owner) for d in mesh.members if d.owner is not None]
    if owned:
        yield ""
    width = max((len(path) for path, _ in owned), default=0)
    for path, owner in owned:
        yield f"{path:{width}} {owner}"


def asked(mesh: Mesh, paths: Iterable[str]) -> frozenset[str]:
    """Whose approval the file made of a mesh asks for, where files with these paths change."""
    owners = {member.name: member.owner for member in mesh.members}
    return frozenset(owners.get(_guarding(path)) or mesh.governance.owner for path in paths)


def _guarding(path: str) -> str:
    """The domain whose folder a path is in; empty where it is in none."""
    top, _, rest = path.partition("/")
    return rest.partition("/")[0] if top == "domains" and "/" in rest else ""


def findings(root: Path, mesh: Mesh) -> tuple[Finding, ...]:
    """A finding where the file is there and says something else. Nothing is said of a mesh that can't all be read."""
    try:
        text = (root / FILE).read_bytes().decode(errors="replace")
    except (FileNotFoundError, NotADirectoryError):
        return ()
    except OSError as error:
        why = (error.strerror or "unreadable").lower()
        return (Finding(Place(FILE, 1, 1), ID, f"the file cannot be read: {why}", "make it readable"),)
    wanted = codeowners(mesh)
    if mesh.unread or text.replace("\r\n", "\n") == wanted:
        return ()
    number, line = _first_difference(text, wanted)
    message = f"the definitions say {line}" if line else "the definitions say no more"
    return (Finding(Place(FILE, number, 1), ID, message, EXPLANATION[2]),)


def _first_difference(text: str, wanted: str) -> tuple[int, str]:
    """The first line that differs, and what it should be."""
    found, expected = text.splitlines(), wanted.splitlines()
    for number, line in enumerate(expected, start=1):
        if number > len(found) or found[number - 1] != line:
            return number, f'"{line}"'
    return len(expected) + 1, ""
