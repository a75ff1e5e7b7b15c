"""``python -m meshwright.guardrails`` prints the page about the guardrails."""

import sys

from .document import document

sys.stdout.write(document())
