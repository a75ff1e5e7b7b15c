"""Who people and machines are: where they sign in before they become anything here."""

import re
from typing import Annotated, Literal

from pydantic import AfterValidator

from .definition import Definition, given
from .quoting import quoted

_INSTANCE = re.compile(r"arn:aws[a-z-]*:sso:::instance/ssoins-[0-9a-f]{16}\Z")
_STORE = re.compile(r"d-[0-9a-f]{10}\Z")
_HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?(/[A-Za-z0-9._~-]+)*\Z")
_SAML = re.compile(r"[\w.-]{1,128}\Z")
_REPOSITORY = re.compile(r"[A-Za-z0-9-]{1,39}/[A-Za-z0-9._-]{1,100}\Z")
_PROJECT = re.compile(r"[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+)+\Z")
_BRANCH = re.compile(r"[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)*\Z")
_ACCOUNT = re.compile(r"[0-9]{12}\Z")
_REGION = re.compile(r"[a-z]{2}(-[a-z]+)+-[0-9]\Z")
_ROLE = re.compile(r"[A-Za-z0-9_+=,.@-]+(/[A-Za-z0-9_+=,.@-]+)*\Z")


def _matching(pattern: re.Pattern[str], what: str, cure: str) -> AfterValidator:
    def check(value: str) -> str:
        if not pattern.match(value):
            raise ValueError(f"{what} {quoted(value)} is not one; write {cure}")
        return value

    return AfterValidator(check)


Branch = Annotated[str, _matching(_BRANCH, "branch", 'a name without wildcards, such as "main"')]


Provider = Literal["made", "found"]
"""Whether the foundation makes the account's provider for tokens, or the account has it already: it can't have two."""


class IdentityCenter(Definition):
    """An instance of IAM Identity Center. It is the organisation's, so it may live in another account and region."""

    instance: Annotated[str, _matching(_INSTANCE, "instance", 'its ARN, "arn:aws:sso:::instance/ssoins-…"')]
    store: Annotated[str, _matching(_STORE, "identity store", 'its id, such as "d-1234567890"')]
    account: Annotated[str, _matching(_ACCOUNT, "account", "the 12 digits of the account that manages it")]
    region: Annotated[str, _matching(_REGION, "region", 'the region that it lives in, such as "eu-west-1"')]
    role: Annotated[str, _matching(_ROLE, "role", 'the name of an IAM role, such as "mesh-identity"')] | None
    """The role of ``account`` that the deployer takes to assign; none where it deploys from that account itself."""
    attributes: Literal["elsewhere", "here"]
    """Who says that ``department`` becomes the tag ``domain``: an instance has one such list, so at most one
    environment of all that share it says ``here``."""

    def __init__(
        self,
        *,
        instance: str,
        store: str,
        account: str,
        region: str,
        role: str | None = None,
        attributes: Literal["elsewhere", "here"] = "elsewhere",
    ) -> None:
        super().__init__(
            **given(instance=instance, store=store, account=account, region=region, role=role, attributes=attributes)
        )


class Saml(Definition):
    """A SAML provider that the account knows already: people become roles by its assertions' session tags."""

    provider: Annotated[str, _matching(_SAML, "SAML provider", 'its name in IAM, such as "corporate"')]

    def __init__(self, provider: str) -> None:
        super().__init__(**given(provider=provider))


class Oidc(Definition):
    """An OpenID Connect provider that the account knows already: people become roles by its tokens' session tags."""

    provider: Annotated[str, _matching(_HOST, "OIDC provider", 'its address without scheme, "login.example.org"')]
    audience: Annotated[str, _matching(re.compile(r"[\x21-\x7e]{1,255}\Z"), "audience", "the client's id")]

    def __init__(self, provider: str, *, audience: str) -> None:
        super().__init__(**given(provider=provider, audience=audience))


class GitHub(Definition):
    """A repository whose workflows plan and deploy."""

    repository: Annotated[str, _matching(_REPOSITORY, "repository", '"<owner>/<name>"')]
    branch: Branch
    """Whose workflows may plan; what deploys runs in the GitHub environment called as the mesh's."""
    provider: Provider

    def __init__(self, repository: str, *, branch: str = "main", provider: Provider = "made") -> None:
        super().__init__(**given(repository=repository, branch=branch, provider=provider))


class GitLab(Definition):
    """A project whose pipelines plan and deploy."""

    project: Annotated[str, _matching(_PROJECT, "project", '"<group>/<name>"')]
    branch: Branch
    """Whose pipelines may plan; protected in GitLab."""
    deploys: Branch
    """Whose pipelines may deploy; protected in GitLab."""
    host: Annotated[str, _matching(_HOST, "host", 'GitLab\'s address without scheme, "gitlab.com"')]

    provider: Provider

    def __init__(
        self,
        project: str,
        *,
        branch: str = "main",
        deploys: str = "main",
        host: str = "gitlab.com",
        provider: Provider = "made",
    ) -> None:
        super().__init__(**given(project=project, branch=branch, deploys=deploys, host=host, provider=provider))
