"""``mesh up|preview|refresh|destroy`` in a real account."""

import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from meshwright.cli.ending import Status, WrongUsage
from meshwright.cli.output import in_terminal, print_table
from meshwright.cli.project import day, find_root, read_mesh, unknown

if TYPE_CHECKING:
    from meshwright.live.events import Heard
    from meshwright.live.project import Project
    from meshwright.live.running import StackReport, Verb

TODAY = "MESH_TODAY"
FOUNDATION = "foundation"


def run(
    verb: "Verb", environment: str, domains: Sequence[str], *, jobs: int | None, today: str | None, yes: bool = False
) -> int:
    """Do one thing to the stacks of an environment, and sum up."""
    from meshwright.live.identity import check_account
    from meshwright.live.project import Project
    from meshwright.live.running import Run

    root, on = find_root(), day(today)
    checked = read_mesh(root, on)
    place = checked.mesh.environment(environment)
    if place is None:
        raise checked.unknown("environment", environment, [e.name for e in checked.mesh.environments])
    if verb in ("up", "preview") and checked.tell():
        print(f"mesh: nothing was touched; mend the errors above and run `mesh {verb}` again", file=sys.stderr)
        return Status.REFUSED
    project = Project(root, place, {TODAY: on.isoformat()})
    assert project.command  # which CLI comes before everything else
    project.need_passphrase()
    check_account(place)
    names = [d.name for d in checked.mesh.domains]
    scopes = _scopes(project, verb, domains, names)
    if verb == "destroy" and scopes:
        _confirm(environment, scopes, yes)
    reports = Run(project, verb, jobs or min(4, os.cpu_count() or 1), _tell).run(scopes)
    return _summed_up(verb, reports, interrupted=project.command.interrupted)


def _scopes(project: "Project", verb: "Verb", asked: Sequence[str], defined: list[str]) -> list[str]:
    """What is to be done, the foundation first; stacks that ``up`` needs exist afterwards."""
    from meshwright.live.trouble import LiveError

    there = project.stacks()
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
        for scope in scopes:
            if scope not in there:
                project.create(project.stack(scope))
        return scopes
    others = [s for s, found in there.items() if s != FOUNDATION and found.resources and s not in scopes]
    if verb == "destroy" and FOUNDATION in scopes and others:
        raise LiveError(
            f"the foundation stays while domains stand on it: {', '.join(sorted(others))}; remove them first"
        )
    return [scope for scope in scopes if scope in there]


def _confirm(environment: str, scopes: Sequence[str], yes: bool) -> None:
    if yes:
        return
    if not sys.stdin.isatty():
        raise WrongUsage("mesh destroy asks before it begins, and nobody is there to answer; add --yes")
    print(f"This removes {', '.join(scopes)} from {environment}; what holds data stays where it is not retired.")
    if input(f"Write {environment} to go on: ").strip() != environment:
        raise WrongUsage("nothing was touched")


def _tell(stack: str, heard: "Heard | None", report: "StackReport | None") -> None:
    """A line when a stack is done; in a terminal one that is overwritten meanwhile."""
    if report is not None:
        print(f"{stack}: {report.outcome} in {report.seconds:.1f} s{_counted(report.changes)}", flush=True)
    elif heard is not None and in_terminal():
        print(f"\r\033[K{stack}: {heard.done} done, {heard.doing}"[:110], end="\r", file=sys.stderr, flush=True)


def _counted(changes: dict[str, int]) -> str:
    return "".join(f", {n:,} {op}" for op, n in sorted(changes.items())) or ", nothing to do"


def _summed_up(verb: str, reports: "Sequence[StackReport]", *, interrupted: bool) -> int:
    rows = [(r.stack, r.outcome, _counted(r.changes).removeprefix(", "), round(r.seconds, 1)) for r in reports]
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
        print(f"mesh: interrupted; `mesh {verb}` again goes on from here", file=sys.stderr)
        return Status.INTERRUPTED
    return Status.DONE if all(r.outcome == "done" for r in reports) else Status.REFUSED
