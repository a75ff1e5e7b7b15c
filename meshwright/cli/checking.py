"""``mesh check``."""

import sys
from typing import TYPE_CHECKING, cast

from meshwright.cli.ending import Status
from meshwright.cli.project import Checked, day, find_root, read_mesh

if TYPE_CHECKING:
    from meshwright.report import Format


def check(format: str, today: str | None) -> int:
    """Print every finding; a refusal where there is one that counts as an error."""
    from meshwright.checks import explanations
    from meshwright.report import render

    checked = read_mesh(find_root(), day(today))
    sys.stdout.write(render(checked.findings, cast("Format", format), explanations()))
    sys.stdout.flush()
    if format == "text":
        print(_summary(checked), file=sys.stderr)
    return Status.REFUSED if checked.errors else Status.DONE


def _summary(checked: Checked) -> str:
    products = sum(len(d.products) for d in checked.mesh.domains)
    read = f"{_count(len(checked.mesh.domains), 'domain')}, {_count(products, 'product')}"
    errors, warnings = len(checked.errors), len(checked.findings) - len(checked.errors)
    return f"{read}: {_count(errors, 'error')}, {_count(warnings, 'warning')}"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
