"""Finds and reads the files of a mesh: definitions, central definitions, transforms."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from meshwright.findings import Finding
from meshwright.language.place import Place
from meshwright.language.quoting import printable, quoted

from .files import Unfit
from .sources import Source

GOVERNANCE = "stacks/governance.py"
ENVIRONMENTS = "stacks/environments.py"


@dataclass
class Gathered:
    """The texts of a mesh's files, and what is wrong with the files themselves."""

    definitions: dict[str, str] = field(default_factory=dict)
    """By path: a domain's definition, the governance, the environments."""
    folders: dict[str, str] = field(default_factory=dict)
    """By name of a domain's folder, the path of its definition, read or not."""
    transforms: dict[str, dict[str, str]] = field(default_factory=dict)
    """By name of a domain's folder and file name."""
    findings: list[Finding] = field(default_factory=list)

    def report(self, path: str, unfit: Unfit) -> None:
        """Add a finding about a file."""
        self.findings.append(Finding(Place(path, unfit.line, unfit.column), unfit.id, unfit.message, unfit.fix))


def gather(source: Source) -> Gathered:
    """Read everything that a mesh is defined by."""
    gathered = Gathered()
    names = list(folders(source, gathered))
    source.expect(names)
    for name in names:
        gather_domain(source, name, gathered)
    gather_central(source, gathered)
    return gathered


def gather_central(source: Source, gathered: Gathered) -> None:
    """Read what is defined for all domains."""
    for path in (GOVERNANCE, ENVIRONMENTS):
        if source.leads_out("stacks", ""):
            gathered.report(path, _link("the folder"))
            continue
        content = source.text(path, "stacks")
        if isinstance(content, Unfit):
            gathered.report(path, content)
        elif content is not None:
            gathered.definitions[path] = content
        else:
            gathered.report(path, _absent(path))


def gather_domain(source: Source, name: str, gathered: Gathered) -> None:
    """Read a domain's definition and transforms."""
    folder = f"domains/{name}"
    path = f"domains/{printable(name)}/domain.py"
    gathered.folders[name] = path
    content = source.text(f"{folder}/domain.py", "domains")
    if isinstance(content, Unfit):
        gathered.report(path, content)
    elif content is not None:
        gathered.definitions[path] = content
    else:
        fix = f"write one that binds domain = Domain({quoted(name)}, …), or remove the folder"
        gathered.report(path, Unfit(f"folder {quoted(name)} has no domain.py", fix, id="missing-definition"))
    for file in transforms(source, folder, path, gathered):
        content = source.text(f"{folder}/transforms/{file}", "domains")
        if isinstance(content, Unfit):
            gathered.report(f"domains/{printable(name)}/transforms/{printable(file)}", content)
        elif content is not None:
            gathered.transforms.setdefault(name, {})[file] = content


def folders(source: Source, gathered: Gathered) -> Iterator[str]:
    """The names of the folders that hold a domain each."""
    if source.leads_out("domains", ""):
        gathered.report("domains", _link("the folder"))
        return
    entries = _entries(source, "domains", "domains", gathered)
    if entries is None:
        fix = "write domains/<name>/domain.py"
        gathered.report("domains", Unfit("there is no folder domains", fix, id="missing-definition"))
        return
    for name in entries:
        folder = f"domains/{name}"
        shown = f"domains/{printable(name)}"
        if name.startswith((".", "_")):
            continue
        if source.leads_out(folder, "domains"):
            gathered.report(shown, _link("the folder"))
        elif not name.isascii() or not name.isprintable():
            fix = "name it as the domain: lower-case letters and digits"
            gathered.report(shown, Unfit(f"folder {quoted(name)} is not a domain's", fix, id="wrong-folder"))
        elif source.is_folder(folder):
            yield name


def transforms(source: Source, folder: str, definition: str, gathered: Gathered) -> list[str]:
    """The names of the transforms beside a definition."""
    place = f"{folder}/transforms"
    shown = f"{definition.rpartition('/')[0]}/transforms"
    if source.leads_out(place, "domains"):
        gathered.report(shown, _link("the folder"))
        return []
    names = _entries(source, place, shown, gathered) or []
    return [name for name in names if name.endswith(".sql") and not name.startswith(".")]


def _entries(source: Source, folder: str, shown: str, gathered: Gathered) -> list[str] | None:
    found = source.entries(folder)
    if isinstance(found, Unfit):
        gathered.report(shown, found)
        return []
    return found


def _link(what: str) -> Unfit:
    return Unfit(f"{what} is a link that leads out of its place", f"put {what} itself there")


def _absent(path: str) -> Unfit:
    wanted = {
        GOVERNANCE: 'governance = Governance(owner="…", allowed_regions=["eu-west-1"])',
        ENVIRONMENTS: 'environments = [Environment("dev", account="…", region="eu-west-1")]',
    }[path]
    return Unfit("there is no such file", f"write one that binds {wanted}", id="missing-definition")
