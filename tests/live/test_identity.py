"""Who we are to AWS is asked before anything is touched."""

from typing import Any

import pytest
from botocore.exceptions import ClientError, NoCredentialsError

from meshwright.language import Environment
from meshwright.live import identity
from meshwright.live.identity import check_account
from meshwright.live.trouble import LiveError

DEV = Environment("dev", account="111122223333", region="eu-west-1")


class Sts:
    """Answers as AWS would."""

    def __init__(self, answer: dict[str, str] | Exception) -> None:
        self._answer = answer

    def get_caller_identity(self) -> dict[str, str]:
        if isinstance(self._answer, Exception):
            raise self._answer
        return self._answer


def refused(code: str) -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": code}}, "GetCallerIdentity")


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ({"Account": "444455556666"}, "dev (account 111122223333): the credentials are for account 444455556666"),
        (refused("ExpiredToken"), "dev: the AWS credentials are expired; log in again"),
        (refused("InvalidClientTokenId"), "dev: there are no valid AWS credentials"),
        (NoCredentialsError(), "dev: there are no valid AWS credentials"),
        (refused("Throttling"), "dev: AWS does not say who we are"),
    ],
)
def test_credentials_that_will_not_do_are_refused(monkeypatch: pytest.MonkeyPatch, answer: Any, told: str) -> None:
    monkeypatch.setattr(identity, "_client", lambda environment: Sts(answer))
    with pytest.raises(LiveError) as refusal:
        check_account(DEV)
    assert str(refusal.value).startswith(told)


def test_the_right_account_passes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(identity, "_client", lambda environment: Sts({"Account": DEV.account}))
    check_account(DEV)
