"""``mesh access drift``: what Lake Formation holds against what was compiled."""

import json
import sys
from typing import TYPE_CHECKING, Any

from meshwright.cli.accounts import Reached, confirmed, reach
from meshwright.cli.ending import Status, WrongUsage
from meshwright.cli.output import print_rows
from meshwright.cli.project import day

if TYPE_CHECKING:
    from meshwright.drift import Difference, Drift
    from meshwright.drift.adopting import Proposal

FIELDS = ("kind", "about", "principal", "subject", "permissions", "found", "wanted", "why")


def drift(environment: str | None, format: str, today: str | None, *, adopt: bool, revoke: bool, yes: bool) -> int:
    """Print every difference; what would make it managed, or taken back, if asked. A refusal where one is left."""
    from meshwright.drift import compare
    from meshwright.drift.reading import actual, facts, wanted

    if adopt and revoke:
        raise WrongUsage("--adopt keeps what --revoke takes back; give one of them")
    reached = reach(environment, today)
    known = facts(reached.account, reached.desired, reached.checked.mesh, day(today))
    has = actual(reached.account, reached.desired)
    found = compare(wanted(reached.desired), has, known)
    if revoke and _revoked(reached, found, yes=yes):
        found = compare(wanted(reached.desired), actual(reached.account, reached.desired), known)
    proposed: list[Proposal] = []
    if adopt:
        from meshwright.drift.adopting import proposals

        proposed = list(proposals(reached.checked.mesh, known, found.differences, has.filters))
    _print(found, proposed, format)
    return Status.REFUSED if found.drifted else Status.DONE


def _revoked(reached: Reached, found: "Drift", *, yes: bool) -> bool:
    """Say what would be taken back, and take it when that is agreed to."""
    from meshwright.drift.revoking import revocable, revoke

    there = revocable(found.differences)
    environment = reached.account.environment
    print(f"--revoke would, in account {environment.account} ({environment.name}):", file=sys.stderr)
    for difference in there:
        print(f"  {_taking(difference)}", file=sys.stderr)
    if not there:
        print("  do nothing: nothing is there that nobody declared", file=sys.stderr)
        return False
    if not confirmed("take all of this back", yes=yes):
        return False
    for difference, problem in revoke(reached.account.api, there):
        if problem is not None:
            print(f"mesh: can't {_taking(difference)}: {problem}", file=sys.stderr)
    return True


def _taking(difference: "Difference") -> str:
    if difference.about == "filter":
        return f"delete {difference.subject} ({difference.found})"
    if difference.about == "tag":
        now = f", which is {difference.wanted} again" if difference.wanted else ""
        return f"take back {difference.found} as the tag {difference.subject}{now}"
    return f"revoke {', '.join(difference.permissions)} on {difference.subject} from {difference.principal}"


def _print(found: "Drift", proposed: "list[Proposal]", format: str) -> None:
    if format == "json":
        report = {
            "differences": [_record(d) for d in found.differences],
            "compared": found.compared,
            "implicit": found.implicit,
            "others": found.others,
            **({"adopt": [_proposal(p) for p in proposed]} if proposed else {}),
        }
        print(json.dumps(report, indent=2, ensure_ascii=False))
        return
    records = [_record(d) for d in found.differences]
    if records or format == "csv":
        rows = [[", ".join(v) if isinstance(v, list) else v for v in record.values()] for record in records]
        print_rows(FIELDS, rows, format)
    for proposal in proposed:
        print("\n".join(_lines(proposal)))
    print(_summary(found), file=sys.stderr)


def _summary(found: "Drift") -> str:
    counted = [
        (kind, sum(d.kind == kind for d in found.differences))
        for kind in ("missing", "changed", "unmanaged", "left behind")
    ]
    drifted = ", ".join(f"{number} {kind}" for kind, number in counted if number) or "no drift"
    kept = sum(d.kind == "kept" for d in found.differences)
    drifted += f", {kept} kept by hand on what was adopted" if kept else ""
    beside = f"{found.implicit} implicit of creators and administrators, {found.others} not the mesh's"
    return f"{drifted}; {found.compared} permissions are as compiled ({beside})"


def _record(difference: "Difference") -> dict[str, Any]:
    held = {name: getattr(difference, name) for name in FIELDS}
    return {**held, "permissions": list(difference.permissions)}


def _lines(proposal: "Proposal") -> list[str]:
    about = f"# {proposal.difference.subject}, {proposal.difference.principal.rpartition('/')[2]}"
    if proposal.why_not:
        return [about, f"#   no share would do: {proposal.why_not}"]
    lines = [about, f"# {proposal.producer_file}, in shares=[…]:", f"{proposal.share},"]
    if proposal.subscription:
        lines += [f"# {proposal.consumer_file}, in consumes=[…]:", f"{proposal.subscription},"]
    return lines


def _proposal(proposal: "Proposal") -> dict[str, Any]:
    return {
        "subject": proposal.difference.subject,
        "principal": proposal.difference.principal,
        "share": proposal.share,
        "producer_file": proposal.producer_file,
        "subscription": proposal.subscription,
        "consumer_file": proposal.consumer_file,
        "why_not": proposal.why_not,
    }
