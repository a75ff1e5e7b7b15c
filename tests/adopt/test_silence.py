"""Nothing is written to the account, whatever of ``mesh adopt`` runs: seen on the wire, request by request."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from botocore.httpsession import URLLib3Session

from meshwright.cli import adopting
from tests.embedded import embedded_aws

from . import foreign_lake as lake
from .test_adoption import project_at

READING = re.compile(r"(Get|List|Describe|Head)[A-Z]|(GET|HEAD) ")
Sent = list[str]


def operation(request: Any) -> str:
    """``ListRoles``, ``ListPermissions``, or for services that speak plain HTTP ``GET /bucket``."""
    headers = {name.lower(): value for name, value in request.headers.items()}
    target = headers.get("x-amz-target", b"")
    if target:
        said = target.decode() if isinstance(target, bytes) else target
        return str(said.rpartition(".")[2])
    body = request.body or b""
    said = parse_qs(body.decode() if isinstance(body, bytes) else str(body)).get("Action")
    if said:
        return str(said[0])
    path = urlsplit(request.url).path
    alone = path.strip("/")
    return alone if request.method == "POST" and alone and "/" not in alone else f"{request.method} {path}"


@pytest.fixture
def sent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sent]:
    """What was sent since the lake was there, while one stands in a project over it."""
    found: Sent = []
    send = URLLib3Session.send

    def noted(self: URLLib3Session, request: Any) -> Any:
        found.append(operation(request))
        return send(self, request)

    project = project_at(tmp_path)
    with embedded_aws(project) as server:
        lake.build(server.client)
        monkeypatch.chdir(project)
        monkeypatch.setattr(URLLib3Session, "send", noted)
        server.client("glue").create_database(DatabaseInput={"Name": "seen"})
        assert found == ["CreateDatabase"], "what writes is seen as such"
        found.clear()
        yield found


def test_no_command_of_adoption_sends_a_request_that_writes(sent: Sent, tmp_path: Path) -> None:
    today = "2026-11-23"
    for format in ("text", "md", "json", "assign"):
        assert adopting.plan(list(lake.ASSIGNED), None, None, today, None, format=format) == 0
    assert adopting.plan(list(lake.ASSIGNED), None, None, today, tmp_path / "out") == 0
    for what in ("role:FinanceReader=finance", "database:orders_raw=retail", "bucket:acme-lake-raw=retail"):
        for show in (True, False):
            assert adopting.adopt([what], None, None, today, show=show) == 0
    assert len(sent) > 50
    assert [one for one in sent if not READING.match(one)] == []
