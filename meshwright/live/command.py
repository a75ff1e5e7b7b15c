"""The CLI as a process that can be watched, stopped and told what went wrong."""

import os
import shutil
import signal
import subprocess
import threading
from collections.abc import Callable, Mapping
from typing import Any

from pulumi.automation import InvalidVersionError, PulumiCommand
from pulumi.automation._cmd import CommandResult
from pulumi.automation.errors import create_command_error
from semver import VersionInfo

from .trouble import LiveError

OLDEST = VersionInfo.parse("3.250.0")
"""The oldest CLI that the tests have seen at work."""
INSTALL = "https://www.pulumi.com/docs/install/"


class Command(PulumiCommand):
    """The CLI on PATH. Its processes are in sessions of their own: an interrupt reaches them through ``interrupt``."""

    def __init__(self) -> None:
        if shutil.which("pulumi") is None:
            raise LiveError(f"the Pulumi CLI is not on PATH; install it: {INSTALL}")
        try:
            super().__init__(version=OLDEST)
        except InvalidVersionError as problem:
            raise LiveError(
                f"the Pulumi CLI does not fit, {OLDEST} or newer is needed: {INSTALL} ({problem})"
            ) from None
        except (OSError, subprocess.CalledProcessError) as problem:
            raise LiveError(f"the pulumi on PATH does not run ({problem}); install it again: {INSTALL}") from None
        self._running: set[subprocess.Popen[str]] = set()
        self._lock = threading.Lock()
        self._interrupted = False

    @property
    def interrupted(self) -> bool:
        """Whether somebody wants it all to end."""
        return self._interrupted

    def interrupt(self) -> None:
        """Ask every process to end what it is at, and let none begin; asked again, they leave at once."""
        with self._lock:
            self._interrupted = True
            for process in self._running:
                process.send_signal(signal.SIGINT)

    def run(
        self,
        args: list[str],
        cwd: str,
        additional_env: Mapping[str, str],
        on_output: Callable[[str], Any] | None = None,
        on_error: Callable[[str], Any] | None = None,
    ) -> CommandResult:
        """Run one command to its end; its two streams come line by line, and whole in the result.

        Raises:
            CommandError: it ended with another status than 0.
        """
        process = self._started([self.command, *args, "--non-interactive"], cwd, additional_env)
        told: dict[str, list[str]] = {"stdout": [], "stderr": []}

        def read(name: str, hear: Callable[[str], Any] | None) -> None:
            for line in getattr(process, name):
                told[name].append(line.rstrip())
                if hear is not None:
                    hear(line.rstrip())

        readers = [threading.Thread(target=read, args=pair) for pair in (("stdout", on_output), ("stderr", on_error))]
        for reader in readers:
            reader.start()
        for reader in readers:
            reader.join()
        with process:
            status = process.wait()
        with self._lock:
            self._running.discard(process)
        result = CommandResult("\n".join(told["stdout"]), "\n".join(told["stderr"]), status)
        if status != 0:
            raise create_command_error(result)
        return result

    def _started(self, command: list[str], cwd: str, more: Mapping[str, str]) -> "subprocess.Popen[str]":
        with self._lock:
            if self._interrupted:
                raise LiveError("interrupted before it began")
            process = subprocess.Popen(
                command,
                cwd=cwd,
                env={**os.environ, **more, "PULUMI_AUTOMATION_API": "true"},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                encoding="utf-8",
                errors="replace",
                start_new_session=True,
            )
            self._running.add(process)
            return process
