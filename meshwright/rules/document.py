"""The rules as a page for people."""

from .registry import SECTIONS
from .rule import Rule

_HEAD = """# Rules

What `mesh check` holds every definition to. Written by `python -m meshwright.rules > docs/rules.md`.

A finding prints as `path:line:column: id message; fix`. A **warning** does not fail the check. Governance
(`stacks/governance.py`) may change a rule's level, `levels={"purpose-present": "warning"}`, or let it pass in one
place for a time, `Waiver("purpose-present", scope="sales.orders", owner=…, reason=…, until=…)`, except where the last
column says that there are **no exceptions**: there the mesh could not be built, or would not be safe.
"""


def document() -> str:
    """The page, as Markdown."""
    return _HEAD + "".join(f"\n## {title}\n\n{_table(rules)}" for title, rules in SECTIONS.items())


def _table(rules: tuple[Rule, ...]) -> str:
    lines = ["| id | what must be true | why | what to do | |", "|---|---|---|---|---|"]
    for rule in rules:
        kind = " ".join((["warning"] if rule.level == "warning" else []) + ([] if rule.waivable else ["no exceptions"]))
        cells = (f"`{rule.id}`", *(c.replace("|", "\\|") for c in (rule.must, rule.why, rule.fix)), kind)
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"
