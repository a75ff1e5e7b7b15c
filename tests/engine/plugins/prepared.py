"""A process that has loaded what every program, plugin and ``mesh`` of these tests loads, and forks for each of them.

Loading takes them most of their time. The process listens on a socket: whoever connects sends where output is to go
(two file descriptors) and what to run, a program, a plugin's module or a command, and is answered with the status.
"""

import gc
import importlib
import json
import os
import signal
import socket
import sys
import tempfile
import threading
from pathlib import Path
from typing import Any

SOCKET = "ENGINE_TEST_PREPARED"
"""Environment variable with the socket's path; where it is not set, each program is a fresh Python."""
LARGEST = 1 << 20
"""Bytes of a request."""


def ask(path: str, run: dict[str, Any], environment: dict[str, str], folder: str) -> int:
    """Run a program there; its status, or 1 where it died."""
    told = sys.stderr.fileno()
    return _asked(path, {"run": run, "environment": environment, "folder": folder}, (told, told))


def ask_mesh(path: str, arguments: list[str], environment: dict[str, str], folder: str) -> tuple[int, str, str]:
    """Run ``mesh`` there: status, standard output and errors."""
    request = {"mesh": arguments, "environment": environment, "folder": folder}
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as errors:
        status = _asked(path, request, (out.fileno(), errors.fileno()))
        for stream in (out, errors):
            stream.seek(0)
        return status, out.read(), errors.read()


def _asked(path: str, request: dict[str, Any], streams: tuple[int, int]) -> int:
    with socket.socket(socket.AF_UNIX) as connection:
        connection.connect(path)
        socket.send_fds(connection, [b"o"], list(streams))
        connection.sendall(json.dumps(request).encode() + b"\n")
        answer = connection.recv(16)
    return int(answer or b"1")


def serve(path: Path) -> None:
    """Fork for each request, until killed or left alone by whoever started it."""
    _load()
    assert threading.active_count() == 1, "a process with threads can't be forked safely"
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(str(path))
    listener.listen()
    print("ready", flush=True)
    gc.freeze()
    while True:
        connection, _ = listener.accept()
        if os.fork() == 0:
            listener.close()
            _answer(connection)
        connection.close()


def _answer(connection: socket.socket) -> None:
    """One program, in a process of its own."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    gc.disable()  # nothing that it takes up lives on
    _, streams, _, _ = socket.recv_fds(connection, 1, 2)
    text = b""
    while not text.endswith(b"\n"):
        text += connection.recv(LARGEST)
    request = json.loads(text)
    threading.Thread(target=_leave_with, args=(connection,), daemon=True).start()
    for descriptor, stream in zip((1, 2), streams, strict=True):
        os.dup2(stream, descriptor)
    os.environ.clear()
    os.environ.update(request["environment"])
    os.chdir(request["folder"])
    status = 1
    try:
        status = _run(request)
        sys.stdout.flush()
        sys.stderr.flush()
    finally:
        connection.sendall(str(status).encode())
        os._exit(status)


def _run(request: dict[str, Any]) -> int:
    if plugin := request.get("plugin"):
        sys.argv = request["arguments"]
        importlib.import_module(f".{plugin}", __package__).main()
        return 0
    if "mesh" in request:
        return _mesh(request["mesh"])
    from .program import main

    return main(request["run"])


def _mesh(arguments: list[str]) -> int:
    from meshwright.cli import main

    sys.argv = ["mesh", *arguments]
    try:
        main()
    except SystemExit as end:
        return int(end.code or 0)
    return 0


def _leave_with(connection: socket.socket) -> None:
    """End when whoever asked is gone: the engine ends a language host, and with it what that runs."""
    connection.recv(1)
    os._exit(1)


def _load() -> None:
    import stacks.program
    from meshwright import checks
    from meshwright.cli import live
    from meshwright.live import locks, marks, running
    from meshwright.sandbox.resources import table
    from tests.engine.plugins import aws, language, program, random_ids

    assert all((stacks.program, aws, language, program, random_ids, table(), checks, live, locks, marks, running))


if __name__ == "__main__":
    serve(Path(sys.argv[1]))
