"""Keeps one open issue while an account is not as defined. Usage: tell.py FOLDER LOOKS

FOLDER holds what .ci/watch kept of each look, LOOKS is how many there should be: a job that ended before kept none.
The issue is opened when something is found, changed in place while that lasts, and closed when nothing is found.
"""

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from forge import Unreachable, forge
from harmless import harmless

MARKER = "<!-- meshwright-nightly -->"
LABEL = "mesh-nightly"
LONGEST = 15_000
"""Characters of a look that are shown: the end of it."""


@dataclass(frozen=True)
class Look:
    """One command that looked at the account."""

    command: str
    status: int
    said: str


def looks(folder: Path) -> list[Look]:
    """What was kept, by command."""
    found = []
    for path in sorted(folder.glob("*/status")):
        command, said = (path.with_name(name).read_text(errors="replace") for name in ("command", "said"))
        found.append(Look(command.strip(), int(path.read_text()), said))
    return sorted(found, key=lambda look: look.command)


def body_of(found: Sequence[Look], missing: int, log: str) -> str:
    """The issue's text, of what was found only."""
    lines = [MARKER, "The account is not as the definitions on the default branch say, or could not be looked at.", ""]
    for look in found:
        lines.append(f"- `mesh {look.command}`: {'as defined' if look.status == 0 else f'**exit {look.status}**'}")
    if missing:
        lines.append(f"- {missing} of {missing + len(found)} looks did not happen; the log says why")
    for look in found:
        if look.status:
            lines += ["", f"`mesh {look.command}` says:", "", *_quoted(look.said)]
    lines += [
        "",
        f"[The run's log]({log}). What to do is in docs/ci.md. This closes by itself when all is well.",
    ]
    return "\n".join(lines) + "\n"


def _quoted(said: str) -> list[str]:
    shown = said[-LONGEST:].rstrip()
    cut = [f"… {len(said) - LONGEST:,} characters before are in the log"] if len(said) > LONGEST else []
    return [f"    {line}" for line in [*cut, *harmless(shown).splitlines()]]


def main(folder: Path, wanted: int) -> int:
    """Open, change or close the issue; 1 where the platform refuses."""
    found = looks(folder)
    missing = wanted - len(found)
    log = os.environ.get("RUN_URL") or os.environ["CI_PIPELINE_URL"]
    try:
        platform = forge()
        address = platform.issue(MARKER, LABEL)
        if missing or any(look.status for look in found):
            platform.raise_issue(address, "The account is not as defined", body_of(found, missing, log), LABEL)
        elif address:
            platform.close_issue(address, f"All is as defined again: [the run's log]({log}).")
    except Unreachable as refusal:
        print(f"nobody is told: {refusal}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), int(sys.argv[2])))
