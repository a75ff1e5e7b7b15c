"""``mesh preview``."""

import sys
from collections.abc import Sequence

from meshwright.cli.project import day, find_root, load_mesh, unknown


def preview(domains: Sequence[str], base: str | None, environment: str | None, format: str, today: str | None) -> int:
    """Print what the work tree changes; the status says whether somebody has to look."""
    from meshwright.preview import markdown, text, to_json
    from meshwright.preview.previewing import base_of
    from meshwright.preview.previewing import preview as previewed

    root, on = find_root(), day(today)
    loaded = load_mesh(root)
    names = [e.name for e in loaded.mesh.environments]
    wanted = environment or (names[-1] if names else "")
    if wanted not in names:
        raise unknown("environment", wanted, names)
    report = previewed(root, base_of(root, base), wanted, today=on, domains=domains)
    render = {"text": text, "md": markdown, "json": to_json}[format]
    sys.stdout.write(render(report))
    return report.status
