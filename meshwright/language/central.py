"""What the platform team decides for everyone: environments and governance."""

import re
from collections.abc import Mapping, Sequence
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from .definition import Definition, given
from .identity import GitHub, GitLab, IdentityCenter, Oidc, Saml
from .quoting import quoted
from .vocabulary import Classification, ColumnName, Day, Owner, Words

_ACCOUNT = re.compile(r"[0-9]{12}\Z")
_REGION = re.compile(r"[a-z]{2}(-[a-z]+)+-[0-9]\Z")
_ENVIRONMENT = re.compile(r"[a-z][a-z0-9]{1,9}\Z")
_ENDPOINT = re.compile(r"https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?/?\Z")
_BACKENDS = (
    re.compile(r"file://[^\s?#]+\Z"),
    re.compile(
        r"s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/[^\s?#]+)?(\?[A-Za-z0-9_]+=[^\s&]+(&[A-Za-z0-9_]+=[^\s&]+)*)?\Z"
    ),
    re.compile(r"https://[A-Za-z0-9.-]+(:[0-9]{1,5})?/?\Z"),
)
_KMS = re.compile(
    r"awskms://(alias/[A-Za-z0-9/_-]+|[A-Za-z0-9:/_-]+)\?([A-Za-z0-9_]+=[^\s&]+)(&[A-Za-z0-9_]+=[^\s&]+)*\Z"
)
_ROLE = re.compile(r"[A-Za-z0-9_+=,.@-]+(/[A-Za-z0-9_+=,.@-]+)*\Z")
_SCOPE = re.compile(r"[a-z0-9_]+(\.[a-z0-9_]+)*\Z")


def _account(value: str) -> str:
    if not _ACCOUNT.match(value):
        raise ValueError(f"account {quoted(value)} is not an AWS account; write its 12 digits as text")
    return value


def _region(value: str) -> str:
    if not _REGION.match(value):
        raise ValueError(f'region {quoted(value)} is not an AWS region; write one such as "eu-west-1"')
    return value


def _environment(value: str) -> str:
    if not _ENVIRONMENT.match(value):
        raise ValueError(f"environment {quoted(value)} is not a name; write 2 to 10 lower-case letters and digits")
    return value


def _scope(value: str) -> str:
    if not _SCOPE.match(value):
        raise ValueError(f'scope {quoted(value)} is not a place in the mesh; write "<domain>" or "<domain>.<product>"')
    return value


def _endpoint(value: str) -> str:
    if not _ENDPOINT.match(value):
        raise ValueError(f'endpoint {quoted(value)} is not an address; write one such as "http://127.0.0.1:5000"')
    return value


def _backend(value: str) -> str:
    if not any(pattern.match(value) for pattern in _BACKENDS):
        raise ValueError(
            f"backend {quoted(value)} is no place for state; write one such as "
            '"s3://example-mesh-state?region=eu-west-1", "https://api.pulumi.com" or "file://~"'
        )
    return value


def _secrets(value: str) -> str:
    if value != "passphrase" and not _KMS.match(value):
        raise ValueError(
            f"secrets {quoted(value)} is nothing that encrypts secrets; "
            'write "passphrase" or a key such as "awskms://alias/mesh-state?region=eu-west-1"'
        )
    return value


def _role(value: str) -> str:
    if not _ROLE.match(value):
        raise ValueError(f'role {quoted(value)} is not the name of an IAM role; write one such as "mesh-deployer"')
    return value


Level = Literal["error", "warning", "off"]
Deletes = Literal["nothing", "retired"]
Region = Annotated[str, AfterValidator(_region)]
RoleName = Annotated[str, AfterValidator(_role)]
"""The name of an IAM role, behind its path if it has one: ``mesh-deployer``, ``teams/data/mesh-deployer``."""
EnvironmentName = Annotated[str, AfterValidator(_environment)]
StandardType = Literal["text", "integer", "long", "double", "boolean", "date", "timestamp", "binary", "decimal"]


