"""A plugin's process: it says on which port it listens, and serves until the engine ends it."""

import os
import signal
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import grpc

LARGE = 400 * 1024 * 1024
"""Bytes, as the engine's own limit."""
THREADS = 16


def serve(add: Callable[[Any], None]) -> None:
    """Serve what ``add`` puts on a server. Never returns: on an interrupt the process leaves without a word."""
    limits = (("grpc.max_receive_message_length", LARGE), ("grpc.max_send_message_length", LARGE))
    server = grpc.server(ThreadPoolExecutor(THREADS), options=limits)
    add(server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: os._exit(0))
    print(port, flush=True)
    server.wait_for_termination()
