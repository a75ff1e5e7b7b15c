"""The real engine: the ``pulumi`` on PATH, with plugins of these tests, on a project of a test's own."""

import contextlib
import json
import os
import shutil
import signal
import stat
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.generated import PROJECT

from .plugins import orders
from .plugins.orders import Call, Order

PASSPHRASE = "correct horse battery staple"
INSTALL = "the Pulumi CLI is not on PATH: install it from https://www.pulumi.com/docs/install/"
PLUGINS = {"aws": "7.51.1", "random": "4.21.4"}
MODULES = {"aws": "aws", "random": "random_ids"}
SCRIPT = """#!{python} -ISE
import os, sys
place = os.environ.get("ENGINE_TEST_PREPARED")
if place:
    import json, signal, socket
    signal.signal(signal.SIGINT, lambda *_: os._exit(0))
    request = dict(plugin="{module}", arguments=sys.argv, environment=dict(os.environ), folder=os.getcwd())
    with socket.socket(socket.AF_UNIX) as connection:
        connection.connect(place)
        socket.send_fds(connection, [b"o"], [1, 2])
        connection.sendall(json.dumps(request).encode() + b"\\n")
        os._exit(int(connection.recv(16) or b"1"))
os.execv("{python}", ["{python}", "-P", "-c", "import sys; sys.path.insert(0, {project!r}); "
    "from tests.engine.plugins.{module} import main; main()", *sys.argv[1:]])
"""
AT_THE_END = {"PULUMI_SKIP_CHECKPOINTS": "true"}
"""The state is written once, not before and after each step: for runs that nobody kills."""
QUIET = frozenset({"same", "read"})
"""Steps of the engine that change nothing."""


def cli() -> str | None:
    """The path of the CLI; None where there is none."""
    return shutil.which("pulumi")


@dataclass(frozen=True)
class Done:
    """How a command of the CLI ended."""

    status: int
    out: str
    steps: Counter[str]
    """What the engine did or would do: steps by operation, such as ``create`` or ``same``."""

    @property
    def changes(self) -> dict[str, int]:
        """The steps that change something."""
        return {step: n for step, n in self.steps.items() if step not in QUIET}


