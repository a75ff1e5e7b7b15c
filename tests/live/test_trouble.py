"""What the CLI and AWS say, and what a person is told instead: the cause and the cure."""

import os
import socket
import subprocess
import sys

import pytest

from meshwright.live.trouble import explained, in_short, locked

STACK = "operations.dev"
SAID = {
    "passphrase must be set with PULUMI_CONFIG_PASSPHRASE": "no passphrase: set PULUMI_CONFIG_PASSPHRASE",
    "error: decrypting: incorrect passphrase": "is not the one that operations.dev was made with",
    "error: AWS account ID not allowed: 210987654321": "the credentials are for account 210987654321",
    "ExpiredTokenException: The security token included in the request is expired": "aws sso login",
    "RequestExpired: Request has expired": "the AWS credentials are expired",
    "Error loading SSO Token: Token for dev does not exist": "there are no valid AWS credentials",
    "error: No valid credential sources found": "there are no valid AWS credentials; set AWS_PROFILE",
    "error: no stack named 'operations.dev' found": "there is no stack operations.dev yet; bring it up first",
    "error: failed to load checkpoint: unexpected end of JSON input": "docs/operations.md#a-damaged-state-file",
    "blob (key \".pulumi/meta.yaml\") (code=NotFound): NoSuchBucket": "docs/operations.md#a-lost-backend",
    "error: no resource plugin 'pulumi-resource-aws' found": "run: pulumi install",
    "error: PULUMI_ACCESS_TOKEN must be set for login": "not logged in; set PULUMI_ACCESS_TOKEN, or run: pulumi login",
    "error: Unauthorized: No credentials provided or are invalid.": "the backend does not take the token; renew",
    "error: [409] Conflict: Another update is currently in progress.": "another update of operations.dev runs",
    "creating S3 Bucket (mesh-dev-a-data-1): BucketAlreadyOwnedByYou": "take it over: mesh up --env dev operations",
    "creating KMS Alias (alias/a): operation error KMS: CreateAlias, StatusCode: 400, AlreadyExistsException: An alias":
        "KMS Alias (alias/a) exists already and operations.dev does not know it, as when its data was kept",
    "creating IAM Role (mesh): operation error IAM: CreateRole, StatusCode: 409, EntityAlreadyExists: Role with name":
        "IAM Role (mesh) exists already and operations.dev does not know it; what to do: docs/operations.md#something-",
}  # fmt: skip


@pytest.mark.parametrize(("said", "told"), SAID.items(), ids=[told[:30] for told in SAID.values()])
def test_each_failure_that_is_known_is_told_with_its_cure(said: str, told: str) -> None:
    assert told in (explained(said, STACK) or "")


def test_what_is_not_known_is_not_explained_away() -> None:
    assert explained("error: something else", STACK) is None
    assert in_short("Updating\nerror: something else\n") == "something else"


def test_a_lock_says_whose_it_is_and_whether_that_process_lives() -> None:
    host = socket.gethostname()
    alive = locked(STACK, user="ada", host=host, pid=str(os.getpid()), since="2026-11-27")
    assert alive.startswith(f"locked by ada on {host} (pid {os.getpid()}) since 2026-11-27; wait")
    assert "is gone" in locked(STACK, user="ada", host=host, pid="4194305", since="2026-11-27")
    assert "is gone" not in locked(STACK, user="ada", host="elsewhere", pid="4194305", since="2026-11-27")
    assert locked(STACK).startswith("locked by somebody; wait")


def test_a_process_that_has_ended_and_that_nobody_asked_after_is_gone() -> None:
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
        holder = {"user": "ada", "host": socket.gethostname(), "pid": str(process.pid), "since": "2026-11-27"}
        assert "that process of this machine is gone" in locked(STACK, **holder)
