"""``mesh verify``: whether an account is as the definitions want it."""

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from meshwright.cli.accounts import confirmed, reach
from meshwright.cli.ending import Status
from meshwright.cli.output import print_table

if TYPE_CHECKING:
    from meshwright.account.desired import Desired
    from meshwright.account.reaching import Account
    from meshwright.verify import Breach, Fix, Result


def verify(environment: str | None, format: str, today: str | None, *, fix: bool, yes: bool) -> int:
    """Print every check and its evidence, mend what can be mended if asked; a refusal where one fails."""
    from meshwright.verify import verify as judged

    reached = reach(environment, today)
    results = judged(reached.account, reached.desired)
    fixes = [b.fix for r in results for b in r.breaches if b.fix is not None] if fix else []
    if fixes and _mended(reached.account, fixes, yes=yes):
        results = judged(reached.account, reached.desired)
    if format == "json":
        print(json.dumps([_record(r) for r in results], indent=2, ensure_ascii=False))
    else:
        _print(results, fixable=not fix)
    return Status.REFUSED if any(r.breaches for r in results) else Status.DONE


def after_up(account: "Account", desired: "Desired", command: str) -> bool:
    """Verify what was just built, and say so in a line; whether no check fails."""
    from meshwright.verify import verify as judged

    results = judged(account, desired)
    failing = [r for r in results if r.breaches]
    print(_summary(results))
    for result in failing:
        for breach in result.breaches:
            print(f"  {result.check.number} {breach.subject}: {breach.seen}", file=sys.stderr)
    if failing:
        print(f"mesh: not everything is as declared; `{command} --fix` mends what can be mended", file=sys.stderr)
    return not failing


def _mended(account: "Account", fixes: "Sequence[Fix]", *, yes: bool) -> bool:
    """Say what would be done, and do it when that is agreed to."""
    from meshwright.sandbox.errors import ApiError

    print(f"--fix would, in account {account.environment.account} ({account.environment.name}):", file=sys.stderr)
    for fix in fixes:
        print(f"  {fix.says}", file=sys.stderr)
    if not confirmed("do all of this", yes=yes):
        return False
    for fix in fixes:
        try:
            fix.apply(account.api)
        except ApiError as problem:
            print(f"mesh: can't {fix.says}: {problem}", file=sys.stderr)
    return True


def _print(results: "Sequence[Result]", *, fixable: bool) -> None:
    print_table(
        ("check", "what holds", "outcome", "evidence"),
        [(r.check.number, r.check.title, r.outcome, r.evidence) for r in results],
    )
    mendable = 0
    for result in results:
        for breach in result.breaches:
            mendable += breach.fix is not None
            print(f"{result.check.number} {breach.subject}: {breach.seen}; {_cure(breach)}", file=sys.stderr)
    print(_summary(results), file=sys.stderr)
    if mendable and fixable:
        print(f"mesh: --fix mends {mendable} of these, and says first what it would do", file=sys.stderr)


def _cure(breach: "Breach") -> str:
    parts = [f"expected: {breach.wanted}", f"--fix would {breach.fix.says}" if breach.fix else breach.cure]
    return "; ".join(part for part in parts if part)


def _summary(results: "Sequence[Result]") -> str:
    by_outcome = [("hold", "holds"), ("fail", "fails"), ("can't be told here", "not checkable here")]
    counted = [(word, sum(r.outcome == outcome for r in results)) for word, outcome in by_outcome]
    return f"verified: {', '.join(f'{number} {word}' for word, number in counted if number)}"


def _record(result: "Result") -> dict[str, Any]:
    return {
        "check": result.check.number,
        "title": result.check.title,
        "why": result.check.why,
        "outcome": result.outcome,
        "evidence": result.evidence,
        "holds": [asdict(o) for o in result.sound],
        "fails": [
            {
                "subject": b.subject,
                "seen": b.seen,
                "wanted": b.wanted,
                "cure": b.cure,
                "fix": b.fix.says if b.fix else None,
            }
            for b in result.breaches
        ],
        "untold": [asdict(o) for o in result.untold],
    }
