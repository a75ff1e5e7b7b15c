"""``mesh check``."""

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, cast

from meshwright.cli.ending import Status, WrongUsage
from meshwright.cli.project import (
    Checked,
    day,
    find_root,
    load_mesh,
    named_environment,
    read_mesh,
)

if TYPE_CHECKING:
    from meshwright.language import Mesh
    from meshwright.report import Format


def check(
    format: str, today: str | None, *, base: str | None = None, deep: bool = False, environment: str | None = None
) -> int:
    """Print every finding, also about what has changed since ``base``; a refusal where one counts as an error."""
    from meshwright.checks import check_alone, explanations
    from meshwright.report import render

    if environment is not None and not deep and base != PUBLISHED:
        raise WrongUsage("--env says where stacks are built, which only --deep and --base published look at; add one")
    root, on = find_root(), day(today)
    if base is None and not deep:
        mesh, found = check_alone(root, today=on)
        checked = Checked(root, mesh, found)
    else:
        checked = read_mesh(root, on, None if base is None else _base(root, base, environment))
    if deep:
        checked = _deep(checked, environment)
    sys.stdout.write(render(checked.findings, cast("Format", format), explanations()))
    sys.stdout.flush()
    if format == "text":
        print(_summary(checked), file=sys.stderr)
    return Status.REFUSED if checked.errors else Status.DONE


def _deep(checked: Checked, environment: str | None) -> Checked:
    """Also what the guardrails say of every stack, unless there is an error that keeps stacks from being built."""
    chosen = named_environment(checked, environment)
    if checked.errors:
        print("mesh: no stack was judged; mend the errors first", file=sys.stderr)
        return checked
    from meshwright.guardrails.recorded import findings, verdicts

    breaches = findings(verdicts(checked.root, checked.mesh, chosen))
    return replace(checked, findings=tuple(sorted({*checked.findings, *breaches})))


PUBLISHED = "published"
"""As a base: the contracts that were last published, in the sandbox or in an environment."""


def _base(root: Path, ref: str, environment: str | None) -> "Mesh":
    """The mesh where the checked-out history left ``ref``: what others did there since is no change of this one."""
    if ref == PUBLISHED:
        return _published(root, environment)
    from meshwright.loader.revision import load_revision, merge_base

    mesh = load_revision(root, merge_base(root, ref)).mesh
    if mesh.unread:
        unread = ", ".join(sorted(mesh.unread))
        print(f"not compared, since {ref} has definitions that can't be read: {unread}", file=sys.stderr)
    return mesh


def _published(root: Path, environment: str | None) -> "Mesh":
    from meshwright.account.contracts import published_contracts
    from meshwright.cli.accounts import reached_account
    from meshwright.contracts.published import published

    loaded = load_mesh(root)
    return published(published_contracts(reached_account(loaded, environment)), loaded.mesh)


def _summary(checked: Checked) -> str:
    members = checked.mesh.members
    products = sum(member.products for member in members)
    read = f"{_count(len(members), 'domain')}, {_count(products, 'product')}"
    errors, warnings = len(checked.errors), len(checked.findings) - len(checked.errors)
    return f"{read}: {_count(errors, 'error')}, {_count(warnings, 'warning')}"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
