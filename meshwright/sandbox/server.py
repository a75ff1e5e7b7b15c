"""The embedded AWS: starting, finding and stopping the process that plays it.

``start`` leaves a background process on 127.0.0.1 that holds one AWS account in memory. What identifies it is a
nonce, which it also answers over HTTP: a pid or a port alone may belong to somebody else by now.
"""

import http.client
import json
import os
import secrets
import signal
import sys
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from .account import ACCOUNT, FOLDER, REGION
from .errors import SandboxError
from .files import replace_text
from .launching import HELD, READY, launch
from .lock import Lock

HOST = "127.0.0.1"
IDENTITY_PATH = "/.mesh/identity"
STOP_PATH = "/.mesh/stop"
START_SECONDS = 60.0
"""How long a start may take: the first one on a machine compiles some hundred modules."""
ANSWER_SECONDS = 5.0
STOP_SECONDS = 5.0
WATCH_SECONDS = 2.0
"""How often the process looks whether its project is still there."""
PAUSE_SECONDS = 0.02


@dataclass(frozen=True)
class Server:
    """A running embedded AWS."""

    root: str
    """The project's folder."""
    pid: int
    port: int
    nonce: str
    """Another nonce is another, empty account."""
    started: str
    """UTC, ISO 8601."""
    versions: Mapping[str, str]
    """Of moto, boto3 and Python."""
    _clients: dict[tuple[str, str], Any] = field(default_factory=dict, repr=False, compare=False)

    @property
    def endpoint(self) -> str:
        """The URL of every service."""
        return f"http://{HOST}:{self.port}"

    def client(self, service: str, region: str = REGION) -> Any:
        """The boto3 client of a service, such as ``"s3"``: made once, and blind to the user's own AWS settings."""
        from .clients import client

        found = self._clients.get((service, region))
        if found is None:
            found = self._clients[service, region] = client(service, endpoint=self.endpoint, region=region)
        return found

    def iceberg_properties(self) -> dict[str, str]:
        """What pyiceberg's ``GlueCatalog`` and its file access need to reach this account."""
        from .clients import ACCESS_KEY, SECRET_KEY

        keys = {"access-key-id": ACCESS_KEY, "secret-access-key": SECRET_KEY, "region": REGION}
        both = {"endpoint": self.endpoint, **keys}
        return {
            **{f"glue.{name}": value for name, value in both.items()},
            **{f"s3.{name}": value for name, value in both.items()},
            "glue.id": ACCOUNT,
            "s3.force-virtual-addressing": "false",
        }


class _Silent(SandboxError):
    """A process holds the lock, and doesn't answer."""

    def __init__(self, root: Path, holder: str) -> None:
        super().__init__(
            f"a sandbox server runs for {root} but does not answer: {_pid(holder)}; "
            f"look at {root / FOLDER / 'server.log'}, end that process and run this again"
        )


def start(root: Path, *, port: int = 0) -> Server:
    """The server of a project: the one that runs, or a new one with an empty account.

    ``port`` 0 lets the system choose a free one.

    Raises:
        SandboxError: the port is taken, or the process does not come up; the message has the end of its log.
    """
    found = running(root)
    if found is not None:
        return found
    log = root / FOLDER / "server.log"
    try:
        log.parent.mkdir(parents=True, exist_ok=True)
        heard = launch(root, port, log, START_SECONDS)
    except OSError as problem:
        raise SandboxError(f"{log.parent} can't be written ({problem.strerror}); make it writable") from problem
    server = running(root)  # the new one, or that of another start that was a moment faster
    if server is None and heard == HELD:
        server = _await_other(root, START_SECONDS)
    if server is not None:
        return server
    if (holder := _lock(root).holder()) is not None and heard == HELD:
        raise _Silent(root, holder)
    if heard is None:
        raise SandboxError(f"the sandbox server did not answer within {START_SECONDS:.0f} s; see {log}")
    raise SandboxError(f"the sandbox server did not start: {_last_line(log)}; see {log}")


def running(root: Path) -> Server | None:
    """The server of a project, if it answers and is the one that was started."""
    for text in _claims(root):
        server = _parse(root, text)
        if server is not None and _identity(server) == server.nonce:
            return server
    return None


