"""Every AWS name the platform derives, built in one place that knows each service's limit and grammar.

Limits and grammars are those of the AWS service references (S3 bucket naming rules, IAM quotas, Glue, Step Functions,
EventBridge and EventBridge Scheduler API references), read in November 2026.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass

from meshwright.language import Domain, Environment, IdentityCenter, Product, database_name

ROLES = ("owner", "engineer", "pipeline", "reader")
"""The roles of every domain."""
ORCHESTRATOR = "orchestrator"
"""What a domain's state machines, schedules and event rules run as; no person takes this role."""
CONSUMING_ROLES = ("pipeline", "reader")
"""Those that what a domain is granted goes to."""
STORES = ("landing", "data", "scratch")
"""The buckets of every domain."""
TEAM, READERS = "team", "readers"
WORKGROUPS = {TEAM: ("owner", "engineer"), READERS: ("reader",)}
"""The Athena workgroups of every domain, and the roles that query there. Whoever queries in a workgroup can read the
results of everybody there, so only roles that may see the same rows and columns share one."""
FOUNDATION = "foundation"
"""The scope of the stack that all others build on; no domain may be called so."""
LOOKED = "MESH_LOOKED"
"""Environment variable that tells a stack's program that what is kept in the account was looked for already."""
PLATFORM = "platform"
"""Stands for a domain in the names of what the foundation owns; no domain may be called so."""
PLATFORM_STORES = ("logs", "artifacts", "catalog", "audit")
"""The buckets of the platform."""
CONTRACTS = "contracts/"
"""The prefix of the catalog bucket that contracts stand under, for every domain to read."""
PERMISSION_SET_LENGTH = 32
"""Characters of a permission set's name (Identity Center API reference)."""
SUFFIX_LENGTH = 8
"""Characters of the random suffix of globally unique names."""
GUARD = "foundation-guard"
"""The logical name of what keeps the engine from destroying the foundation."""
IAM_PATH = "/mesh/"
PLATFORM_PATH = "/mesh-platform/"
"""Where the roles stand that pipelines plan and deploy as, and the one for emergencies: no pipeline may change them."""
PEOPLE = ("owner", "engineer", "reader")
"""The duties that people have; in Identity Center each is a group, ``<domain>-<duty>``."""
BREAK_GLASS = "break-glass"
"""The duty of whoever sets things right in an emergency."""
CI_PLAN, CI_DEPLOY = "plan", "deploy"
METRICS = "Mesh"
"""The CloudWatch namespace of the mesh's own metrics."""
PUBLISHED = "product.published"
"""The detail type of the event that announces a product's new data on the mesh's bus."""


@dataclass(frozen=True)
class Limit:
    """What a service accepts as a name."""

    service: str
    characters: int
    grammar: str
    """A regular expression that the whole name matches."""


LIMITS = {
    "bucket": Limit("S3", 63, r"[a-z0-9][a-z0-9-]*[a-z0-9]"),
    "role": Limit("IAM", 64, r"[\w+=,.@-]+"),
    "alias": Limit("KMS", 256, r"alias/[a-zA-Z0-9/_-]+"),
    "database": Limit("Glue", 255, r"[a-z0-9_]+"),
    "table": Limit("Glue", 255, r"[a-z0-9_]+"),
    "job": Limit("Glue", 255, r"[\w.-]+"),
    "security_configuration": Limit("Glue", 255, r"[\w-]+"),
    "state_machine": Limit("Step Functions", 80, r"[\w-]+"),
    "schedule_group": Limit("EventBridge Scheduler", 64, r"[\w.-]+"),
    "schedule": Limit("EventBridge Scheduler", 64, r"[\w.-]+"),
    "event_rule": Limit("EventBridge", 64, r"[\w.-]+"),
    "topic": Limit("SNS", 256, r"[\w-]+"),
    "log_group": Limit("CloudWatch Logs", 512, r"[\w/.#-]+"),
    "alarm": Limit("CloudWatch", 255, r"[\w/.: -]+"),
    "workgroup": Limit("Athena", 128, r"[\w.-]+"),
    "filter": Limit("Lake Formation", 255, r"[\w-]+"),
    "budget": Limit("Budgets", 100, r"[^:\\]+"),
}


def bucket(environment: str, domain: str, store: str, suffix: str) -> str:
    """A bucket: global, so it ends in the foundation's random suffix."""
    return f"mesh-{environment}-{domain}-{store}-{suffix}"


