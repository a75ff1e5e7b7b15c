"""``mesh verify``: its options."""

from enum import StrEnum
from typing import Annotated

import typer

from meshwright.cli.options import Today, Where, Yes


class VerifyFormat(StrEnum):
    """How checks are printed."""

    TEXT = "text"
    JSON = "json"


def verify(
    env: Where = None,
    fix: Annotated[bool, typer.Option("--fix", help="Mend what is safe to; says first what it would do.")] = False,
    yes: Yes = False,
    format: Annotated[VerifyFormat, typer.Option(help="How to print the checks.")] = VerifyFormat.TEXT,
    today: Today = None,
) -> None:
    """Check, number by number, that an account is as the definitions want it. Exit 1: a check fails."""
    from meshwright.cli import verifying

    raise typer.Exit(verifying.verify(env, format.value, today, fix=fix, yes=yes))
