"""A stack reaches AWS in one way: through a provider that knows which account it may change."""

from typing import Any

import pytest

from meshwright.language import Environment
from stacks.provider import SERVICES, explicit_provider
from tests.harness import deploy

REAL = Environment("dev", account="111122223333", region="eu-west-1")
IMITATED = Environment("sandbox", account="123456789012", region="eu-west-1", endpoint="http://127.0.0.1:5000")


def provider(environment: Environment) -> dict[str, Any]:
    deployed = deploy(lambda: explicit_provider(environment, {"domain": "operations"}))
    return dict(deployed["aws"].inputs)


@pytest.mark.parametrize("environment", [REAL, IMITATED], ids=lambda e: e.name)
def test_no_other_account_is_ever_changed(environment: Environment) -> None:
    found = provider(environment)
    assert found["allowedAccountIds"] in ([environment.account], f'["{environment.account}"]')
    assert found["region"] == environment.region
    assert "skipRequestingAccountId" not in found


def test_everything_is_tagged_by_default() -> None:
    assert "operations" in str(provider(REAL)["defaultTags"])


def test_aws_itself_is_asked_where_and_as_whom_the_machine_says() -> None:
    assert not provider(REAL).keys() & {"endpoints", "accessKey", "secretKey", "token", "profile", "s3UsePathStyle"}
    assert provider(REAL).get("skipCredentialsValidation") is not True


def test_an_imitation_is_asked_for_every_service_that_the_stacks_use() -> None:
    endpoints = str(provider(IMITATED)["endpoints"])
    assert all(f"{service}'" in endpoints or f'{service}"' in endpoints for service in SERVICES)
    assert endpoints.count("http://127.0.0.1:5000") == len(SERVICES)


def test_an_imitation_gets_no_real_credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAREAL")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "real")
    found = provider(IMITATED)
    assert (found["accessKey"], found["secretKey"]) == ("sandbox", "sandbox")
