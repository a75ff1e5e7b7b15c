"""A recording leaves nothing behind, and fails with one clean error."""

import asyncio
import contextlib
import contextvars
import gc
import os
import subprocess
import sys
import textwrap
import threading
import weakref
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pulumi
import pytest
from pulumi.runtime import resource
from pulumi.runtime.settings import ROOT as ROOT_RESOURCE
from pulumi.runtime.settings import SETTINGS
from pulumi_aws import s3, sns

from meshwright.recording import RecordingError, record
from meshwright.recording.monitor import Recorder
from tests.harness import deploy

ROOT = Path(__file__).parents[2]


def topics(count: int = 2) -> None:
    for number in range(count):
        topic = sns.Topic(f"topic-{number}")
        sns.TopicPolicy(f"policy-{number}", arn=topic.arn, policy="{}")


class Wrong(pulumi.RunError):
    """A user's mistake, as the platform raises it."""


def raising(error: BaseException) -> Callable[[], None]:
    def program() -> None:
        sns.Topic("before")
        raise error

    return program


@pytest.mark.parametrize("error", [ValueError("bad value; write another"), Wrong("no such stack; use one of a, b")])
def test_a_users_mistake_comes_out_as_it_is(error: Exception) -> None:
    with pytest.raises(type(error)) as raised:
        deploy(raising(error))
    assert raised.value is error


def test_any_other_failure_says_what_and_where_and_keeps_its_cause() -> None:
    error = KeyError("colour")
    with pytest.raises(
        RecordingError, match=r"operations\.sandbox failed with KeyError: 'colour' at .*py:\d+"
    ) as raised:
        deploy(raising(error))
    assert raised.value.__cause__ is error


def test_a_failure_comes_out_whatever_else_is_gone_and_still_referred_to() -> None:
    gone = weakref.proxy(Wrong())
    with pytest.raises(Wrong):
        deploy(raising(Wrong("no such stack")))
    assert type(gone) is weakref.ProxyType


def test_an_exit_is_a_failure() -> None:
    with pytest.raises(RecordingError, match="failed with SystemExit: 3"):
        deploy(raising(SystemExit(3)))


def test_an_interrupt_passes_through() -> None:
    with pytest.raises(KeyboardInterrupt):
        deploy(raising(KeyboardInterrupt()))


def test_a_failure_inside_apply_comes_out() -> None:
    def program() -> None:
        def refuse(arn: str) -> str:
            raise ValueError(f"{arn} is not mine")

        sns.TopicPolicy("policy", arn=sns.Topic("topic", name="t").arn.apply(refuse), policy="{}")

    with pytest.raises(ValueError, match="arn:aws:sns:eu-west-1:123456789012:t is not mine"):
        deploy(program)


def test_of_several_failures_the_first_is_told() -> None:
    def program() -> None:
        for name in ("first", "second", "third"):
            s3.BucketObjectv2(name, bucket="b", key="k", source=pulumi.FileAsset(f"{name}.py"))

    with pytest.raises(RecordingError, match="::first: source"):
        deploy(program)


def test_what_the_program_raises_is_told_rather_than_what_follows() -> None:
    def program() -> None:
        pulumi.Output.from_input(1).apply(lambda _: 1 / 0)
        raise ValueError("the reason")

    with pytest.raises(ValueError, match="the reason"):
        deploy(program)


def test_an_output_in_a_text_is_an_error() -> None:
    def program() -> None:
        sns.TopicPolicy("policy", arn="a", policy=f"{sns.Topic('topic').arn}")

    with pytest.raises(RecordingError, match="str"):
        deploy(program)


def test_a_transform_is_refused_rather_than_ignored() -> None:
    def transform(args: pulumi.ResourceTransformArgs) -> None:
        return None

    def program() -> None:
        sns.Topic("topic", opts=pulumi.ResourceOptions(transforms=[transform]))

    with pytest.raises(RecordingError, match=r"Topic::topic: a transform can't be recorded"):
        deploy(program)


def test_a_stack_transform_is_refused_rather_than_ignored() -> None:
    def program() -> None:
        pulumi.runtime.register_resource_transform(lambda args: None)

    with pytest.raises(RecordingError, match="a stack transform can't be recorded"):
        deploy(program)


def test_an_existing_resource_is_refused() -> None:
    with pytest.raises(RecordingError, match=r"Topic::old: a recording knows no existing resources; read 'arn:x'"):
        deploy(lambda: sns.Topic.get("old", "arn:x"))


def test_an_async_program_is_awaited() -> None:
    async def program() -> None:
        await asyncio.sleep(0)
        sns.Topic("late")

    assert "late" in deploy(program)


def test_a_failure_of_an_async_program_comes_out() -> None:
    async def program() -> None:
        raise ValueError("too late")

    with pytest.raises(ValueError, match="too late"):
        deploy(program)


