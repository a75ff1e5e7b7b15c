"""Those who ask: the roles of a domain, and everybody else who may have to do with it."""

from dataclasses import dataclass

from meshwright import names

from .evaluator import Asker, Fields
from .ground import Ground
from .operators import Context

ELSEWHERE = "999999999999"
"""An account that is nobody's."""
DUTIES = (*names.ROLES, names.ORCHESTRATOR)
LOCATIONS, ADMINISTRATOR, OUTSIDER = "locations", "administrator", "outsider"
COLUMNS = (*DUTIES, LOCATIONS, ADMINISTRATOR, OUTSIDER)
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
    environment: str = "sandbox"

    def arn(self, service: str, resource: str) -> str:
        """Something of the account and region."""
        return f"arn:aws:{service}:{self.ground.region}:{self.ground.account}:{resource}"

    def bucket(self, domain: str, store: str, path: str | None = None) -> str:
        """A bucket, or an object in it."""
        arn = f"arn:aws:s3:::{names.bucket(self.environment, domain, store, self.ground.suffix)}"
        return arn if path is None else f"{arn}/{path}"

    def role(self, domain: str, duty: str) -> str:
        """The role of a domain."""
        return f"arn:aws:iam::{self.ground.account}:role{names.IAM_PATH}{names.role(self.environment, domain, duty)}"

    def key(self, domain: str) -> str:
        """A domain's key, or the platform's."""
        return self.ground.key(names.key_alias(self.environment, domain))

    def pseudonym_key(self, domain: str) -> str:
        """The key that a domain's pseudonyms are made with."""
        return self.ground.key(names.pseudonym_key_alias(self.environment, domain))


def asker(site: Site, name: str) -> Asker:
    """One of ``COLUMNS``, with what the recorded graph attaches to it."""
    if name == ADMINISTRATOR:
        return _stranger(name, site.ground.account, "deployer")
    if name == OUTSIDER:
        return _stranger(name, ELSEWHERE, "anything")
    domain = names.PLATFORM if name == LOCATIONS else site.own
    role = site.ground.role(site.role(domain, name))
    return Asker(
        name,
        role.arn,
        site.ground.account,
        identity=site.ground.on(role.arn, "identity") or (),
        boundary=None if role.boundary is None else site.ground.on(role.boundary, "boundary"),
        context=(("aws:PrincipalArn", role.arn), *((f"aws:PrincipalTag/{k}", v) for k, v in role.tags)),
    )


def person(site: Site, domain: str, duty: str, account: str | None = None) -> Asker:
    """Somebody whose session says a domain and a duty; IAM lets them take any role that trusts them."""
    found = _stranger(f"{duty} of {domain}", account or site.ground.account, "person")
    tags = (("aws:PrincipalTag/domain", domain), ("aws:PrincipalTag/duty", duty))
    return Asker(found.name, found.arn, found.account, found.identity, None, (*found.context, *tags))


def service(name: str) -> Asker:
    """An AWS service, asking for itself."""
    return Asker(name, f"{name}.amazonaws.com", None)


def spoken(site: Site, asking: Asker, action: str, resource: str, given: Context) -> Context:
    """All that a request says: what every request does, what the asker's do, and what is given."""
    said: dict[str, str | tuple[str, ...]] = {
        "aws:RequestedRegion": site.ground.region,
        "aws:SecureTransport": "true",
        "aws:PrincipalIsAWSService": "true" if asking.account is None else "false",
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
    arn = f"arn:aws:iam::{account}:role/{role}"
    return Asker(name, arn, account, EVERYTHING, None, (("aws:PrincipalArn", arn),))
