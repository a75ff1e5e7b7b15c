"""Runs a program from beginning to end against a recording engine."""

import asyncio
import contextlib
import contextvars
import gc
import inspect
import logging
import sysconfig
import traceback
import warnings
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from types import CoroutineType, MappingProxyType
from typing import Any

import pulumi
from pulumi import RunError
from pulumi.runtime.settings import ROOT, Settings, configure
from pulumi.runtime.stack import run_in_stack

from meshwright.recording.errors import RecordingError
from meshwright.recording.graph import Graph
from meshwright.recording.monitor import Recorder
from meshwright.recording.references import Lookup, Referenced, StackName, among
from meshwright.recording.registration import Place
from meshwright.recording.tracing import untraced

PROJECT = "meshwright"
HERE = Place(account="123456789012", region="eu-west-1")
"""Where a resource without an explicit provider would be, if nobody says otherwise."""
NO_REFERENCES: Mapping[str, Referenced] = MappingProxyType({})


def record(
    program: Callable[[], object],
    *,
    stack: str,
    project: str = PROJECT,
    preview: bool = False,
    references: Mapping[str, Referenced] = NO_REFERENCES,
    account: str = HERE.account,
    region: str = HERE.region,
    partition: str = HERE.partition,
    root: Path | None = None,
) -> Graph:
    """Runs ``program`` as ``stack`` and returns everything it registered.

    Equal programs give equal graphs, whatever ran before in the process. ``references`` holds the outputs of other
    stacks, or their graphs, under any form of their name. ``account``, ``region`` and ``partition`` are where resources
    without an explicit provider would be; a provider's own region and allowed account win. ``root`` is the project's
    folder: paths of assets inside of it are recorded relative to it.

    A ValueError or ``pulumi.RunError`` of the program is raised as it is, anything else as a RecordingError with the
    original as its cause.
    """
    place = Place(account=account, region=region, partition=partition)
    return run(program, StackName(project, stack), among(references, project), preview=preview, place=place, root=root)


def run(
    program: Callable[[], object],
    stack: StackName,
    references: Lookup,
    *,
    preview: bool,
    place: Place = HERE,
    root: Path | None = None,
) -> Graph:
    """As ``record``, with references answered by whoever knows."""
    root = root.resolve() if root else None
    recorder = Recorder(stack, preview=preview, place=place, references=references, root=root)
    settings = {
        "project": stack.project,
        "stack": stack.stack,
        "dry_run": preview,
        "root_directory": str(root) if root else None,
    }
    with _collector_at_rest(), untraced(), warnings.catch_warnings():
        # what a failure kept from being awaited: it says nothing that the failure doesn't
        warnings.filterwarnings("ignore", r"coroutine 'Output\.", RuntimeWarning)
        # the SDK keeps its state in context variables: in a copy of the context nothing of this run is left behind
        failure = contextvars.copy_context().run(_run, program, recorder, settings)
    if isinstance(failure, Exception | SystemExit) and not isinstance(failure, ValueError | RunError):
        raise RecordingError(_described(failure, stack.stack)) from failure
    if failure is not None:
        raise failure
    return recorder.graph()


def _run(program: Callable[[], object], recorder: Recorder, settings: dict[str, Any]) -> BaseException | None:
    """Runs to the end; the first thing that went wrong, if anything did."""
    _refuse_a_running_loop()
    failures: list[BaseException] = []

    def body() -> Any:
        try:
            result = program()
        except BaseException as error:
            failures.append(error)
            raise
        # one turn of the loop, in which registrations get under way: the SDK waits for those it finds, but it would
        # look before there are any, and then wait for every output anew whenever one of them is known
        return result if inspect.isawaitable(result) else asyncio.sleep(0)

    ROOT.set(None)
    configure(Settings(**settings, monitor=recorder, engine=_Log(), organization="organization"))
    try:
        with asyncio.Runner() as runner:
            loop = runner.get_loop()
            loop.set_default_executor(_OnTheSpot())
            # what follows from a failure is not worth a message of its own
            loop.set_exception_handler(lambda loop, context: None)
            runner.run(run_in_stack(body))
    except BaseException as error:
        _close_the_unstarted()
        # the SDK raises the last consequence; what was refused first, or what the program raised, is the reason
        return next(iter([*recorder.errors, *failures, error]))
    finally:
        _forget()
    return None


def _refuse_a_running_loop() -> None:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return
    raise RecordingError("a recording runs its own event loop; call it from code that is not async")


def _described(failure: BaseException, stack: str) -> str:
    """What failed and in which line of the program, rather than of a library that it called."""
    libraries = (sysconfig.get_path("stdlib"), sysconfig.get_path("purelib"), str(Path(__file__).parent))
    frames = traceback.extract_tb(failure.__traceback__)
    own = [frame for frame in frames if not frame.filename.startswith((*libraries, "<"))] or frames
    at = f" at {own[-1].filename}:{own[-1].lineno}" if own else ""
    return f"the program of {stack} failed with {type(failure).__name__}: {failure}{at}"


def _close_the_unstarted() -> None:
    """Closes the SDK's coroutines that a failure kept from being awaited: each would warn of it some time later."""
    sdk = str(Path(pulumi.__file__).parent)
    for found in gc.get_objects():
        if (
            type(found) is CoroutineType  # not isinstance, which a weak reference to what is gone raises at
            and inspect.getcoroutinestate(found) == inspect.CORO_CREATED
            and found.cr_code.co_filename.startswith(sdk)
        ):
            found.close()


def _forget() -> None:
    """Takes the recorder out of the SDK, which keeps the first value it is given as a default for other contexts."""
    for _ in range(2):
        configure(Settings(project="project", stack="stack"))
    ROOT.set(None)


@contextlib.contextmanager
def _collector_at_rest() -> Iterator[None]:
    """Keeps the cyclic collector from walking over the program's live objects: half of a recording's time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


class _OnTheSpot(ThreadPoolExecutor):
    """Answers without threads: the order of registrations is the program's own."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except BaseException as error:
            future.set_exception(error)
        return future


class _Log:
    """Where a program's ``pulumi.log`` goes."""

    _levels = (logging.DEBUG, logging.INFO, logging.WARNING, logging.ERROR)
    _logger = logging.getLogger("meshwright.recording")

    def Log(self, request: Any) -> None:
        if request.severity:  # the SDK's own debug messages come many times per resource
            self._logger.log(self._levels[request.severity], request.message)
