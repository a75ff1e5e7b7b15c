"""Plays the first steps of Pulumi's service: who comes with which token, and which stacks there are."""

import datetime
import ipaddress
import json
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

TOKEN = "pul-0123456789abcdef0123456789abcdef01234567"
ORGANISATION = "acme"
HOST = "127.0.0.1"


@dataclass
class Service:
    """A running service, which knows one person and one token."""

    certificate: Path
    address: str = ""
    stacks: list[dict[str, Any]] = field(default_factory=list)
    """As the service lists them."""
    asked: list[str] = field(default_factory=list)
    """Method and path of each request."""

    def add(self, stack: str, organisation: str = ORGANISATION) -> None:
        told = {"orgName": organisation, "projectName": "meshwright", "stackName": stack}
        self.stacks.append({**told, "lastUpdate": 1700000000, "resourceCount": 3})

    def answer(self, path: str) -> dict[str, Any] | None:
        """None where this service knows no more."""
        owner = {"githubLogin": ORGANISATION, "name": ORGANISATION}
        answers: dict[str, dict[str, Any]] = {
            "/api/user": {"githubLogin": "ada", "name": "Ada", "organizations": [owner]},
            "/api/capabilities": {"capabilities": []},
            "/api/user/organizations/default": owner,
            "/api/user/stacks": {"stacks": self.stacks},
        }
        return answers.get(path.partition("?")[0])


@contextmanager
def service(folder: Path) -> Iterator[Service]:
    """Serve until the body ends, under a certificate that ``SSL_CERT_FILE`` can name."""
    told = Service(_certificate(folder))
    server = ThreadingHTTPServer((HOST, 0), _handler(told))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(told.certificate)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    told.address = f"https://{HOST}:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield told
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _handler(told: Service) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            self.rfile.read(int(self.headers.get("content-length") or 0))
            told.asked.append(f"{self.command} {self.path}")
            known = self.headers.get("Authorization") == f"token {TOKEN}"
            found = told.answer(self.path) if known else None
            status, said = (200, found) if found is not None else (404, "Not found") if known else (401, "Unauthorized")
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(said if status == 200 else {"code": status, "message": said}).encode())

        do_GET = do_POST = do_PATCH = do_DELETE = answer

        def log_message(self, format: str, *args: Any) -> None:
            """Nothing."""

    return Handler


def _certificate(folder: Path) -> Path:
    """Key and certificate of this host, signed by itself, in one file."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    now = datetime.datetime.now(datetime.UTC)
    host = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(HOST))])
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(x509.random_serial_number()).add_extension(host, critical=False)
    builder = builder.not_valid_before(now).not_valid_after(now + datetime.timedelta(days=1))
    signed = builder.sign(key, hashes.SHA256())
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path = folder / "service.pem"
    path.write_bytes(private + signed.public_bytes(serialization.Encoding.PEM))
    return path
