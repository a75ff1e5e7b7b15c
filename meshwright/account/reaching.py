"""How an account is reached: the sandbox's server, an environment's endpoint, or AWS itself."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from meshwright.errors import MeshError
from meshwright.language import Environment, IdentityCenter
from meshwright.names import assigning_role, partition
from meshwright.sandbox.api import Api
from meshwright.sandbox.clients import AGENT

if TYPE_CHECKING:
    from meshwright.sandbox.server import Server

ATTEMPTS = 10
"""How often a call is tried where AWS throttles it; the pauses between grow by themselves."""
CONNECTIONS = 16


@dataclass(frozen=True)
class Account:
    """The account and region of one environment."""

    environment: Environment
    api: Api
    sandbox: bool
    """Whether it is played on this machine, where some things can't be told."""

    @cached_property
    def caller(self) -> dict[str, Any]:
        """Who asks: ``Account``, ``Arn``, ``UserId``."""
        return self.api.call("sts", "get_caller_identity")


def sandbox_account(environment: Environment, server: "Server") -> Account:
    """The running sandbox's."""
    return Account(environment, Api(server.client, root=Path(server.root)), sandbox=True)


def account_of(environment: Environment) -> Account:
    """An environment's, with the credentials that boto3 finds; an endpoint that isn't AWS gets none of them.

    Raises:
        MeshError: boto3 is missing.
    """
    if find_spec("boto3") is None:
        raise MeshError("reading an account needs boto3; install it with: pip install 'meshwright[live]'")
    where = environment.endpoint or f"AWS in {environment.region}"
    api = Api(
        _clients(environment),
        account=environment.account,
        region=environment.region,
        partition=partition(environment.region),
        nobody=(f"{where} does not answer", "look at the connection and run this again"),
    )
    return Account(environment, api, sandbox=False)


def identity_of(environment: Environment) -> Api:
    """Identity Center, in the account and region where the organisation keeps it, as the deployer reaches it.

    Raises:
        MeshError: boto3 is missing.
        ApiError: the deployer may not take the role that assigns there.
    """
    here, center = account_of(environment).api, environment.identity
    if environment.endpoint is not None or not isinstance(center, IdentityCenter):
        return here
    there = replace(here, account=center.account, region=center.region)
    role = assigning_role(center)
    if role is None:
        return there
    told = here.call("sts", "assume_role", RoleArn=role, RoleSessionName="mesh")["Credentials"]
    taken = {
        "aws_access_key_id": told["AccessKeyId"],
        "aws_secret_access_key": told["SecretAccessKey"],
        "aws_session_token": told["SessionToken"],
    }
    return replace(there, client=_clients(environment, taken))


def _clients(
    environment: Environment, credentials: Mapping[str, str] = MappingProxyType({})
) -> Callable[[str, str], Any]:
    """``credentials``: those to come with, instead of those that boto3 finds."""
    import boto3
    from botocore.config import Config

    config = Config(
        retries={"mode": "adaptive", "max_attempts": ATTEMPTS},
        connect_timeout=5,
        read_timeout=60,
        max_pool_connections=CONNECTIONS,
        user_agent_extra=AGENT,
        inject_host_prefix=environment.endpoint is None,
        s3={"addressing_style": "auto" if environment.endpoint is None else "path"},
    )
    nobodys = {"aws_access_key_id": "sandbox", "aws_secret_access_key": "sandbox"}
    given: dict[str, Any] = dict(credentials if environment.endpoint is None else nobodys)
    session: Any = boto3.Session(**given)
    made: dict[tuple[str, str], Any] = {}

    def client(service: str, region: str) -> Any:
        if (service, region) not in made:
            made[service, region] = session.client(
                service, region_name=region, endpoint_url=environment.endpoint, config=config
            )
        return made[service, region]

    return client
