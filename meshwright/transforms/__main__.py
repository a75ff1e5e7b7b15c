"""``python -m meshwright.transforms`` prints the page about transforms."""

import sys

from .document import document

sys.stdout.write(document())
