"""What a night asks an account for is what the role that plans may ask for."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from botocore.client import BaseClient

from components.policies import Account, ci
from meshwright.drift.reading import actual
from meshwright.verify import verify
from tests.end_to_end import port
from tests.realised import Realised, realised

pytestmark = pytest.mark.sandbox

CALLED_OTHERWISE = {
    "s3:GetBucketEncryption": "s3:GetEncryptionConfiguration",
    "s3:GetObjectLockConfiguration": "s3:GetBucketObjectLockConfiguration",
    "s3:GetPublicAccessBlock": "s3:GetBucketPublicAccessBlock",
}
"""Calls that IAM has another name for (Service Authorization Reference, "Actions defined by Amazon S3")."""
FOR_ANYBODY = {"sts:GetCallerIdentity"}
"""Needs no permission (IAM user guide)."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Realised]:
    with realised(tmp_path_factory.mktemp("asking"), port.FILES) as found:
        yield found


def test_who_plans_may_make_every_call_that_a_night_makes(made: Realised, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: set[str] = set()
    call = BaseClient._make_api_call  # type: ignore[attr-defined]

    def recorded(client: Any, operation: str, parameters: Any) -> Any:
        asked.add(f"{client.meta.service_model.service_name}:{operation}")
        return call(client, operation, parameters)

    monkeypatch.setattr(BaseClient, "_make_api_call", recorded)
    account = replace(made.account, sandbox=False)  # of which more is asked
    verify(account, made.desired)
    actual(account, made.desired)
    needed = {CALLED_OTHERWISE.get(name, name) for name in asked - FOR_ANYBODY}
    assert len(needed) > 25
    policy = ci.plan(Account(made.account.environment))
    allowed = {action for s in policy.statements if s.effect == "Allow" for action in s.actions}
    assert needed - allowed == set()
