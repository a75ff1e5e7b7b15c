"""The rules as a page for people."""

from meshwright.contracts import rules as changes

from .registry import SECTIONS
from .rule import Rule

_HEAD = """# Rules

What `mesh check` holds every definition to. Written by `python -m meshwright.rules > docs/rules.md`.

A finding prints as `path:line:column: id message; fix`. A **warning** does not fail the check. Governance
(`stacks/governance.py`) may change a rule's level, `levels={"purpose-present": "warning"}`, or let it pass in one
place for a time, `Waiver("purpose-present", scope="sales.orders", owner=…, reason=…, until=…)`, except where the last
column says that there are **no exceptions**: there the mesh could not be built, or would not be safe.
"""
_CHANGES = """
## Changes

What `mesh check --base origin/main` holds a change to, beside all that; [versions](versions.md) tells how to change a
product.

"""


def document() -> str:
    """The page, as Markdown."""
    sections = "".join(f"\n## {title}\n\n{_table(rules)}" for title, rules in SECTIONS.items())
    return f"{_HEAD}{sections}{_CHANGES}{_table(changes.bound(None))}"


def _table(rules: tuple[Rule, ...]) -> str:
    lines = ["| id | what must be true | why | what to do | |", "|---|---|---|---|---|"]
    for rule in rules:
        kind = " ".join((["warning"] if rule.level == "warning" else []) + ([] if rule.waivable else ["no exceptions"]))
        cells = (f"`{rule.id}`", *(c.replace("|", "\\|") for c in (rule.must, rule.why, rule.fix)), kind)
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"
