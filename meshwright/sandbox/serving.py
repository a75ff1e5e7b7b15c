"""Inside the server process: moto's WSGI application with the mesh's extensions in front.

Only the background process imports this module.
"""

import json
import logging
import platform
import threading
import traceback
from collections.abc import Iterable
from importlib.metadata import version
from typing import Any

from moto.moto_server.werkzeug_app import DomainDispatcherApplication, MotoRequestHandler, create_backend_app
from werkzeug.serving import BaseWSGIServer, make_server

from .extensions import install
from .server import IDENTITY_PATH, STOP_PATH

Body = Iterable[bytes]


def versions() -> dict[str, str]:
    """Of what plays the account."""
    return {"moto": version("moto"), "boto3": version("boto3"), "python": platform.python_version()}


def listen(nonce: str, host: str, port: int) -> BaseWSGIServer:
    """A bound server that has yet to serve.

    Raises:
        OSError: the port can't be used.
    """
    logging.getLogger("werkzeug").setLevel(logging.ERROR)  # a line for each request is half of its time
    install()
    application = Application(nonce)
    server = _bind(host, port, application)
    application.stop = server.shutdown
    threading.Thread(target=_warm, args=(application.moto,), daemon=True).start()
    return server


class Application:
    """What the port answers: the identity, the order to stop, and AWS."""

    def __init__(self, nonce: str) -> None:
        self.nonce = nonce
        self.moto = DomainDispatcherApplication(create_backend_app)
        self.stop: Any = None
        self._turn = threading.Lock()  # moto walks through what another request may be changing

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Body:
        """The WSGI entry."""
        path = environ.get("PATH_INFO", "")
        if path == IDENTITY_PATH:
            return _text(start_response, "200 OK", self.nonce)
        if path == STOP_PATH:
            return self._stop(environ, start_response)
        try:
            with self._turn:
                return self.moto(environ, start_response)  # type: ignore[no-any-return]
        except Exception as problem:
            traceback.print_exc()
            return _refusal(environ, start_response, problem)

    def _stop(self, environ: dict[str, Any], start_response: Any) -> Body:
        if environ.get("HTTP_X_MESH_NONCE") != self.nonce or environ["REQUEST_METHOD"] != "POST":
            return _text(start_response, "403 Forbidden", "not yours")
        threading.Thread(target=self.stop, daemon=True).start()  # from here it would wait for itself
        return _text(start_response, "200 OK", "stopping")


def _bind(host: str, port: int, application: Application) -> BaseWSGIServer:
    try:
        return make_server(host, port, application, threaded=True, request_handler=MotoRequestHandler)
    except SystemExit as exit_:  # werkzeug's way to say that the port is taken
        raise OSError(None, "in use") from exit_


def _text(start_response: Any, status: str, text: str) -> Body:
    body = text.encode()
    start_response(status, [("Content-Type", "text/plain"), ("Content-Length", str(len(body)))])
    return [body]


def _refusal(environ: dict[str, Any], start_response: Any, problem: Exception) -> Body:
    """An answer that an AWS client reads as an error and doesn't retry: moto has only an HTML page here."""
    code = "NotImplementedError" if isinstance(problem, NotImplementedError) else "SandboxFailure"
    said = f"{type(problem).__name__}: {problem}" if str(problem) else type(problem).__name__
    message = f"the embedded AWS can't do this ({said}); extend it in meshwright/sandbox/extensions"
    if "json" in environ.get("CONTENT_TYPE", "") or environ.get("HTTP_X_AMZ_TARGET"):
        content, body = "application/json", json.dumps({"__type": code, "message": message}).encode()
    else:
        plain = message.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        content = "application/xml"
        body = (
            f"<ErrorResponse><Error><Code>{code}</Code><Message>{plain}</Message></Error>"
            f"<Code>{code}</Code><Message>{plain}</Message></ErrorResponse>"
        ).encode()
    headers = [("Content-Type", content), ("Content-Length", str(len(body))), ("x-amzn-errortype", code)]
    start_response("501 Not Implemented", headers)
    return [body]


def _warm(moto: DomainDispatcherApplication) -> None:
    """Load the services that every mesh uses while the caller still prepares: a first call takes 30 ms otherwise."""
    for service in ("s3", "kms", "iam", "glue", "lakeformation", "sts"):
        with moto.lock:
            if service not in moto.app_instances:
                moto.app_instances[service] = create_backend_app(service)
