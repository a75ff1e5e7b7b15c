"""The history of grants: each change of who may read what, as CloudTrail would have recorded it."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from moto.lakeformation.responses import LakeFormationResponse

from ..clients import AGENT
from ..grantlog import Change, append
from .grants import Resource

_KEPT: list[Path] = []


def keep_in(root: Path) -> None:
    """Keep it in a project's folder, from now on."""
    _KEPT[:] = [root]


def note(
    response: LakeFormationResponse,
    action: str,
    resource: Resource,
    principal: str = "",
    permissions: Sequence[str] = (),
) -> None:
    """One change that was made."""
    from meshwright.account.lake import resource_text

    ((_, content),) = resource.items()
    headers: Any = response.headers
    agent = str(headers.get("User-Agent") or "")
    change = Change(
        time=datetime.now(UTC).isoformat(timespec="milliseconds"),
        action=action,
        principal=principal,
        subject=resource_text(resource),
        database=str(content.get("DatabaseName") or (content.get("Name") if "Database" in resource else "") or ""),
        table=str(content.get("TableName") or (content.get("Name") if "DatabaseName" in content else "") or ""),
        permissions=tuple(sorted(permissions)),
        by="the platform" if AGENT in agent else "hand",
        agent=agent,
    )
    for root in _KEPT:
        append(root, change)