NOBODY = "nobody@example.org"
"""The owner where no governance can be read."""


class Environment(Definition):
    """An AWS account and region that the mesh is built in."""

    name: EnvironmentName
    account: Annotated[str, AfterValidator(_account)]
    region: Region
    endpoint: Annotated[str, AfterValidator(_endpoint)] | None = None
    """Where AWS answers, for an environment that is not AWS itself."""
    deployer: RoleName | None = None
    """The IAM role that deploys; whoever runs the deployment where left out."""
    backend: Annotated[str, AfterValidator(_backend)] | None = None
    """Where Pulumi keeps state: a bucket, Pulumi Cloud, or a folder; wherever the CLI is logged in to if left out."""
    secrets: Annotated[str, AfterValidator(_secrets)] | None = None
    """What encrypts secrets in state: ``passphrase`` or a KMS key; the backend's own way if left out."""
    identity: IdentityCenter | Saml | Oidc | None = None
    """Where people sign in; by tags of whoever is signed in to the account already where left out."""
    ci: GitHub | GitLab | None = None
    """Whose pipelines plan and deploy, without any key of their own."""
    deletes: Deletes
    """What a removal may delete here: nothing that holds data, or also what its definition said to ``retire=``."""

    def __init__(
        self,
        name: str,
        *,
        account: str,
        region: str,
        endpoint: str | None = None,
        deployer: str | None = None,
        backend: str | None = None,
        secrets: str | None = None,
        identity: IdentityCenter | Saml | Oidc | None = None,
        ci: GitHub | GitLab | None = None,
        deletes: Deletes = "nothing",
    ) -> None:
        super().__init__(
            **given(
                name=name,
                account=account,
                region=region,
                endpoint=endpoint,
                deployer=deployer,
                backend=backend,
                secrets=secrets,
                identity=identity,
                ci=ci,
                deletes=deletes,
            )
        )


class Waiver(Definition):
    """Lets one rule pass in one place, for a reason and a time."""

    rule: Words
    """The rule's id."""
    scope: Annotated[str, AfterValidator(_scope)]
    """``<domain>``, ``<domain>.<product>`` or ``<domain>.<product>.<table>``, and everything inside it."""
    owner: Owner
    reason: Words
    until: Day
    """The last day on which it holds."""

    def __init__(self, rule: str, *, scope: str, owner: str, reason: str, until: str) -> None:
        super().__init__(**given(rule=rule, scope=scope, owner=owner, reason=reason, until=until))


class Governance(Definition):
    """What holds for every domain."""

    owner: Owner
    """The platform team's mailbox."""
    allowed_regions: tuple[Region, ...] = Field(min_length=1)
    classifications: tuple[Classification, ...] = Field(min_length=1)
    """The taxonomy: the classifications a product may carry."""
    standard_types: dict[ColumnName, StandardType]
    """Column names that mean one thing everywhere, and the type they carry."""
    levels: dict[Words, Level]
    """A rule's level, where it is not the rule's own."""
    waivers: tuple[Waiver, ...] = ()
    administrators: tuple[RoleName, ...] = ()
    """IAM roles in every environment's account that administer Lake Formation beside the deployer."""

    def __init__(
        self,
        *,
        owner: str,
        allowed_regions: Sequence[str],
        classifications: Sequence[Classification] = ("public", "internal", "confidential", "restricted"),
        standard_types: Mapping[str, StandardType] | None = None,
        levels: Mapping[str, Level] | None = None,
        waivers: Sequence[Waiver] = (),
        administrators: Sequence[str] = (),
    ) -> None:
        super().__init__(
            **given(
                owner=owner,
                allowed_regions=allowed_regions,
                classifications=classifications,
                standard_types={} if standard_types is None else standard_types,
                levels={} if levels is None else levels,
                waivers=waivers,
                administrators=administrators,
            )
        )
