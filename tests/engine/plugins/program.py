"""Runs a Pulumi program, told what to run by its one argument: what ``pulumi-language-python-exec`` does."""

import asyncio
import json
import logging
import os
import runpy
import sys
import traceback
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pulumi
from pulumi.runtime import run_in_stack
from pulumi.runtime.settings import ROOT, Settings, configure

from .messages import TOLD


def main(run: dict[str, Any]) -> int:
    """The status of the process."""
    logging.getLogger("asyncio").setLevel(logging.CRITICAL)  # of what follows from a failure
    program = run.pop("program")
    configure(Settings(**run))
    ROOT.set(None)
    folder = program if os.path.isdir(program) else os.path.dirname(program)
    sys.path.insert(0, os.path.normpath(folder))
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    loop.set_default_executor(ThreadPoolExecutor(max_workers=max(run["parallel"], 1) * 4))
    try:
        loop.run_until_complete(run_in_stack(lambda: _run(os.path.normpath(program))))
    except pulumi.RunError as refusal:
        pulumi.log.error(str(refusal))
        return TOLD
    except Exception:
        pulumi.log.error(f"Program failed with an unhandled exception:\n{traceback.format_exc()}")
        return TOLD
    finally:
        loop.close()
    return 0


def _run(program: str) -> None:
    runpy.run_path(program, run_name="__main__")


if __name__ == "__main__":
    status = main(json.loads(sys.argv[1]))
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)
