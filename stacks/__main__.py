"""What ``pulumi up`` runs."""

import atexit
import gc
from pathlib import Path

# all that a program loads and builds stays to its end: looking for garbage in it, and again as the interpreter ends,
# finds nothing and takes half of a short program's time
gc.disable()
atexit.register(gc.freeze)

from stacks.program import run  # noqa: E402

run(Path(__file__).resolve().parent.parent)
