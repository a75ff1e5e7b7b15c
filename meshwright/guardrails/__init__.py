"""What must hold for every resource of the platform, whichever component made it.

The same functions judge a recording (``mesh check --deep``, ``mesh controls``, tests) and what the engine is about to
build (``pulumi preview --policy-pack stacks/guardrails``).
"""

from .guardrail import Guardrail
from .judging import Verdict, bounds_of, judge, stack_of
from .registry import ALL
from .stack import Bounds, Breach, Seen, Stack

__all__ = ["ALL", "Bounds", "Breach", "Guardrail", "Seen", "Stack", "Verdict", "bounds_of", "judge", "stack_of"]