@dataclass
class Engine:
    """One project with one backend of its own."""

    root: Path
    """The project."""
    home: Path
    """Where the engine's plugins, its backend and what it tells are."""
    settings: dict[str, str] = field(default_factory=dict)
    """More environment variables."""

    def __post_init__(self) -> None:
        install(self.home)
        (self.home / "backend").mkdir(exist_ok=True)

    @property
    def environment(self) -> dict[str, str]:
        """A person's shell, whose only AWS is the one that the project names."""
        mine = {k: v for k, v in os.environ.items() if not k.startswith(("AWS_", "PULUMI_", "MESH_", "PYTEST"))}
        return {
            **mine,
            "PATH": f"{self.home / 'bin'}{os.pathsep}{mine['PATH']}",
            "PULUMI_HOME": str(self.home),
            "PULUMI_BACKEND_URL": f"file://{self.home / 'backend'}",
            "PULUMI_CONFIG_PASSPHRASE": PASSPHRASE,
            "PULUMI_SKIP_UPDATE_CHECK": "true",
            "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
            "PULUMI_ERROR_OUTPUT_STRING": "true",
            "PULUMI_DEBUG_COMMANDS": "true",
            orders.ORDERS: str(self.home / "orders.json"),
            orders.LOG: str(self.home / "calls.log"),
            **self.settings,
        }

    def start(self, *arguments: str, **settings: str) -> "subprocess.Popen[str]":
        """``pulumi`` at work, in a session of its own, so that it can be killed with everything that it started."""
        return subprocess.Popen(
            ["pulumi", *arguments, "--non-interactive"],
            cwd=self.root,
            env={**self.environment, **settings},
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )

    def run(self, *arguments: str, status: int | None = 0, **settings: str) -> Done:
        """``pulumi`` to its end; it has to end with this status, or with any where that is None."""
        process = self.start(*arguments, **settings)
        out, _ = process.communicate()
        assert status is None or process.returncode == status, f"pulumi {' '.join(arguments)}\n{out}"
        return Done(process.returncode, out, Counter())

    def kill(self, process: "subprocess.Popen[str]") -> None:
        """SIGKILL to the CLI, or ``mesh``, and all that it started: plugins are in its session, but not in its group.

        Not while it writes its state, which it doesn't do in one go: how a file that was cut off is mended,
        ``test_broken`` tells.
        """
        time.sleep(0.5)  # whatever was under way beside the place that hangs has been written
        started = (path.read_text() for path in Path(f"/proc/{process.pid}/task").glob("*/children"))
        sessions = {process.pid, *(int(pid) for text in started for pid in text.split())}
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit():
                with contextlib.suppress(ProcessLookupError):
                    if os.getsid(int(entry.name)) in sessions:
                        os.kill(int(entry.name), signal.SIGKILL)
        process.communicate()

    def init(self, stack: str) -> None:
        """A new stack."""
        self.run("stack", "init", "-s", stack)

    def up(self, stack: str, *arguments: str, status: int | None = 0, **settings: str) -> Done:
        return self._operation("up", stack, "--yes", "--skip-preview", *arguments, status=status, **settings)

    def preview(self, stack: str, *arguments: str, status: int | None = 0) -> Done:
        return self._operation("preview", stack, *arguments, status=status)

    def refresh(self, stack: str, *arguments: str, status: int | None = 0) -> Done:
        return self._operation("refresh", stack, "--yes", "--skip-preview", *arguments, status=status)

    def destroy(self, stack: str, *arguments: str, status: int | None = 0) -> Done:
        return self._operation("destroy", stack, "--yes", "--skip-preview", *arguments, status=status)

    def _operation(self, verb: str, stack: str, *arguments: str, status: int | None, **settings: str) -> Done:
        events = self.home / "events.json"
        events.unlink(missing_ok=True)
        done = self.run(verb, "-s", stack, "--event-log", str(events), *arguments, status=status, **settings)
        return Done(done.status, done.out, _steps(events))

    def exported(self, stack: str) -> dict[str, Any]:
        """The stack's state, as ``pulumi stack export`` has it."""
        deployment: dict[str, Any] = json.loads(self.run("stack", "export", "--show-secrets", "-s", stack).out)[
            "deployment"
        ]
        return deployment

    def resources(self, stack: str) -> dict[str, dict[str, Any]]:
        """What is in the state, by URN."""
        return {resource["urn"]: resource for resource in self.exported(stack).get("resources", [])}

    def order(self, *wanted: Order) -> None:
        """From now on, and instead of what was wanted before."""
        orders.write_orders(self.home / "orders.json", list(wanted))

    def calls(self) -> list[Call]:
        """What the providers were asked so far."""
        return orders.read_log(self.home / "calls.log")

    def forget_calls(self) -> None:
        (self.home / "calls.log").unlink(missing_ok=True)

    def writes(self) -> list[Call]:
        """What was to change something in AWS."""
        return [c for c in self.calls() if c.operation in orders.WRITES and not c.preview]


def install(home: Path) -> None:
    """Put the plugins where the engine finds them, and a language host on PATH."""
    for name, version in PLUGINS.items():
        folder = home / "plugins" / f"resource-{name}-v{version}"
        _script(folder / f"pulumi-resource-{name}", MODULES[name])
    _script(home / "bin" / "pulumi-language-python", "language")


def _script(path: Path, module: str) -> None:
    """A plugin that runs in a fork of the prepared process; in a Python of its own where there is none."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(SCRIPT.format(python=sys.executable, project=str(PROJECT), module=module))
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


def _steps(events: Path) -> Counter[str]:
    """By operation, how many steps the engine's last summary counts."""
    found: Counter[str] = Counter()
    if events.exists():
        for line in events.read_text().splitlines():
            summary: Mapping[str, Any] = json.loads(line).get("summaryEvent") or {}
            if summary:
                found = Counter(summary.get("resourceChanges") or {})
    return found
