"""The account and region that policies speak of, and the ARNs in it."""

from dataclasses import dataclass

from meshwright import names
from meshwright.language import Environment

from .statement import Condition, when


@dataclass(frozen=True)
class Account:
    """An environment, as a policy sees it."""

    environment: Environment

    @property
    def id(self) -> str:
        """Twelve digits."""
        return self.environment.account

    @property
    def partition(self) -> str:
        """``aws``, or that of China or the US government."""
        return names.partition(self.environment.region)

    @property
    def dns_suffix(self) -> str:
        """What the names of the services end in."""
        return "amazonaws.com.cn" if self.partition == "aws-cn" else "amazonaws.com"

    @property
    def root(self) -> str:
        """Stands for every principal of the account that the account's own IAM policies allow."""
        return self.arn("iam", "root", regional=False)

    def arn(self, service: str, resource: str, *, regional: bool = True) -> str:
        """The ARN of something here. ``resource`` may hold ``*``."""
        return f"arn:{self.partition}:{service}:{self.environment.region if regional else ''}:{self.id}:{resource}"

    def bucket(self, name: str) -> str:
        """The ARN of a bucket; S3's name neither region nor account."""
        return f"arn:{self.partition}:s3:::{name}"

    def role(self, domain: str, duty: str) -> str:
        """The ARN of a domain's role; either may be ``*``."""
        return names.role_arn(self.environment, domain, duty, self.partition)

    @property
    def bus(self) -> str:
        """The mesh's event bus."""
        return self.arn("events", f"event-bus/{names.bus(self.environment.name)}")

    @property
    def trail(self) -> str:
        """The audit trail."""
        return self.arn("cloudtrail", f"trail/{names.trail(self.environment.name)}")

    @property
    def break_glass_rule(self) -> str:
        """The rule that tells when the role for emergencies is taken."""
        return self.arn("events", f"rule/{names.break_glass(self.environment.name)}")

    def via(self, *services: str) -> Condition:
        """The key is used by one of these services for somebody, never by that somebody directly."""
        hosts = (f"{service}.{self.environment.region}.{self.dns_suffix}" for service in services)
        return when("StringEquals", "kms:ViaService", *hosts)

    @property
    def in_this_region(self) -> Condition:
        """The request is for the environment's region: what is allowed on ``*`` is nowhere else."""
        return when("StringEquals", "aws:RequestedRegion", self.environment.region)

    @property
    def asked_from_here(self) -> Condition:
        """The service acts for something in this account: it can't be made a deputy by somebody else's."""
        return when("StringEquals", "aws:SourceAccount", self.id)


@dataclass(frozen=True)
class Holdings(Account):
    """What a domain holds in an environment, by ARN. ARNs follow from names, so they are known before anything exists.

    Buckets are given without ``/*``.
    """

    domain: str
    suffix: str
    """Of globally unique names; see ``FoundationOutputs``."""

    def store(self, name: str) -> str:
        """The bucket of that name in ``names.STORES``."""
        return self.bucket(names.bucket(self.environment.name, self.domain, name, self.suffix))

    def platform_store(self, name: str) -> str:
        """The bucket of that name in ``names.PLATFORM_STORES``."""
        return self.bucket(names.bucket(self.environment.name, names.PLATFORM, name, self.suffix))

    @property
    def keys(self) -> str:
        """Every key of the account: IAM names keys by id, so a condition on the alias has to narrow it."""
        return self.arn("kms", "key/*")

    @property
    def own_key(self) -> Condition:
        """The key is the domain's."""
        return key_called(names.key_alias(self.environment.name, self.domain))

    @property
    def pseudonym_key(self) -> Condition:
        """The key is the one that the domain's pseudonyms are made with."""
        return key_called(names.pseudonym_key_alias(self.environment.name, self.domain))

    @property
    def platform_key(self) -> Condition:
        """The key is the platform's."""
        return key_called(names.key_alias(self.environment.name, names.PLATFORM))

    @property
    def databases(self) -> tuple[str, ...]:
        """The domain's databases and their tables; the catalog is part of every request for them."""
        return (
            self.arn("glue", "catalog"),
            self.arn("glue", f"database/{self.domain}_*"),
            self.arn("glue", f"table/{self.domain}_*/*"),
        )

    @property
    def jobs(self) -> str:
        """The domain's jobs."""
        return self.arn("glue", f"job/{names.job(f'{self.domain}_*', '*')}")

    @property
    def state_machines(self) -> str:
        """The domain's state machines."""
        return self.arn("states", f"stateMachine:{names.state_machine(f'{self.domain}_*')}")

    @property
    def executions(self) -> str:
        """Executions of the domain's state machines."""
        return self.arn("states", f"execution:{names.state_machine(f'{self.domain}_*')}:*")

    @property
    def log_groups(self) -> tuple[str, ...]:
        """The domain's log groups, and their streams."""
        return tuple(self.arn("logs", f"log-group:{name}") for name in log_group_names(self.environment, self.domain))

    @property
    def alarms(self) -> str:
        """The domain's alarms."""
        return self.arn("cloudwatch", f"alarm:{names.alarm(f'{self.domain}_*', '*')}")

    @property
    def topic(self) -> str:
        """Where the domain's alarms go."""
        return self.arn("sns", names.topic(self.environment.name, self.domain))

    def workgroup(self, audience: str) -> str:
        """The domain's Athena workgroup of that name in ``names.WORKGROUPS``."""
        return self.arn("athena", f"workgroup/{names.workgroup(self.environment.name, self.domain, audience)}")


def key_called(*aliases: str) -> Condition:
    """The key has one of these aliases; ``*`` stands for any characters."""
    operator = "StringLike" if any("*" in alias for alias in aliases) else "StringEquals"
    return when(f"ForAnyValue:{operator}", "kms:ResourceAliases", *aliases)


def for_objects_in(*buckets: str) -> Condition:
    """S3 encrypts in the context of the bucket, or of the object where the bucket key doesn't apply."""
    contexts = [context for bucket in buckets for context in (bucket, f"{bucket}/*")]
    return when("StringLike", "kms:EncryptionContext:aws:s3:arn", *contexts)


def log_group_names(environment: Environment, domain: str) -> tuple[str, ...]:
    """Patterns of a domain's log groups; those of no domain whose name merely begins the same."""
    states = names.state_log_group(environment.name, domain)
    return (names.log_group(environment.name, domain, "*"), states, f"{states}:*")
