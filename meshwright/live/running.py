"""One verb over many stacks: the foundation first, then the domains, several at a time."""

import signal
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from pulumi.automation import CommandError

from meshwright.account.desired import BUCKET

from .events import Heard, heard
from .marks import Marks
from .project import FOUNDATION, Project, let_go
from .recovery import half_taken, recover, unfinished
from .trouble import LiveError, explained, in_short

Verb = Literal["up", "preview", "refresh", "destroy"]
Outcome = Literal["done", "unaffected", "failed", "skipped", "interrupted"]
GOOD: tuple[Outcome, ...] = ("done", "unaffected")
ARGUMENTS: dict[Verb, tuple[str, ...]] = {
    "up": ("--yes", "--skip-preview"),
    "preview": (),
    "refresh": ("--yes", "--skip-preview"),
    "destroy": ("--yes", "--skip-preview"),
}


@dataclass(frozen=True, kw_only=True)
class StackReport:
    """What became of one stack."""

    stack: str
    outcome: Outcome
    changes: dict[str, int] = field(default_factory=dict)
    """Operations that changed something, or would, and how often."""
    changed: tuple[tuple[str, str], ...] = ()
    """Operation and URN."""
    kept: tuple[tuple[str, str], ...] = ()
    """Type and id of what holds data and stays in the account after a destroy."""
    why: str = ""
    """What went wrong and what to do."""
    log: Path | None = None
    seconds: float = 0.0


Tell = Callable[[str, Heard | None, StackReport | None], None]
"""Is told of a stack's progress: what was heard so far, or how it ended."""


@dataclass
class Run:
    """One verb over the stacks of one environment."""

    project: Project
    verb: Verb
    jobs: int
    tell: Tell
    marks: Marks | None = None
    """Where they are given, stacks that nothing affected are left alone."""
    asked: bool = False
    """Whether a preview asks the account what there is, and changes no state by it."""

    def run(self, scopes: Sequence[str]) -> list[StackReport]:
        """The scopes' stacks, in an order that their dependencies allow; a failure doesn't stop its siblings.

        A domain needs the foundation, so where that fails to come up no domain is tried, and where a domain fails to go
        the foundation stays.
        """
        first = [scope for scope in scopes if scope == FOUNDATION]
        others = [scope for scope in scopes if scope != FOUNDATION]
        phases = [others, first] if self.verb == "destroy" else [first, others]
        if self.verb in ("preview", "refresh"):
            phases = [[*first, *others]]
        reports: list[StackReport] = []
        with interrupts(self.project):
            for phase in phases:
                if reports and self.verb in ("up", "destroy") and any(r.outcome not in GOOD for r in reports):
                    reports += [self._skipped(scope) for scope in phase]
                else:
                    reports += self._affected(phase)
        return reports

    def _affected(self, scopes: Sequence[str]) -> list[StackReport]:
        if self.marks is None or not scopes or self.project.command.interrupted:
            return self._phase(scopes)
        alone = set(self.marks.unaffected(scopes))
        reports = self._phase([scope for scope in scopes if scope not in alone])
        found = {report.stack: report for report in reports}
        if self.verb == "up" and not self.project.command.interrupted:
            self.marks.note(s for s in scopes if s not in alone and found[self.project.stack(s)].outcome == "done")
        names = [self.project.stack(scope) for scope in scopes]
        return [found.get(name) or StackReport(stack=name, outcome="unaffected") for name in names]

    def _phase(self, scopes: Sequence[str]) -> list[StackReport]:
        found: dict[str, StackReport] = {}
        with ThreadPoolExecutor(max(self.jobs, 1)) as pool:
            waiting: dict[Future[StackReport], str] = {pool.submit(self._one, scope): scope for scope in scopes}
            while waiting:
                done, _ = wait(waiting, timeout=0.2, return_when=FIRST_COMPLETED)  # so that signals are heard
                for future in done:
                    found[waiting.pop(future)] = future.result()
        return [found[scope] for scope in scopes]

    def _skipped(self, scope: str) -> StackReport:
        why = "a domain is still there" if self.verb == "destroy" else "the foundation did not come up"
        if self.project.command.interrupted:
            why = "interrupted before it began"
        report = StackReport(stack=self.project.stack(scope), outcome="skipped", why=why)
        self.tell(report.stack, None, report)
        return report

    def _one(self, scope: str) -> StackReport:
        stack, began = self.project.stack(scope), time.monotonic()
        if self.project.command.interrupted:
            return self._skipped(scope)
        log = self.project.root / ".mesh" / "live" / f"{stack}.log"
        log.parent.mkdir(parents=True, exist_ok=True)
        events = Heard()
        try:
            self.project.settle_secrets(stack)
            kept = self._prepared(stack) if self.verb != "preview" else ()
            with (
                log.open("w", encoding="utf-8") as lines,
                heard(log.with_suffix(".events"), lambda h: self.tell(stack, h, None)) as events,
            ):
                self._pulumi(stack, log.with_suffix(".events"), lambda line: print(line, file=lines, flush=True))
            report = StackReport(stack=stack, outcome="done", kept=kept if self.verb == "destroy" else ())
        except LiveError as problem:
            report = StackReport(stack=stack, outcome="failed", why=str(problem))
        except CommandError as problem:
            report = StackReport(stack=stack, outcome=self._ended(), why=_why(str(problem), events, stack))
        report = StackReport(
            **{
                **vars(report),
                "changes": dict(events.changes),
                "changed": tuple(events.changed),
                "log": log,
                "seconds": time.monotonic() - began,
            }
        )
        self.tell(stack, events, report)
        return report

    def _ended(self) -> Outcome:
        return "interrupted" if self.project.command.interrupted else "failed"

    def _prepared(self, stack: str) -> tuple[tuple[str, str], ...]:
        """Mend what an interruption left, let go of the foundation; type and id of what outlives the stack."""
        state = self.project.state(stack)
        if unfinished(state) or half_taken(state):
            recover(self.project, stack, state)
        resources = state.get("resources") or []
        if self.verb == "destroy" and stack == self.project.stack(FOUNDATION):
            let_go(self.project, stack, resources)
        return tuple(sorted((r["type"], r.get("id", "")) for r in resources if r.get("retainOnDelete") and _itself(r)))

    def _pulumi(self, stack: str, events: Path, hear: Callable[[str], None]) -> None:
        how = ("--refresh",) if self.asked and self.verb == "preview" else ARGUMENTS[self.verb]
        arguments = [self.verb, "-s", stack, *how, "--color", "never", "--event-log", str(events)]
        self.project.command.run(arguments, str(self.project.root), self.project.variables, hear, hear)


def _itself(resource: Mapping[str, Any]) -> bool:
    """Whether it is more than a setting of a bucket."""
    return resource["type"] == BUCKET or not str(resource["type"]).startswith("aws:s3/bucket")


def _why(text: str, events: Heard, stack: str) -> str:
    said = "; ".join(dict.fromkeys(" ".join(e.split()) for e in events.errors if e != "update failed"))
    return explained(text, stack) or explained(said, stack) or said[:600] or in_short(text)


@contextmanager
def interrupts(project: Project) -> Iterator[None]:
    """An interrupt or an order to end reaches the engine, which ends what it is at and keeps its state."""

    def forward(number: int, frame: object) -> None:
        project.command.interrupt()

    before = {number: signal.signal(number, forward) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
