"""Every run can be followed."""

from collections.abc import Iterator

from meshwright.guardrails.guardrail import Guardrail
from meshwright.guardrails.stack import Breach, Seen, Stack

MACHINE = "aws:sfn/stateMachine:StateMachine"


def _check(stack: Stack) -> Iterator[Breach]:
    for machine in stack.of_type(MACHINE):
        yield from (Breach(machine, f"{machine.name} {wrong}") for wrong in _wrong(machine))


def _wrong(machine: Seen) -> Iterator[str]:
    if machine.known("loggingConfiguration"):
        if machine.get("loggingConfiguration.level") != "ALL":
            yield "does not log all of its steps"
        if machine.get("loggingConfiguration.includeExecutionData") is True:
            yield "logs the data of its runs"
    if machine.known("tracingConfiguration") and machine.get("tracingConfiguration.enabled") is not True:
        yield "is not traced"


RAIL = Guardrail(
    id="state-machines-are-logged",
    must="a state machine logs all of its steps without their data, and is traced",
    why="a failed run must be explainable, and no reader of logs a reader of data",
    remedy="write a loggingConfiguration of level ALL without execution data, and tracing",
    severity="medium",
    nist=("AU-2", "AU-12", "SI-4"),
    cdmc=("14",),
    types=(MACHINE,),
    check=_check,
)