def test_within_a_running_loop_the_error_is_clear() -> None:
    async def caller() -> None:
        record(topics, stack="operations.sandbox")

    with pytest.raises(RecordingError, match="call it from code that is not async"):
        asyncio.run(caller())


def test_one_recording_does_not_show_in_the_next() -> None:
    alone = deploy(topics).graph.to_json()
    deploy(lambda: topics(3), preview=True, stack="sales.dev")
    with pytest.raises(ValueError, match="broken"):
        deploy(raising(ValueError("broken")))
    assert deploy(topics).graph.to_json() == alone


def test_the_sdk_forgets_the_recording() -> None:
    recorders: list[weakref.ref[Any]] = []

    def program() -> None:
        recorders.append(weakref.ref(SETTINGS.monitor))
        topics()

    deploy(program, preview=True)
    gc.collect()
    assert isinstance(recorders[0], weakref.ref)
    assert recorders[0]() is None
    assert not isinstance(SETTINGS.monitor, Recorder)
    assert not pulumi.runtime.is_dry_run()
    assert pulumi.runtime.get_root_resource() is None


@pytest.mark.parametrize("program", [topics, raising(Wrong("no such stack"))])
def test_the_sdk_says_afterwards_where_resources_come_from(program: Callable[[], None]) -> None:
    before = vars(resource)["_get_stack_trace"]
    with contextlib.suppress(Wrong):
        deploy(program)
    assert vars(resource)["_get_stack_trace"] is before


def test_a_recording_ignores_another_program_in_the_same_process() -> None:
    def other() -> str:
        ROOT_RESOURCE.set(pulumi.Resource.__new__(pulumi.Resource))
        return deploy(topics).graph.to_json()

    assert contextvars.copy_context().run(other) == deploy(topics).graph.to_json()


def test_no_thread_is_left_behind() -> None:
    before = threading.active_count()
    deploy(topics)
    assert threading.active_count() == before


@pytest.mark.parametrize("enabled", [True, False])
def test_the_collector_is_left_as_it_was(enabled: bool) -> None:
    was = gc.isenabled()
    try:
        (gc.enable if enabled else gc.disable)()
        seen: list[bool] = []
        deploy(lambda: seen.append(gc.isenabled()))
        assert (seen, gc.isenabled()) == ([False], enabled)
    finally:
        (gc.enable if was else gc.disable)()


def in_a_process(program: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-X", "dev", "-c", textwrap.dedent(program)],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=60,
    )


PROGRAM = """
    import asyncio
    import gc
    import logging
    import warnings
    warnings.simplefilter("error")
    logging.getLogger("asyncio").setLevel(logging.ERROR)  # development mode reports slow steps
    import pulumi
    from pulumi_random import RandomId
    from meshwright.recording import record

    async def failing():
        raise KeyError("unseen")

    def program():
        ids = [RandomId(f"id-{n}", byte_length=4, keepers={"b": "1", "a": "2"}) for n in range(20)]
        RandomId("last", byte_length=8, prefix=pulumi.Output.all(*[i.hex for i in ids]).apply("".join))
        FAILURE

    errors = []
    for _ in range(2):
        try:
            print(record(program, stack="operations.sandbox", references={"known": {}}).to_json())
        except ValueError as error:
            print(error)
            errors.append(error)
    errors.clear()
    gc.collect()
"""


def test_the_bytes_do_not_depend_on_the_process() -> None:
    answers = {
        in_a_process(PROGRAM.replace("FAILURE", "pass"), PYTHONHASHSEED=seed).stdout for seed in ("1", "2", "77")
    }
    assert len(answers) == 1
    assert "id-19" in answers.pop()


FAILURES = {
    "none": ("pass", "last"),
    "an error": ("raise ValueError('stopped')", "stopped"),
    "an error in apply": ("pulumi.Output.from_input(1).apply(lambda _: 1 / 0)", "ZeroDivisionError"),
    "a missing stack": ("RandomId('x', byte_length=pulumi.StackReference('x').require_output('y'))", "no outputs of"),
    "a missing output": (
        "RandomId('x', byte_length=pulumi.StackReference('known').require_output('y')); raise ValueError('stopped')",
        "stopped",
    ),
    "a failed task": ("asyncio.ensure_future(failing()); raise ValueError('stopped')", "stopped"),
}


@pytest.mark.parametrize("case", FAILURES)
def test_nothing_is_written_to_the_error_stream(case: str) -> None:
    failure, message = FAILURES[case]
    done = in_a_process(PROGRAM.replace("FAILURE", failure))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count(message) >= 2


def test_a_graph_is_read_without_the_sdk() -> None:
    done = in_a_process("import sys, meshwright.recording.graph as g; print('pulumi' in sys.modules)")
    assert (done.stdout, done.stderr) == ("False\n", "")
