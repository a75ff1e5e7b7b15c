"""What a matching event does: moto can't start a state machine by a rule."""

import copy
import json
from typing import Any

from moto.events.models import Rule
from moto.stepfunctions.models import stepfunctions_backends
from moto.utilities.arns import parse_arn

from .extending import patch


def install() -> None:
    """Deliver to state machines as well; moto's own code delivers to everything else."""

    def send_to_targets(rule: Any, original_event: dict[str, Any], transform_input: bool = True) -> None:
        if not rule.event_pattern.matches_event(original_event):
            return
        rest = copy.copy(rule)
        rest.targets = [t for t in rule.targets if not _is_state_machine(t)]
        moto_sends(rest, original_event, transform_input)
        for target in rule.targets:
            if _is_state_machine(target):
                _start(target["Arn"], original_event)

    moto_sends = patch(Rule, "send_to_targets", send_to_targets)


def _is_state_machine(target: dict[str, Any]) -> bool:
    return str(parse_arn(target["Arn"]).service) == "states"


def _start(machine: str, event: dict[str, Any]) -> None:
    """Begin an execution; as anywhere in this account it is recorded, and the runs themselves happen beside it."""
    arn = parse_arn(machine)
    backend = stepfunctions_backends[arn.account][arn.region]
    backend.start_execution(machine, "", json.dumps(event, default=str))
