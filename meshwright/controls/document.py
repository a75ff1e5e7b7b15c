"""The control report, as a page for people and as JSON for machines."""

import json
from collections.abc import Sequence
from typing import Any

from .standing import Standing

_HEAD = """# Controls

What the platform controls in the mesh, where each control is enforced, and how it stands in the environment
`{environment}`. Written by `mesh controls --env {environment} > docs/controls.md`.

- A **rule** judges definitions (`mesh check`, [rules](rules.md)). A **guardrail** judges resources, before anything is
  built (`mesh check --deep`, `pulumi preview --policy-pack stacks/guardrails`, [guardrails](guardrails.md)). A
  **component** sees to it by the way it builds.
- NIST is SP 800-53 rev. 5, CDMC the 14 key controls of the EDM Council's Cloud Data Management Capabilities 1.1.

| | control | enforced by | evidence | result | NIST | CDMC |
|---|---|---|---|---|---|---|
"""


def as_markdown(standings: Sequence[Standing], environment: str) -> str:
    """The page. The same mesh gives the same bytes."""
    rows = "".join(f"| {' | '.join(_cells(s))} |\n" for s in standings)
    broken = [f"\n## {s.control.number}. {s.control.title}\n\n{_listed(s.broken)}" for s in standings if s.broken]
    return _HEAD.format(environment=environment) + rows + "".join(broken)


def as_json(standings: Sequence[Standing], environment: str) -> str:
    """The report: ``environment`` and ``controls``, each with ``number``, ``title``, ``result`` and its evidence."""
    report = {"environment": environment, "controls": [_record(s) for s in standings]}
    return json.dumps(report, indent=2, ensure_ascii=False) + "\n"


def _cells(standing: Standing) -> list[str]:
    control = standing.control
    return [
        str(control.number),
        control.title,
        "; ".join(_enforced(standing)),
        _evidence(standing),
        _result(standing),
        ", ".join(control.nist),
        ", ".join(control.cdmc),
    ]


def _enforced(standing: Standing) -> list[str]:
    control = standing.control
    kinds = (("guardrail", control.guardrails), ("rule", control.rules), ("component", control.built))
    return [f"{kind} {', '.join(f'`{name}`' for name in names)}" for kind, names in kinds if names]


def _evidence(standing: Standing) -> str:
    counts = ((standing.resources, "resource"), (standing.definitions, "definition"))
    seen = [f"{number} {noun}{'' if number == 1 else 's'}" for number, noun in counts if number]
    return ", ".join(seen) or "none of its kind in any stack"


def _result(standing: Standing) -> str:
    if standing.broken:
        return f"**broken**, {len(standing.broken)} times" if len(standing.broken) > 1 else "**broken**, once"
    return "holds" if not standing.waived else f"holds, but for {'; '.join(standing.waived)}"


def _listed(lines: Sequence[str]) -> str:
    return "".join(f"- {line}\n" for line in lines)


def _record(standing: Standing) -> dict[str, Any]:
    control = standing.control
    return {
        "number": control.number,
        "title": control.title,
        "guardrails": list(control.guardrails),
        "rules": list(control.rules),
        "components": list(control.built),
        "resources": standing.resources,
        "definitions": standing.definitions,
        "result": "holds" if standing.holds else "broken",
        "broken": list(standing.broken),
        "waived": list(standing.waived),
        "nist": list(control.nist),
        "cdmc": list(control.cdmc),
    }