def stop(root: Path) -> bool:
    """End the server and forget its account; False where none was running.

    Raises:
        SandboxError: it doesn't end.
    """
    server = running(root) or _await_other(root, ANSWER_SECONDS)
    if server is not None:
        _end(root, server)
    elif (holder := _lock(root).holder()) is not None:
        raise _Silent(root, holder)
    for name in ("server.json", "state.json", "state.journal"):
        (root / FOLDER / name).unlink(missing_ok=True)
    return server is not None


def _end(root: Path, server: Server) -> None:
    _request(server, "POST", STOP_PATH)
    # The pid answered for itself a moment ago and still holds the lock: it is no stranger that took over the number.
    for number in (None, signal.SIGTERM, signal.SIGKILL):
        if number is not None and _lock(root).holder() is not None:
            os.kill(server.pid, number)
        deadline = time.monotonic() + STOP_SECONDS
        while time.monotonic() < deadline:
            if _lock(root).holder() is None:
                return
            time.sleep(PAUSE_SECONDS)
    raise SandboxError(f"the sandbox server (pid {server.pid}) does not end; end it yourself and run this again")


def _await_other(root: Path, seconds: float) -> Server | None:
    """The server of another start, which holds the lock already but doesn't listen yet."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and _lock(root).holder() is not None:
        server = running(root)
        if server is not None:
            return server
        time.sleep(PAUSE_SECONDS)
    return running(root)


def _lock(root: Path) -> Lock:
    return Lock(root / FOLDER / "server.lock")


def _claims(root: Path) -> list[str]:
    """What the state file says, and what the living holder of the lock says in case the file is damaged."""
    try:
        told = (root / FOLDER / "server.json").read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        told = ""
    return [told, _lock(root).holder() or ""]


def _parse(root: Path, text: str) -> Server | None:
    try:
        fields = json.loads(text)
        return Server(
            root=str(root),
            pid=int(fields["pid"]),
            port=int(fields["port"]),
            nonce=str(fields["nonce"]),
            started=str(fields["started"]),
            versions=dict(fields["versions"]),
        )
    except (ValueError, TypeError, KeyError):
        return None


def _identity(server: Server) -> str | None:
    return _request(server, "GET", IDENTITY_PATH)


def _request(server: Server, method: str, path: str) -> str | None:
    """What a mesh server answers; None where nobody or somebody else listens."""
    connection = http.client.HTTPConnection(HOST, server.port, timeout=ANSWER_SECONDS)
    try:
        connection.request(method, path, headers={"x-mesh-nonce": server.nonce})
        response = connection.getresponse()
        body = response.read(1024)
        return body.decode(errors="replace") if response.status == 200 else None
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()


def _pid(holder: str) -> str:
    try:
        return f"pid {int(json.loads(holder)['pid'])}"
    except (ValueError, TypeError, KeyError):
        return holder


def _last_line(log: Path) -> str:
    lines = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
    return lines[-1].strip() if lines else "no output"


def main(root: Path, port: int, writer: int) -> int:
    """Serve until told to stop; the body of the background process. What it is up to goes to ``writer``."""
    if os.fork():
        return 0
    lock = _lock(root)
    if not lock.acquire(json.dumps({"pid": os.getpid()})):
        os.write(writer, HELD.encode())
        return 1
    (root / FOLDER / "server.log").write_bytes(b"")
    from .extensions import history
    from .serving import listen, versions

    history.keep_in(root)
    nonce = secrets.token_hex(16)
    try:
        listener = listen(nonce, HOST, port)
    except OSError as problem:
        print(f"port {port} of {HOST} can't be used ({problem.strerror}); choose another one", flush=True)
        lock.release()
        return 1
    state = {
        "pid": os.getpid(),
        "port": listener.port,
        "nonce": nonce,
        "started": datetime.now(UTC).isoformat(timespec="seconds"),
        "versions": versions(),
    }
    lock.write(json.dumps(state))
    replace_text(root / FOLDER / "server.json", json.dumps(state, indent=2) + "\n")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    for task, argument in ((_tell_ready, writer), (_leave_with, lock.path)):
        threading.Thread(target=task, args=(argument,), daemon=True).start()
    listener.serve_forever(poll_interval=0.1)  # how long an order to stop waits
    return 0


def _tell_ready(writer: int) -> None:
    os.write(writer, READY.encode())
    os.close(writer)


def _leave_with(path: Path) -> None:
    """End when the project's folder is gone: nobody could find this process any more."""
    while path.exists():
        time.sleep(WATCH_SECONDS)
    os._exit(0)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])))
