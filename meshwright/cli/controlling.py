"""``mesh controls``."""

import sys

from meshwright.cli.ending import Status
from meshwright.cli.project import day, find_root, named_environment, read_mesh


def controls(format: str, environment: str | None, today: str | None) -> int:
    """Print the control report; a refusal where a control is broken."""
    root, on = find_root(), day(today)
    checked = read_mesh(root, on)
    chosen = named_environment(checked, environment)
    if checked.mesh.unread:
        checked.tell()
        print("mesh: no control was judged; mend the errors above", file=sys.stderr)
        return Status.REFUSED
    from meshwright.controls import as_json, as_markdown, standings
    from meshwright.guardrails.recorded import verdicts

    standing = standings(checked.mesh, checked.findings, verdicts(root, checked.mesh, chosen), on)
    written = as_json if format == "json" else as_markdown
    sys.stdout.write(written(standing, chosen.name))
    return Status.DONE if all(s.holds for s in standing) else Status.REFUSED
