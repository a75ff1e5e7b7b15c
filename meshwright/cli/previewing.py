"""``mesh preview``."""

import sys
from collections.abc import Sequence

from meshwright.cli.project import day, find_root, load_mesh, unknown


def preview(domains: Sequence[str], base: str | None, environment: str | None, format: str, today: str | None) -> int:
    """Print what the work tree changes; the status says whether somebody has to look."""
    from meshwright.loader.revision import load_revision
    from meshwright.preview import markdown, text, to_json
    from meshwright.preview.previewing import base_of
    from meshwright.preview.previewing import preview as previewed

    root, on = find_root(), day(today)
    found = base_of(root, base)
    meshes = [load_mesh(root).mesh, load_revision(root, found.commit).mesh]
    environments = list(dict.fromkeys(e.name for mesh in meshes for e in mesh.environments))
    wanted = (
        environment
        if environment is not None
        else next((m.environments[-1].name for m in meshes if m.environments), "")
    )
    if wanted not in environments:
        raise unknown("environment", wanted, environments)
    names = sorted({d.name for mesh in meshes for d in mesh.domains} | {n for mesh in meshes for n in mesh.unread})
    for domain in domains:
        if domain not in names:
            raise unknown("domain", domain, names)
    report = previewed(root, found, wanted, today=on, domains=domains)
    render = {"text": text, "md": markdown, "json": to_json}[format]
    sys.stdout.write(render(report))
    return report.status
