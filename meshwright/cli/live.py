"""``mesh up|preview|refresh|destroy`` in a real account."""

import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from meshwright.cli.ending import Status, WrongUsage
from meshwright.cli.output import print_table
from meshwright.cli.project import Checked, day, find_root, read_mesh, unknown

if TYPE_CHECKING:
    from pathlib import Path

    from meshwright.account.desired import Desired
    from meshwright.account.reaching import Account
    from meshwright.live.project import Project, Stack
    from meshwright.live.returning import Kept
    from meshwright.live.running import StackReport, Verb

TODAY = "MESH_TODAY"
FOUNDATION = "foundation"


def run(
    verb: "Verb",
    environment: str,
    domains: Sequence[str],
    *,
    jobs: int | None,
    today: str | None,
    yes: bool = False,
    everything: bool = False,
    asked: bool = False,
) -> int:
    """Do one thing to the stacks of an environment, and sum up.

    ``up`` and ``preview`` leave alone what nothing affected since it was last brought up, but for domains that are
    named and with ``everything``. A preview that is ``asked`` for what the account holds looks at every stack, and is
    refused where one differs from its definition.
    """
    from meshwright.cli.live_progress import shown
    from meshwright.live.identity import check_account
    from meshwright.live.locks import refuse_locked
    from meshwright.live.marks import marks
    from meshwright.live.project import Project
    from meshwright.live.running import Run
    from meshwright.names import LOOKED

    root, on = find_root(), day(today)
    checked = read_mesh(root, on)
    place = checked.mesh.environment(environment)
    if place is None:
        raise checked.unknown("environment", environment, [e.name for e in checked.mesh.environments])
    if verb in ("up", "preview") and checked.tell():
        print(f"mesh: nothing was touched; mend the errors above and run `mesh {verb}` again", file=sys.stderr)
        return Status.REFUSED
    project = Project(root, place, {TODAY: on.isoformat(), **({LOOKED: "yes"} if verb == "preview" else {})})
    assert project.command  # which CLI comes before everything else
    project.need_passphrase()
    check_account(place)
    names = [d.name for d in checked.mesh.domains]
    there = project.stacks([FOUNDATION, *names])
    scopes = _scopes(project, verb, domains, names, there)
    if verb != "preview":
        refuse_locked(project, map(project.stack, scopes))
    if verb == "destroy" and scopes:
        _confirm(environment, scopes, yes)
    at_once = max(jobs or min(4, os.cpu_count() or 1), 1)
    returning = _returning(project, checked, verb, domains, there, on.isoformat())
    if verb == "up" and not _made_ready(project, [scope for scope in scopes if scope not in there], at_once, returning):
        return _interrupted(verb)
    known = None
    if verb in ("up", "preview"):
        known = marks(project, there, on, at_once, everything=everything or asked or bool(domains))
    if verb != "up":
        _tell_absent(project, verb, domains or [FOUNDATION, *names], scopes)
    if not scopes:
        return Status.DONE
    with shown() as tell:
        reports = Run(project, verb, at_once, tell, known, asked).run(scopes)
    status = _summed_up(verb, reports, interrupted=project.command.interrupted)
    built = [scope for scope, report in zip(scopes, reports, strict=True) if report.outcome == "done"]
    if verb == "up" and status == Status.DONE and built and not _verified(project, checked, built, on.isoformat()):
        return Status.REFUSED
    if asked and status == Status.DONE:
        return _agreed(environment, reports)
    return status


def _made_ready(project: "Project", new: Sequence[str], jobs: int, returning: "_Returning") -> bool:
    """Make the new stacks, and take over what was kept of theirs; False where somebody wants it to end."""
    from meshwright.live.running import interrupts
    from meshwright.live.trouble import LiveError

    with interrupts(project):
        try:
            project.create(new, jobs)
            returning.take_over(project)
        except LiveError:
            if not project.command.interrupted:
                raise
    return not project.command.interrupted


def _interrupted(verb: str) -> int:
    print(f"mesh: interrupted; `mesh {verb}` again goes on from here", file=sys.stderr)
    return Status.INTERRUPTED


def _tell_absent(project: "Project", verb: str, wanted: Sequence[str], scopes: Sequence[str]) -> None:
    """Say which stacks there is nothing to do for, as they don't exist."""
    absent = [project.stack(scope) for scope in wanted if scope not in scopes]
    if absent and (verb == "preview" or not scopes):
        cure = f"; `mesh up --env {project.environment.name}` makes them" if verb == "preview" else ""
        print(f"mesh: no such stack yet: {', '.join(absent)}{cure}", file=sys.stderr)


def _agreed(environment: str, reports: "Sequence[StackReport]") -> int:
    """Whether the account is what the definitions say, as a preview that asked it found."""
    differing = [report.stack for report in reports if report.changes]
    if not differing:
        return Status.DONE
    print(
        f"mesh: not as defined: {', '.join(differing)}; `mesh up --env {environment}` brings what is not deployed, "
        f"and after `mesh refresh --env {environment}` what was changed by hand",
        file=sys.stderr,
    )
    return Status.REFUSED


@dataclass(frozen=True)
class _Returning:
    """What stacks that come back find in the account; ``desired`` is None where there is nothing."""

    desired: "Desired | None" = None
    found: "Mapping[str, Sequence[Kept]]" = field(default_factory=dict)
    """By stack."""

    def take_over(self, project: "Project") -> None:
        from meshwright.live.returning import take_over

        for stack, held in self.found.items():
            assert self.desired is not None
            take_over(project, self.desired, stack, held)


