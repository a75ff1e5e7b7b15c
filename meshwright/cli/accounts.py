"""Finding the account that a command reads: the running sandbox, or an environment's."""

import os
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from meshwright.cli.ending import WrongUsage
from meshwright.cli.project import (
    Checked,
    day,
    find_root,
    load_mesh,
    named_environment,
    need_sandbox_extra,
    running_sandbox,
)

if TYPE_CHECKING:
    from pathlib import Path

    from meshwright.account.desired import Desired
    from meshwright.account.reaching import Account
    from meshwright.language import Environment, Mesh
    from meshwright.recording import Graph

TODAY = "MESH_TODAY"
"""The day that a stack program judges expiries by."""


@dataclass(frozen=True)
class Reached:
    """An account, and what is wanted of it."""

    checked: Checked
    account: "Account"
    desired: "Desired"


def reach(environment: str | None, today: str | None) -> Reached:
    """The account of an environment, the running sandbox's where none is named, and the stacks that it should have."""
    root, on = find_root(), day(today)
    os.environ[TODAY] = on.isoformat()
    checked = load_mesh(root)
    account = reached_account(checked, environment)
    return Reached(checked, account, wanted(root, checked.mesh, account))


def wanted(root: "Path", mesh: "Mesh", account: "Account", domains: "list[str] | None" = None) -> "Desired":
    """What the stacks of an environment would register, of all domains or of some, in the account's own ids."""
    from meshwright.account.desired import desired
    from meshwright.names import FOUNDATION

    scopes = [FOUNDATION, *([d.name for d in mesh.domains] if domains is None else domains)]
    return desired(account, _recorded(root, [f"{scope}.{account.environment.name}" for scope in scopes]))


def live_account(environment: "Environment") -> "Account":
    """An environment's account, whose credentials were looked at."""
    from meshwright.account.reaching import account_of
    from meshwright.live.identity import check_account

    account = account_of(environment)
    check_account(environment)
    return account


def confirmed(what: str, *, yes: bool) -> bool:
    """Whether a person, or ``--yes``, agrees to what was printed."""
    if yes:
        return True
    if not sys.stdin.isatty():
        raise WrongUsage(f"nothing was changed, and nobody is there to be asked; to {what}, add --yes")
    return input(f"{what[:1].upper()}{what[1:]}? Write yes to go on: ").strip() == "yes"


def reached_account(checked: Checked, environment: str | None) -> "Account":
    """The account of an environment; the running sandbox's where none is named."""
    if environment is not None:
        return live_account(named_environment(checked, environment))
    need_sandbox_extra()
    from meshwright.account.reaching import sandbox_account
    from meshwright.sandbox.place import sandbox_environment

    return sandbox_account(sandbox_environment(checked.mesh), running_sandbox(checked.root))


def _recorded(root: "Path", stacks: "list[str]") -> "list[Graph]":
    """As kept from the last ``mesh up``, where nothing that they follow from has changed."""
    from meshwright.recording import keeping

    kept = keeping.kept(root, keeping.fingerprint(root), stacks)
    if kept is None:
        from meshwright.recording import record_stacks

        kept = record_stacks(root, stacks)
    return list(kept.values())
