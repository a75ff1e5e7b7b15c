"""A server of JSON for as long as a test needs it."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Protocol, TypeVar
from urllib.parse import parse_qsl, urlsplit

Query = dict[str, str]


class Refusing(Exception):
    """What is asked for is refused, with a status of HTTP."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class Answers(Protocol):
    """What a platform answers."""

    address: str

    def answer(self, method: str, path: str, query: Query, data: bytes, headers: dict[str, str]) -> bytes | str:
        """Bytes, or an address to ask instead; raises Refusing."""


Platform = TypeVar("Platform", bound=Answers)


@contextmanager
def served(platform: Platform) -> Iterator[Platform]:
    """The platform, with the ``address`` where it can be asked."""

    class Asked(BaseHTTPRequestHandler):
        def _any(self) -> None:
            data = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            parts = urlsplit(self.path)
            try:
                said = platform.answer(
                    self.command, parts.path, dict(parse_qsl(parts.query)), data, dict(self.headers.items())
                )
            except Refusing as refused:
                self.send_error(refused.status)
                return
            self.send_response(302 if isinstance(said, str) else 200)
            if isinstance(said, str):
                self.send_header("Location", said)
                said = b""
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        do_GET = do_POST = do_PUT = do_PATCH = _any

        def log_message(self, format: str, *arguments: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Asked)
    platform.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield platform
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