def _returning(
    project: "Project", checked: Checked, verb: str, asked: Sequence[str], there: "Mapping[str, Stack]", today: str
) -> _Returning:
    """What is there already of what has no stack or an empty one, or was named; said before anything is touched.

    Without boto3 nobody can look: the engine then stops where AWS says that something exists.
    """
    from importlib.util import find_spec

    if verb not in ("up", "preview") or find_spec("boto3") is None:
        return _Returning()
    from meshwright.account.desired import suffixes
    from meshwright.account.reaching import account_of
    from meshwright.live.returning import kept

    built = {scope for scope, found in there.items() if found.resources}
    known = [d.name for d in checked.mesh.domains if d.name in asked or (not asked and d.name not in built)]
    if FOUNDATION not in built or FOUNDATION in asked:
        known = [FOUNDATION, *known]
    if not known:
        return _Returning()
    account = account_of(project.environment)
    if not suffixes(account):
        return _Returning()  # without a foundation nothing was ever built there
    domains = [scope for scope in known if scope != FOUNDATION]
    desired = _desired(account, project.root, checked, domains, today)
    found = {}
    for scope in known:
        stack = project.stack(scope)
        state = project.state(stack) if scope in there else {}
        held = kept(account, desired, stack, [r["urn"] for r in state.get("resources") or []])
        if held:
            found[stack] = held
            what = "is taken over, as it was kept" if verb == "up" else "would be taken over by mesh up"
            print(f"{stack}: in the account already, and {what}: {', '.join(map(str, held))}", flush=True)
    return _Returning(desired, found)


def _desired(account: "Account", root: "Path", checked: Checked, domains: list[str], today: str) -> "Desired":
    """What the definitions want in the account of the foundation and these domains."""
    from meshwright.cli.accounts import wanted

    os.environ[TODAY] = today
    return wanted(root, checked.mesh, account, domains)


def _verified(project: "Project", checked: Checked, scopes: Sequence[str], today: str) -> bool:
    """Whether the account is what was just built; where nobody can ask it, that is said and stops nothing."""
    from importlib.util import find_spec

    if find_spec("boto3") is None:
        print("mesh: not verified, which needs boto3: pip install 'meshwright[live]'", file=sys.stderr)
        return True
    from meshwright.account.reaching import account_of
    from meshwright.cli.verifying import after_up

    domains = [scope for scope in scopes if scope != FOUNDATION]
    account = account_of(project.environment)
    built = _desired(account, project.root, checked, domains, today)
    return after_up(account, built, f"mesh verify --env {project.environment.name}")


def _scopes(
    project: "Project", verb: "Verb", asked: Sequence[str], defined: list[str], there: "Mapping[str, Stack]"
) -> list[str]:
    """What is to be done, the foundation first; ``there`` are the stacks that exist."""
    from meshwright.live.project import refuse_standing
    from meshwright.live.trouble import LiveError

    known = defined if verb == "up" else sorted({*defined, *there} - {FOUNDATION})
    for name in asked:
        if name not in known and name != FOUNDATION:
            raise unknown("domain", name, known)
    orphans = [s for s, found in there.items() if s not in (FOUNDATION, *defined) and found.resources]
    if verb == "up" and orphans:
        listed = " ".join(sorted(orphans))
        raise LiveError(
            f"{listed}: without a definition, but built; nothing was touched. Remove first: "
            f"mesh destroy --env {project.environment.name} {listed}"
        )
    wanted = [FOUNDATION, *(asked or known)] if verb == "up" or not asked else list(asked)
    scopes = list(dict.fromkeys(wanted))
    if verb == "up":
        return scopes
    if verb == "destroy" and FOUNDATION in scopes:
        refuse_standing(s for s, found in there.items() if s != FOUNDATION and found.resources and s not in scopes)
    return [scope for scope in scopes if scope in there]


def _confirm(environment: str, scopes: Sequence[str], yes: bool) -> None:
    if yes:
        return
    if not sys.stdin.isatty():
        raise WrongUsage("mesh destroy asks before it begins, and nobody is there to answer; add --yes")
    print(f"This removes {', '.join(scopes)} from {environment}; what holds data stays where it is not retired.")
    if input(f"Write {environment} to go on: ").strip() != environment:
        raise WrongUsage("nothing was touched")


def _summed_up(verb: str, reports: "Sequence[StackReport]", *, interrupted: bool) -> int:
    from meshwright.cli.live_progress import counted
    from meshwright.live.running import GOOD

    rows = [(r.stack, r.outcome, counted(r.changes), round(r.seconds, 1)) for r in reports]
    print_table(("stack", "outcome", "changes", "seconds"), rows)
    if verb == "preview":
        for report in reports:
            for operation, urn in report.changed:
                print(
                    f"  {report.stack}: {operation} {urn.split('::')[2].rpartition('$')[2]} {urn.rpartition('::')[2]}"
                )
    for report in reports:
        if report.kept:
            print(f"{report.stack}: kept in the account, since it holds data:")
            print("\n".join(f"  {type_} {id_}" for type_, id_ in report.kept))
        if report.why:
            log = f" (log: {report.log})" if report.log and report.log.exists() else ""
            print(f"mesh: {report.stack}: {report.why}{log}", file=sys.stderr)
    if interrupted:
        return _interrupted(verb)
    return Status.DONE if all(r.outcome in GOOD for r in reports) else Status.REFUSED
