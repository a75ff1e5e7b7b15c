"""``mesh check``."""

import sys
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from meshwright.cli.ending import Status, WrongUsage
from meshwright.cli.project import Checked, day, find_root, named_environment, read_mesh

if TYPE_CHECKING:
    from meshwright.report import Format


def check(format: str, today: str | None, *, deep: bool = False, environment: str | None = None) -> int:
    """Print every finding; a refusal where there is one that counts as an error."""
    from meshwright.checks import explanations
    from meshwright.report import render

    if environment is not None and not deep:
        raise WrongUsage("--env says where stacks would be built, which only --deep looks at; add --deep")
    checked = read_mesh(find_root(), day(today))
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


def _summary(checked: Checked) -> str:
    products = sum(len(d.products) for d in checked.mesh.domains)
    read = f"{_count(len(checked.mesh.domains), 'domain')}, {_count(products, 'product')}"
    errors, warnings = len(checked.errors), len(checked.findings) - len(checked.errors)
    return f"{read}: {_count(errors, 'error')}, {_count(warnings, 'warning')}"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
