"""Those who ask: the roles of a domain, and everybody else who may have to do with it."""

from dataclasses import dataclass, replace

from meshwright import names

from .environments import DEPLOYER
from .evaluator import Asker, Fields
from .ground import Ground
from .operators import Context
from .placing import reserved

ELSEWHERE = "999999999999"
"""An account that is nobody's."""
DUTIES = (*names.ROLES, names.ORCHESTRATOR)
LOCATIONS, ADMINISTRATOR, OUTSIDER = "locations", "administrator", "outsider"
PIPELINES = tuple(f"CI {duty}" for duty in (names.CI_PLAN, names.CI_DEPLOY))
SIGNED_IN = tuple(f"{duty} signed in" for duty in (*names.PEOPLE, names.BREAK_GLASS))
"""What Identity Center's permission sets become in the account, before anybody takes a role."""
COLUMNS = (*DUTIES, LOCATIONS, *PIPELINES, names.BREAK_GLASS, *SIGNED_IN, ADMINISTRATOR, OUTSIDER)
"""Who stands in the matrix, in its order."""
EVERYTHING: tuple[Fields, ...] = ({"Effect": "Allow", "Action": ["*"], "Resource": ["*"]},)


@dataclass(frozen=True)
class Site:
    """A mesh, seen from one of its domains."""

    ground: Ground
    own: str
    """The domain whose roles ask."""
    other: str
    """A domain that shares nothing with it."""
    environment: str
    platform: bool = True
    """Whether to ask about what is the platform's alone as well, which is the same from every domain."""

    def arn(self, service: str, resource: str) -> str:
        """Something of the account and region."""
        return f"arn:aws:{service}:{self.ground.region}:{self.ground.account}:{resource}"

    def bucket(self, domain: str, store: str, path: str | None = None) -> str:
        """A bucket, or an object in it."""
        arn = f"arn:aws:s3:::{names.bucket(self.environment, domain, store, self.ground.suffix)}"
        return arn if path is None else f"{arn}/{path}"

    def role(self, domain: str, duty: str) -> str:
        """The role of a domain."""
        return self.iam(f"role{names.IAM_PATH}{names.role(self.environment, domain, duty)}")

    def pipelines(self, duty: str) -> str:
        """The role that pipelines plan or deploy as."""
        return self.iam(f"role{names.PLATFORM_PATH}{names.ci_role(self.environment, duty)}")

    @property
    def break_glass(self) -> str:
        """The role for emergencies."""
        return self.iam(f"role{names.PLATFORM_PATH}{names.break_glass(self.environment)}")

    def iam(self, resource: str) -> str:
        """Something of the account's IAM."""
        return f"arn:aws:iam::{self.ground.account}:{resource}"

    def signed_in(self, domain: str, duty: str, account: str | None = None) -> str:
        """The role of a permission set."""
        return reserved(account or self.ground.account, names.permission_set(self.environment, domain, duty))

    def key(self, domain: str) -> str:
        """A domain's key, or the platform's."""
        return self.ground.key(names.key_alias(self.environment, domain))

    def pseudonym_key(self, domain: str) -> str:
        """The key that a domain's pseudonyms are made with."""
        return self.ground.key(names.pseudonym_key_alias(self.environment, domain))


def asker(site: Site, name: str) -> Asker:
    """One of ``COLUMNS``, with what the recorded graph attaches to it."""
    if name == ADMINISTRATOR:
        return _stranger(name, site.ground.account, DEPLOYER)
    if name == OUTSIDER:
        return _stranger(name, ELSEWHERE, "anything")
    if name in SIGNED_IN:
        duty = name.removesuffix(" signed in")
        return signed_in(site, name, names.PLATFORM if duty == names.BREAK_GLASS else site.own, duty, site.own)
    return _attached(site, name, _role(site, name))


def exists(site: Site, name: str) -> bool:
    """Whether the environment has this one of ``COLUMNS``."""
    if name in (ADMINISTRATOR, OUTSIDER):
        return True
    return any(role.arn == _role(site, name) for role in site.ground.roles)


def _role(site: Site, name: str) -> str:
    if name in SIGNED_IN:
        duty = name.removesuffix(" signed in")
        return site.signed_in(names.PLATFORM if duty == names.BREAK_GLASS else site.own, duty)
    if name in PIPELINES:
        return site.pipelines(name.removeprefix("CI "))
    if name == names.BREAK_GLASS:
        return site.break_glass
    return site.role(names.PLATFORM if name == LOCATIONS else site.own, name)


def signed_in(site: Site, name: str, domain: str, duty: str, department: str | None) -> Asker:
    """Somebody whom a permission set lets in, and who works for a department."""
    found = _attached(site, name, site.signed_in(domain, duty))
    tags = () if department is None else (("aws:PrincipalTag/domain", department),)
    return replace(found, context=(*found.context, *tags))


def _attached(site: Site, name: str, arn: str) -> Asker:
    role = site.ground.role(arn)
    return Asker(
        name,
        role.arn,
        site.ground.account,
        identity=site.ground.on(role.arn, "identity") or (),
        boundary=None if role.boundary is None else site.ground.on(role.boundary, "boundary"),
        context=(("aws:PrincipalArn", role.arn), *((f"aws:PrincipalTag/{k}", v) for k, v in role.tags)),
        bounded_by=role.boundary,
    )


def anybody(name: str, arn: str, account: str, **tags: str) -> Asker:
    """A role that IAM of its account lets do anything, and what its session is tagged with."""
    said = tuple((f"aws:PrincipalTag/{key}", value) for key, value in tags.items())
    return Asker(name, arn, account, EVERYTHING, None, (("aws:PrincipalArn", arn), *said))


def vouched(name: str, provider: str) -> Asker:
    """Somebody whom a provider of identity vouches for: the request is signed by nobody else."""
    return Asker(name, provider, None)


def service(name: str) -> Asker:
    """An AWS service, asking for itself."""
    return Asker(name, f"{name}.amazonaws.com", None)


def spoken(site: Site, asking: Asker, action: str, resource: str, given: Context) -> Context:
    """All that a request says: what every request does, what the asker's do, and what is given."""
    said: dict[str, str | tuple[str, ...]] = {
        "aws:RequestedRegion": site.ground.region,
        "aws:SecureTransport": "true",
        "aws:PrincipalIsAWSService": "true" if asking.arn.endswith(".amazonaws.com") else "false",
        **({} if asking.account is None else {"aws:PrincipalAccount": asking.account}),
        **dict(asking.context),
    }
    if action.startswith("s3:"):
        said["s3:TlsVersion"] = "1.3"
    if alias := site.ground.alias_of(resource):
        said["kms:ResourceAliases"] = (alias,)
    return {**said, **given}


def _stranger(name: str, account: str, role: str) -> Asker:
    """Whoever IAM of an account lets do anything."""
    return anybody(name, f"arn:aws:iam::{account}:role/{role}", account)
