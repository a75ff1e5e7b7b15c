"""Tries a definition before it is written: what would the check say of it?"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType

from meshwright import rules, transforms
from meshwright.errors import MeshError
from meshwright.findings import Finding
from meshwright.language import Domain, Mesh
from meshwright.loader import read_definition


def read(path: str, text: str) -> Domain:
    """The domain that a text says.

    Raises:
        MeshError: it does not read well, such as one that is too large.
    """
    reading = read_definition(path, text)
    if reading.findings or not isinstance(reading.values.get("domain"), Domain):
        why = f": {reading.findings[0]}" if reading.findings else ""
        raise MeshError(f"what would be written does not read well{why}; nothing was written")
    domain: Domain = reading.values["domain"]
    return domain


def refuse_what_fails(
    mesh: Mesh, domain: Domain, texts: Mapping[str, str], samples: Iterable[str], *, today: date
) -> None:  # fmt: skip
    """Judge the mesh with ``domain`` in it, as if ``texts`` were among its transforms and ``samples`` beside it.

    Raises:
        MeshError: something would be found that is not found now.
    """
    before = {_said(f) for f in rules.check(mesh, today=today)}
    others = [d for d in mesh.domains if d.name != domain.name]
    tried = replace(
        mesh,
        domains=tuple(sorted((*others, domain), key=lambda d: d.name)),
        transforms=MappingProxyType(
            {**mesh.transforms, domain.name: {**mesh.transforms.get(domain.name, {}), **texts}}
        ),
        samples=mesh.samples | {f"{domain.name}/{sample}" for sample in samples},
    )
    found = [f for f in rules.check(tried, today=today) if f.level == "error" and _said(f) not in before]
    for ref, table in tried.tables():
        if ref.domain.name == domain.name and table.transform in texts:
            found += [f for f in transforms.compile_table(tried, ref, table).findings if f.level == "error"]
    if found:
        more = f", and {len(found) - 1} more like it" if len(found) > 1 else ""
        raise MeshError(f"{found[0].message}; {found[0].fix}{more}; nothing was written")


def _said(finding: Finding) -> tuple[str, str]:
    return finding.id, finding.message
