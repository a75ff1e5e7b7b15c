"""``python -m meshwright.rules`` prints the page about the rules."""

import sys

from .document import document

sys.stdout.write(document())
