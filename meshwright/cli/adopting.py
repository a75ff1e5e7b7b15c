"""``mesh adopt``: what was there before the mesh."""

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from meshwright.cli.accounts import reached_account
from meshwright.cli.ending import Status, WrongUsage
from meshwright.cli.project import Checked, day, find_root, named_environment, read_mesh
from meshwright.errors import MeshError

if TYPE_CHECKING:
    from meshwright.adopt.estate import Estate
    from meshwright.adopt.planning import Plan
    from meshwright.adopt.trying import Trial
    from meshwright.language import Environment


@dataclass(frozen=True)
class _Found:
    """A plan, and what it was made from."""

    checked: Checked
    environment: "Environment"
    estate: "Estate"
    plan: "Plan"
    trial: "Trial"


def plan(assigned: list[str], env: str | None, owner: str | None, today: str | None, out: Path | None) -> int:
    """Print the plan; write it to a folder of its own where one is named."""
    if out is not None and out.exists():
        raise WrongUsage(f"{out} exists already; name a folder that doesn't, nothing is overwritten")
    found = _found(assigned, env, owner, today)
    _tell(found)
    if out is not None:
        _write(out, {f"domains/{name}/domain.py": text for name, text in found.trial.texts.items()})
        _write(out, _lists(found.trial))
        print(f"written to {out}: definitions in domains/, import lists in imports/; copy what you want into the mesh")
    return Status.DONE


def adopt(assigned: list[str], env: str | None, owner: str | None, today: str | None) -> int:
    """Write the definition of a new domain, or say what to add to one that is there; and the import list."""
    found = _found(assigned, env, owner, today)
    _tell(found)
    root = found.checked.root
    for name, text in found.trial.texts.items():
        path = f"domains/{name}/domain.py"
        if (root / path).exists():
            print(f"\n{path} is there already and stays as it is; with this it would be:\n\n{text}")
        else:
            _write(root, {path: text})
            print(f"written: {path}")
    lists = {f".mesh/{path}": text for path, text in _lists(found.trial).items()}
    _write(root, lists, anew=True)
    print("\n".join(f"written: {path}, for those who import with: pulumi import --file" for path in lists))
    return Status.DONE


def _found(assigned: list[str], env: str | None, owner: str | None, today: str | None) -> _Found:
    from meshwright.adopt.assigning import assign
    from meshwright.adopt.planning import plan as planned
    from meshwright.adopt.reading import read_estate
    from meshwright.adopt.trying import attempt

    root, on = find_root(), day(today)
    checked = read_mesh(root, on)
    if checked.tell():
        raise MeshError("the mesh has errors; mend them before more is added to it")
    environment = named_environment(checked, env)
    estate = read_estate(reached_account(checked, env))
    made = planned(checked.mesh, estate, assign(estate, assigned))
    trial = attempt(root, checked.mesh, made, environment.name, owner, today=on)
    return _Found(checked, environment, estate, made, trial)


def _tell(found: _Found) -> None:
    from meshwright.adopt.report import lines

    print("\n".join(lines(found.plan, found.trial, found.estate)))
    sys.stdout.flush()


def _lists(trial: "Trial") -> dict[str, str]:
    from meshwright.adopt.trying import as_json

    return {f"imports/{stack}.json": as_json(listed) for stack, listed in trial.imports().items()}


def _write(folder: Path, files: dict[str, str], *, anew: bool = False) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w" if anew else "x", encoding="utf-8") as file:
            file.write(text)
