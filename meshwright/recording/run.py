"""Runs a program from beginning to end against a recording engine."""

import asyncio
import contextlib
import contextvars
import gc
import inspect
import logging
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pulumi
from pulumi.runtime.settings import ROOT, Settings, configure
from pulumi.runtime.stack import run_in_stack

from meshwright.recording.errors import RecordingError
from meshwright.recording.graph import Graph
from meshwright.recording.monitor import Recorder
from meshwright.recording.references import StackName, by_stack
from meshwright.recording.registration import Place

NOTHING: Mapping[str, Any] = MappingProxyType({})


def record(
    program: Callable[[], object],
    *,
    stack: str,
    project: str = "meshwright",
    preview: bool = False,
    references: Mapping[str, Mapping[str, Any] | Graph] = NOTHING,
    account: str = "123456789012",
    region: str = "eu-west-1",
    partition: str = "aws",
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
    recorder = Recorder(
        StackName(project, stack),
        preview=preview,
        place=Place(account=account, region=region, partition=partition),
        references=by_stack(references, project),
        root=root.resolve() if root else None,
    )
    settings = {"project": project, "stack": stack, "dry_run": preview, "root_directory": str(root) if root else None}
    with _collector_at_rest():
        # the SDK keeps its state in context variables: in a copy of the context nothing of this run is left behind
        contextvars.copy_context().run(_run, program, recorder, settings)
    return recorder.graph()


def _run(program: Callable[[], object], recorder: Recorder, settings: dict[str, Any]) -> None:
    with contextlib.suppress(RuntimeError):
        asyncio.get_running_loop()
        raise RecordingError("a recording runs its own event loop; call it from synchronous code")
    failures: list[BaseException] = []

    def body() -> Any:
        try:
            result = program()
        except BaseException as error:
            failures.append(error)
            raise
        return result if inspect.isawaitable(result) else None

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
        raise _clean([*recorder.errors, *failures, error][0], recorder) from None
    finally:
        _forget()


def _clean(error: BaseException, recorder: Recorder) -> BaseException:
    return error


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
