"""Who we are to AWS, asked before anything is touched."""

from importlib.util import find_spec
from typing import Any

from meshwright.language import Environment

from .trouble import LiveError, explained


def check_account(environment: Environment) -> None:
    """That the credentials are valid and for the environment's account.

    Without boto3 (``pip install 'meshwright[live]'``) nobody asks here: then the provider refuses, stack by stack.

    Raises:
        LiveError: they are not; with what to do.
    """
    if find_spec("boto3") is None:
        return
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        account = str(_client(environment).get_caller_identity()["Account"])
    except (BotoCoreError, ClientError) as problem:
        name, text = type(problem).__name__, str(problem)
        lacking = "NoCredentialProviders" if "Credentials" in name or "ProfileNotFound" in name else ""
        told = explained(f"{lacking} {text}") or f"AWS does not say who we are: {text}"
        raise LiveError(f"{environment.name}: {told}" + ("" if text in told else f" ({text})")) from None
    if account != environment.account:
        mismatch = explained(f"account ID not allowed: {account}")
        raise LiveError(f"{environment.name} (account {environment.account}): {mismatch}")


def _client(environment: Environment) -> Any:
    import boto3
    from botocore.config import Config

    once = Config(connect_timeout=5, read_timeout=10, retries={"mode": "standard", "max_attempts": 2})
    if environment.endpoint is None:
        return boto3.client("sts", region_name=environment.region, config=once)
    # whoever answers there is not AWS: it gets no real credentials
    return boto3.client(
        "sts",
        region_name=environment.region,
        endpoint_url=environment.endpoint,
        config=once,
        aws_access_key_id="sandbox",
        aws_secret_access_key="sandbox",
    )
