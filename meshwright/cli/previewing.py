"""``mesh preview``."""

import gc
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from meshwright.cli.project import day, find_root, unknown

if TYPE_CHECKING:
    from meshwright.preview.previewing import Change


def preview(domains: Sequence[str], base: str | None, environment: str | None, format: str, today: str | None) -> int:
    """Print what the work tree changes; the status says whether somebody has to look."""
    gc.disable()  # what is loaded and built stays until the end: looking for garbage in it takes a tenth of the time
    from meshwright.preview import markdown, text, to_json
    from meshwright.preview.previewing import base_of, change
    from meshwright.preview.previewing import preview as previewed

    root, on = find_root(), day(today)
    found = change(root, base_of(root, base), today=on)
    environments, names = _known(found)
    wanted = environment if environment is not None else next((of[-1] for of in environments if of), "")
    there = list(dict.fromkeys(name for of in environments for name in of))
    if wanted not in there:
        raise unknown("environment", wanted, there)
    for domain in domains:
        if domain not in names:
            raise unknown("domain", domain, names)
    report = previewed(found, wanted, today=on, domains=domains)
    render = {"text": text, "md": markdown, "json": to_json}[format]
    sys.stdout.write(render(report))
    return report.status


def _known(found: "Change") -> tuple[list[list[str]], list[str]]:
    """The environments after and before a change, in their order, and all domains, as far as they can be read."""
    sources = found.after, found.before
    if all(source.brief.sound for source in sources):
        names = {name for source in sources for name in source.brief.index.domains}
        return [list(source.brief.environments) for source in sources], sorted(names)
    meshes = [source.whole().mesh for source in sources]
    names = {d.name for mesh in meshes for d in mesh.domains} | {name for mesh in meshes for name in mesh.unread}
    return [[e.name for e in mesh.environments] for mesh in meshes], sorted(names)