def role(environment: str, domain: str, duty: str) -> str:
    """A role of a domain, under ``IAM_PATH``."""
    return f"mesh-{environment}-{domain}-{duty}"


def role_arn(environment: Environment, domain: str, duty: str, partition: str = "aws") -> str:
    """The ARN of a role of a domain; known before the role exists."""
    return f"arn:{partition}:iam::{environment.account}:role{IAM_PATH}{role(environment.name, domain, duty)}"


def assigning_role(center: IdentityCenter) -> str | None:
    """The ARN of the role that a deployer takes to assign in Identity Center; None where it needs none."""
    return center.role and f"arn:{partition(center.region)}:iam::{center.account}:role/{center.role}"


def partition(region: str) -> str:
    """The AWS partition that a region belongs to: the second part of every ARN there."""
    found = {"cn": "aws-cn", "us-gov": "aws-us-gov"}
    return next((p for prefix, p in found.items() if region.startswith(f"{prefix}-")), "aws")


def ci_role(environment: str, duty: str) -> str:
    """The role that pipelines plan or deploy as, under ``PLATFORM_PATH``."""
    return f"mesh-{environment}-ci-{duty}"


def break_glass(environment: str) -> str:
    """The role for emergencies, under ``PLATFORM_PATH``."""
    return f"mesh-{environment}-{BREAK_GLASS}"


def group(domain: str, duty: str) -> str:
    """The group in Identity Center of those who have a duty in a domain."""
    return f"{domain}-{duty}"


def permission_set(environment: str, domain: str, duty: str) -> str:
    """What Identity Center assigns to such a group: at most 32 characters, so a long one ends in a hash."""
    whole = f"{environment}-{domain}-{duty}"
    if len(whole) <= PERMISSION_SET_LENGTH:
        return whole
    digits = hashlib.sha256(whole.encode()).hexdigest()[:8]
    return f"{whole[: PERMISSION_SET_LENGTH - 9]}-{digits}"


def people_boundary(environment: str) -> str:
    """The permissions boundary of what Identity Center assigns, under ``IAM_PATH``."""
    return f"mesh-{environment}-people"


def boundary(environment: str) -> str:
    """The permissions boundary of every domain's roles, under ``IAM_PATH``."""
    return f"mesh-{environment}-boundary"


def trail(environment: str) -> str:
    """The audit trail."""
    return f"mesh-{environment}"


AUDIT_TABLE = "trail"
"""The table in ``audit_database`` that the trail's records are asked by."""


def audit_database(environment: str) -> str:
    """The Glue database of the audit trail; no domain may be called ``mesh``."""
    return f"mesh_{environment}_audit"


def event_source(domain: str) -> str:
    """The source of the events that a domain announces; no other domain may use it."""
    return f"mesh.{domain}"


def key_alias(environment: str, domain: str) -> str:
    """The alias of the key that encrypts a domain's data."""
    return f"alias/mesh-{environment}-{domain}"


def pseudonym_key_alias(environment: str, domain: str) -> str:
    """The alias of the HMAC key that a domain's pseudonyms are made with."""
    return f"alias/mesh-{environment}-{domain}-pseudonyms"


def job(database: str, table: str) -> str:
    """The Glue job that fills one table."""
    return f"mesh-{database}-{table}"


def state_machine(database: str) -> str:
    """The state machine that runs a product's jobs."""
    return database


def state_machine_arn(environment: Environment, database: str) -> str:
    """The ARN of a product's state machine; known before it exists."""
    place = f"{partition(environment.region)}:states:{environment.region}:{environment.account}"
    return f"arn:{place}:stateMachine:{state_machine(database)}"


def schedule_group(domain: str) -> str:
    """The group of a domain's schedules."""
    return f"mesh-{domain}"


def schedule(product: str, major: int) -> str:
    """A product's schedule, within its domain's group."""
    return f"{product}_v{major}"


def event_rule(database: str) -> str:
    """The rule on the mesh's bus that starts a product when another is published."""
    return database


def topic(environment: str, domain: str) -> str:
    """Where a domain's alarms go."""
    return f"mesh-{environment}-{domain}-alerts"


def log_group(environment: str, domain: str, purpose: str) -> str:
    """A domain's log group for one purpose, such as ``jobs``."""
    return f"/mesh/{environment}/{domain}/{purpose}"


