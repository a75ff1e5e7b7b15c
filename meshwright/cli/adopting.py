"""``mesh adopt``: what was there before the mesh."""

import json
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
    whole: bool
    """Whether the whole account was asked about, rather than one thing."""


def plan(
    assigned: list[str],
    env: str | None,
    owner: str | None,
    today: str | None,
    out: Path | None,
    *,
    assign_from: Path | None = None,
    format: str = "text",
) -> int:
    """Print the plan; write it to a folder of its own where one is named."""
    if out is not None and out.exists():
        raise WrongUsage(f"{out} exists already; name a folder that doesn't, nothing is overwritten")
    found = _found([*_listed(assign_from), *assigned], env, owner, today, whole=True)
    print("\n".join(_told(found, format)))
    sys.stdout.flush()
    if out is not None:
        _write(out, {f"domains/{name}/domain.py": text for name, text in found.trial.texts.items()})
        _write(out, {**_lists(found.trial), "plan.md": "\n".join(_told(found, "md")) + "\n"})
        print(
            f"written to {out}: definitions in domains/, import lists in imports/, and plan.md; copy what you want "
            "into the mesh",
            file=sys.stderr,
        )
    return Status.DONE


def adopt(assigned: list[str], env: str | None, owner: str | None, today: str | None, *, show: bool) -> int:
    """Write what was adopted into the definitions, new ones and those that are there; and the import list.

    With ``show`` nothing is written: it prints what would change in which file.
    """
    found = _found(assigned, env, owner, today, whole=False)
    print("\n".join(_told(found, "text")))
    sys.stdout.flush()
    if not found.trial.texts:
        print("nothing was written: there is nothing to add")
        return Status.DONE
    if show:
        print("\nnothing was written; it would be:\n")
        for name, text in found.trial.texts.items():
            _show(f"domains/{name}/domain.py", found.trial.before.get(name, b"").decode(), text)
        return Status.DONE
    for path in _define(found):
        print(f"written: {path}")
    kind, _, name = assigned[0].rpartition("=")[0].partition(":")
    what = f"{kind}-{name.rpartition('/')[2]}"
    lists = {f".mesh/{path.removesuffix('.json')}.{what}.json": text for path, text in _lists(found.trial).items()}
    _write(found.checked.root, lists, anew=True)
    for path in lists:
        print(f"written: {path}, what the next deployment imports, to be read")
    return Status.DONE


def _listed(file: Path | None) -> list[str]:
    from meshwright.adopt.assigning import read

    try:
        return [] if file is None else list(read(file.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError) as problem:
        raise WrongUsage(f"{file} can't be read: {problem}; mesh adopt plan --format assign prints one") from None


def _told(found: _Found, format: str) -> list[str]:
    """The plan in one of its forms, line by line."""
    from meshwright.adopt import forms, report

    if format == "assign":
        return list(forms.to_fill_in(found.plan, found.estate))
    if format == "json":
        told = forms.document(found.plan, found.trial, found.estate, found.environment.name)
        return [json.dumps(told, indent=2, ensure_ascii=False)]
    sections = report.sections(found.plan, found.trial, found.estate, whole=found.whole)
    if format == "md":
        where = f"account {found.estate.account} ({found.environment.name})"
        return list(report.markdown(f"What becomes of {where}", sections))
    return list(report.text(sections))


def _define(found: _Found) -> list[str]:
    """Write the definition files and CODEOWNERS; their paths from the mesh's root."""
    from meshwright.loader import load
    from meshwright.scaffold.making import renew_owners
    from meshwright.scaffold.placing import place_beside, place_folder

    root, written = found.checked.root, []
    for name, text in found.trial.texts.items():
        folder = root / "domains" / name
        before = found.trial.before.get(name)
        if before is None:
            place_folder(folder, {"domain.py": text.encode()})
        else:
            place_beside(folder, {}, changed=folder / "domain.py", before=before, after=text.encode())
        written.append(f"domains/{name}/domain.py")
    return [*written, *renew_owners(root, load(root).mesh)]


def _show(path: str, before: str, after: str) -> None:
    from difflib import unified_diff

    old, new = before.splitlines(), after.splitlines()
    print("\n".join(unified_diff(old, new, path if before else "/dev/null", path, lineterm="")) + "\n")


def _found(assigned: list[str], env: str | None, owner: str | None, today: str | None, *, whole: bool) -> _Found:
    from meshwright.adopt.assigning import assign
    from meshwright.adopt.planning import plan as planned
    from meshwright.adopt.reading import located, read_estate
    from meshwright.adopt.trying import attempt

    root, on = find_root(), day(today)
    checked = read_mesh(root, on)
    if checked.tell():
        raise MeshError("the mesh has errors; mend them before more is added to it")
    environment = named_environment(checked, env)
    account = reached_account(checked, env)
    estate = read_estate(account)
    print(f"read: {estate.sizes}", file=sys.stderr)
    given = assign(estate, assigned)
    made = planned(checked.mesh, located(account, estate, given.buckets), given, whole=whole)
    if made.additions:
        print("find out what the next preview would say ...", file=sys.stderr)
    trial = attempt(root, checked.mesh, made, environment, owner, estate=estate, today=on)
    return _Found(checked, environment, estate, made, trial, whole)


def _lists(trial: "Trial") -> dict[str, str]:
    from meshwright.adopt.listing import as_json

    return {f"imports/{stack}.json": as_json(listed) for stack, listed in trial.imports().items()}


def _write(folder: Path, files: dict[str, str], *, anew: bool = False) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w" if anew else "x", encoding="utf-8") as file:
            file.write(text)
