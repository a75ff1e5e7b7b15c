"""What ``pulumi up`` runs."""

import atexit
import gc
import sys
from pathlib import Path

if "meshwright" not in sys.modules:  # in a process of its own, as the engine starts it
    # all that is loaded and built stays to its end: looking for garbage in it, and again as the interpreter ends,
    # finds nothing and takes half of a short program's time
    gc.disable()
    atexit.register(gc.freeze)

from meshwright.recording.tracing import shorten
from stacks.program import run

shorten()
run(Path(__file__).resolve().parent.parent)
