"""The background process that plays the account."""

import http.server
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from botocore.exceptions import ClientError

from meshwright.sandbox import launching
from meshwright.sandbox import server as embedded
from meshwright.sandbox.errors import SandboxError
from meshwright.sandbox.server import Server

pytestmark = pytest.mark.sandbox


@pytest.fixture
def root(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path
    embedded.stop(tmp_path)


def told(root: Path) -> dict[str, object]:
    return dict(json.loads((root / ".mesh" / "server.json").read_text()))


def test_a_started_server_is_found_and_stopped(root: Path) -> None:
    assert embedded.running(root) is None
    server = embedded.start(root)
    assert embedded.running(root) == server
    assert set(server.versions) == {"moto", "boto3", "python"}
    assert told(root)["nonce"] == server.nonce
    assert embedded.stop(root)
    assert embedded.running(root) is None
    assert not embedded.stop(root)


def test_starting_twice_is_the_same_server(root: Path) -> None:
    assert embedded.start(root) == embedded.start(root)


def test_starting_at_the_same_moment_is_the_same_server(root: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        servers = list(pool.map(lambda _: embedded.start(root), range(4)))
    assert len({server.nonce for server in servers}) == 1


def test_the_account_outlives_the_command_that_started_it(root: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from meshwright.sandbox.server import start; start(Path(sys.argv[1]))"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    subprocess.run([sys.executable, "-c", program, str(root)], check=True, env=environment)
    server = embedded.running(root)
    assert server is not None
    assert server.client("sts").get_caller_identity()["Account"] == "123456789012"


def test_a_server_does_not_outlive_its_project(root: Path) -> None:
    server = embedded.start(root)
    shutil.rmtree(root / ".mesh")
    deadline = time.monotonic() + 3 * embedded.WATCH_SECONDS
    while embedded._identity(server) is not None:
        assert time.monotonic() < deadline
        time.sleep(0.1)


def test_a_dead_server_is_not_running_and_another_takes_its_place(root: Path) -> None:
    first = embedded.start(root)
    os.kill(first.pid, signal.SIGKILL)
    while embedded._lock(root).holder() is not None:
        time.sleep(0.01)
    assert embedded.running(root) is None
    assert embedded.start(root).nonce != first.nonce


def test_a_damaged_state_file_loses_no_server(root: Path) -> None:
    server = embedded.start(root)
    for damage in ("", "{", "[]", '{"pid": 1}', "\0\xff"):
        (root / ".mesh" / "server.json").write_text(damage)
        assert embedded.running(root) == server
        assert embedded.start(root) == server


def test_a_port_in_use_is_a_clear_error(root: Path) -> None:
    with (
        http.server.HTTPServer(("127.0.0.1", 0), http.server.BaseHTTPRequestHandler) as other,
        pytest.raises(SandboxError, match=rf"port {other.server_port} of 127.0.0.1 can't be used"),
    ):
        embedded.start(root, port=other.server_port)


def test_a_foreign_process_with_our_pid_and_port_is_left_alone(root: Path) -> None:
    """As after a reboot: the state file names a pid and a port that belong to others now."""

    class Stranger(http.server.BaseHTTPRequestHandler):
        seen: list[str] = []  # noqa: RUF012 - one list for the test

        def do_GET(self) -> None:
            self.seen.append(self.command)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"hello")

        do_POST = do_GET

        def log_message(self, *_: object) -> None:
            pass

    victim = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Stranger) as stranger:
        threading.Thread(target=stranger.serve_forever, daemon=True).start()
        stale = {"pid": victim.pid, "port": stranger.server_port, "nonce": "a", "started": "", "versions": {}}
        (root / ".mesh").mkdir()
        (root / ".mesh" / "server.json").write_text(json.dumps(stale))
        assert embedded.running(root) is None
        assert not embedded.stop(root)
        stranger.shutdown()
    assert set(Stranger.seen) == {"GET"}
    assert victim.poll() is None
    victim.kill()
    victim.wait()


def test_only_the_one_who_knows_the_nonce_may_stop_it(root: Path) -> None:
    server = embedded.start(root)
    connection = http.client.HTTPConnection("127.0.0.1", server.port)
    connection.request("POST", "/.mesh/stop", headers={"x-mesh-nonce": "guess"})
    assert connection.getresponse().status == 403
    connection.close()
    assert embedded.running(root) == server


def test_a_server_that_hangs_is_neither_doubled_nor_forgotten(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    server = embedded.start(root)
    os.kill(server.pid, signal.SIGSTOP)
    monkeypatch.setattr(embedded, "ANSWER_SECONDS", 0.05)
    monkeypatch.setattr(embedded, "START_SECONDS", 0.5)
    try:
        with pytest.raises(SandboxError, match=f"does not answer: pid {server.pid}"):
            embedded.stop(root)
        with pytest.raises(SandboxError, match=f"does not answer: pid {server.pid}"):
            embedded.start(root)
    finally:
        os.kill(server.pid, signal.SIGCONT)
        monkeypatch.undo()
    assert embedded.running(root) == server


def test_clients_know_nothing_of_the_users_own_settings(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    hostile = {
        "AWS_PROFILE": "nobody",
        "AWS_CONFIG_FILE": "/nowhere",
        "AWS_ENDPOINT_URL": "http://127.0.0.1:9",
        "AWS_ENDPOINT_URL_S3": "http://127.0.0.1:9",
        "AWS_CA_BUNDLE": "/nowhere",
        "AWS_DEFAULT_REGION": "mars-1",
        "AWS_DEFAULTS_MODE": "nonsense",
        "AWS_ACCESS_KEY_ID": "AKIAREALREALREALREAL",
        "AWS_SECRET_ACCESS_KEY": "real",
        "HTTP_PROXY": "http://127.0.0.1:9",
    }
    for name, value in hostile.items():
        monkeypatch.setenv(name, value)
    from meshwright.sandbox import clients

    monkeypatch.setattr(clients, "_SESSIONS", [])
    for service in ("s3", "sts"):
        client = clients.client(service, endpoint=server.endpoint, region="eu-west-1")
        assert client.meta.region_name == "eu-west-1"
        assert client._get_credentials().access_key == clients.ACCESS_KEY
    assert client.get_caller_identity()["Account"] == "123456789012"


def test_clients_are_made_once(server: Server) -> None:
    assert server.client("s3") is server.client("s3")
    assert server.client("s3") is not server.client("s3", "eu-central-1")


def test_an_operation_that_nobody_plays_is_an_error_at_once(server: Server) -> None:
    begun = time.monotonic()
    with pytest.raises(ClientError, match="extend it in meshwright/sandbox/extensions"):
        server.client("glue").create_usage_profile(Name="x", Configuration={})
    assert time.monotonic() - begun < 1


def test_the_environment_of_the_server_has_nothing_of_the_users_account(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_PROFILE", "real")
    monkeypatch.setenv("MOTO_ACCOUNT_ID", "999999999999")
    environment = launching.environment()
    assert "AWS_PROFILE" not in environment
    assert environment["MOTO_ACCOUNT_ID"] == "123456789012"