def job_log_group(environment: str, domain: str, stream: str) -> str:
    """Where a domain's Glue jobs log ``output`` or ``error``, below the prefix that ``log_group`` gives them.

    Glue puts the security configuration and the role, with its path, into the name of a group that it encrypts
    (Glue Developer Guide, "Logging for AWS Glue jobs").
    """
    prefix, security = log_group(environment, domain, "jobs"), security_configuration(environment, domain)
    return f"{prefix}/{security}-role{IAM_PATH}{role(environment, domain, 'pipeline')}/{stream}"


def state_log_group(environment: str, domain: str) -> str:
    """Where a domain's state machines log; AWS writes to groups of this prefix without a resource policy each."""
    return f"/aws/vendedlogs/states/mesh/{environment}/{domain}"


def alarm(database: str, what: str) -> str:
    """An alarm on a product, such as ``failed``."""
    return f"mesh/{database}/{what}"


def workgroup(environment: str, domain: str, audience: str) -> str:
    """The Athena workgroup of a domain's ``team`` or ``readers``."""
    return f"mesh-{environment}-{domain}-{audience}"


def security_configuration(environment: str, domain: str) -> str:
    """The Glue security configuration of a domain's jobs."""
    return f"mesh-{environment}-{domain}"


def budget(environment: str, domain: str) -> str:
    """A domain's monthly budget."""
    return f"mesh-{environment}-{domain}"


def bus(environment: str) -> str:
    """The mesh's event bus."""
    return f"mesh-{environment}"


def data_filter(consumer: str) -> str:
    """The data cells filter of one consumer on one table."""
    return consumer


def data_location(data_bucket: str, database: str, table: str) -> str:
    """Where an Iceberg table lives: its own prefix, no trailing slash."""
    return f"s3://{data_bucket}/{database}/{table}"


def contract_folder(domain: str, product: str, major: int) -> str:
    """Where the documents of a product major's contract stand in the catalog bucket; ends in a slash."""
    return f"{CONTRACTS}{domain}/{product}/v{major}/"


@dataclass(frozen=True)
class Derived:
    """A name that follows from a definition."""

    kind: str
    """A key of ``LIMITS``."""
    name: str

    @property
    def problem(self) -> str | None:
        """Why the service would refuse it; None where it would not."""
        limit = LIMITS[self.kind]
        what = f"{limit.service} {self.kind.replace('_', ' ')} name {self.name!r}"
        if len(self.name) > limit.characters:
            return f"{what} has {len(self.name)} characters, {limit.characters} are allowed"
        if not re.fullmatch(limit.grammar, self.name):
            return f"{what} does not match {limit.grammar}"
        return None


def derived_from_domain(environment: str, domain: Domain) -> Iterator[Derived]:
    """Every name that follows from a domain as such."""
    suffix = "0" * SUFFIX_LENGTH
    yield from (Derived("bucket", bucket(environment, domain.name, s, suffix)) for s in STORES)
    yield from (Derived("role", role(environment, domain.name, r)) for r in (*ROLES, ORCHESTRATOR))
    yield Derived("alias", key_alias(environment, domain.name))
    yield Derived("alias", pseudonym_key_alias(environment, domain.name))
    yield Derived("schedule_group", schedule_group(domain.name))
    yield Derived("topic", topic(environment, domain.name))
    yield from (Derived("workgroup", workgroup(environment, domain.name, audience)) for audience in WORKGROUPS)
    yield Derived("security_configuration", security_configuration(environment, domain.name))
    yield Derived("budget", budget(environment, domain.name))
    yield Derived("log_group", log_group(environment, domain.name, "jobs"))
    yield Derived("filter", data_filter(domain.name))


def derived_from_product(domain: Domain, product: Product) -> Iterator[Derived]:
    """Every name that follows from a product."""
    database = database_name(domain.name, product.name, product.major)
    yield Derived("database", database)
    yield Derived("state_machine", state_machine(database))
    yield Derived("schedule", schedule(product.name, product.major))
    if product.schedule is not None and product.schedule.kind == "on_publish":
        yield Derived("event_rule", event_rule(database))
    yield Derived("alarm", alarm(database, "failed"))
    for table in product.tables:
        yield Derived("table", table.name)
        yield Derived("job", job(database, table.name))
