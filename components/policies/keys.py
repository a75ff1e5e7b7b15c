"""Key policies. Each names who uses the key; the account's IAM administers it and can't read with it."""

from collections.abc import Sequence

from meshwright import names

from .account import Account, log_group_names
from .statement import Condition, Policy, Principal, Statement, Text, allow, roles, services, when

ADMINISTRATION = (
    "kms:CancelKeyDeletion",
    "kms:CreateAlias",
    "kms:DeleteAlias",
    "kms:DescribeKey",
    "kms:DisableKey",
    "kms:DisableKeyRotation",
    "kms:EnableKey",
    "kms:EnableKeyRotation",
    "kms:GetKeyPolicy",
    "kms:GetKeyRotationStatus",
    "kms:ListAliases",
    "kms:ListGrants",
    "kms:ListKeyPolicies",
    "kms:ListKeyRotations",
    "kms:ListResourceTags",
    "kms:PutKeyPolicy",
    "kms:RevokeGrant",
    "kms:ScheduleKeyDeletion",
    "kms:TagResource",
    "kms:UntagResource",
    "kms:UpdateAlias",
    "kms:UpdateKeyDescription",
)
"""All that it takes to keep a key, and nothing that encrypts, decrypts, signs or grants."""
USE = ("kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey")
SERVICE_USE = ("kms:Decrypt", "kms:GenerateDataKey")
LOGS_USE = (
    "kms:Decrypt",
    "kms:DescribeKey",
    "kms:Encrypt",
    "kms:GenerateDataKey",
    "kms:GenerateDataKeyWithoutPlaintext",
    "kms:ReEncryptFrom",
    "kms:ReEncryptTo",
)
"""What CloudWatch Logs asks for (CloudWatch Logs user guide, "Encrypt log data using KMS")."""
READERS_OF_CONTRACTS = ("owner", "engineer", "reader")
"""The roles that people take, and so look into the catalog with."""
THIS_KEY = ("*",)
"""In a key policy the key itself, the only resource there is."""


def domain_key(account: Account, domain: str, lake_formation_role: Text) -> Policy:
    """The key of a domain's data: used through S3 by its own roles, and by Lake Formation for those with a grant."""
    people = [account.role(domain, duty) for duty in names.ROLES]
    orchestrator = account.role(domain, names.ORCHESTRATOR)
    state_machines = account.arn("states", f"stateMachine:{names.state_machine(f'{domain}_*')}")
    of_the_domain = when("StringLike", "kms:EncryptionContext:aws:states:stateMachineArn", state_machines)
    alarms = account.arn("cloudwatch", f"alarm:{names.alarm(f'{domain}_*', '*')}")
    return Policy(
        (
            _administration(account),
            # through IAM, since a role that is named here needs no more: then its own policy, which says for which
            # buckets, would count for nothing
            allow(
                "UseByTheDomain",
                USE,
                THIS_KEY,
                account.via("s3"),
                when("ArnEquals", "aws:PrincipalArn", *people),
                principals=[roles(account.root)],
            ),
            allow("UseByLakeFormation", USE, THIS_KEY, account.via("s3"), principals=[roles(lake_formation_role)]),
            allow(
                "RunStateMachines",
                SERVICE_USE,
                THIS_KEY,
                of_the_domain,
                principals=[roles(orchestrator, account.role(domain, "engineer"), account.role(domain, "owner"))],
            ),
            allow("RaiseAlarmsFromRuns", SERVICE_USE, THIS_KEY, account.via("sns"), principals=[roles(orchestrator)]),
            _deployment_of_state_machines(account, of_the_domain),
            *_logs(account, domain),
            _alarms(account, alarms),
            _budgets(account),
        )
    )


def pseudonym_key(account: Account, domain: str) -> Policy:
    """The key that a domain's pseudonyms are made with: by its pipelines, by nobody else, and never shown."""
    return Policy(
        (
            _administration(account),
            allow(
                "MakePseudonyms",
                ["kms:GenerateMac"],
                THIS_KEY,
                when("StringEquals", "kms:MacAlgorithm", "HMAC_SHA_256"),
                principals=[roles(account.role(domain, "pipeline"))],
            ),
        )
    )


def platform_key(account: Account, administrators: Sequence[Text], planners: Sequence[Text] = ()) -> Policy:
    """The key of artifacts, catalog, trail, bus and alerts: nothing that a domain owns is encrypted with it.

    ``planners`` (ARNs of roles) compare what is deployed with what would be, so far as their own policies go.
    """
    jobs, people = account.role("*", "pipeline"), [account.role("*", duty) for duty in READERS_OF_CONTRACTS]
    catalog = account.bucket(names.bucket(account.environment.name, names.PLATFORM, "catalog", "*"))
    return Policy(
        (
            _administration(account),
            allow("DeployAndAudit", USE, THIS_KEY, account.via("s3"), principals=[roles(*administrators)]),
            allow(
                "UseByJobs",
                USE,
                THIS_KEY,
                account.via("s3"),
                when("ArnLike", "aws:PrincipalArn", jobs),
                principals=[roles(account.root)],
            ),
            allow(
                "ReadContracts",
                ["kms:Decrypt"],
                THIS_KEY,
                account.via("s3"),
                when("ArnLike", "aws:PrincipalArn", *people),
                when("StringLike", "kms:EncryptionContext:aws:s3:arn", catalog, f"{catalog}/*"),
                principals=[roles(account.root)],
            ),
            *_planning(account, planners),
            *_trail(account),
            *_bus(account),
            _alarms(account, account.arn("cloudwatch", "alarm:*")),
            *_break_glass(account),
        )
    )


def _planning(account: Account, planners: Sequence[Text]) -> tuple[Statement, ...]:
    if not planners:
        return ()
    by = when("ArnEquals", "aws:PrincipalArn", *planners)
    root = [roles(account.root)]
    return (allow("ReadToPlan", ["kms:Decrypt"], THIS_KEY, account.via("s3"), by, principals=root),)


def _trail(account: Account) -> tuple[Statement, ...]:
    """The audit trail alone, by its ARN, as CloudTrail asks for ("Configure AWS KMS key policies for CloudTrail").

    The context is that of each object: the trail's bucket has no key of its own, see ``PrivateBucketArgs``.
    """
    trails = f"arn:{account.partition}:cloudtrail:*:{account.id}:trail/*"
    of_the_trail = when("StringEquals", "aws:SourceArn", account.trail)
    in_its_context = when("StringLike", "kms:EncryptionContext:aws:cloudtrail:arn", trails)
    by = [services("cloudtrail.amazonaws.com")]
    return (
        allow("LetTrailDescribe", ["kms:DescribeKey"], THIS_KEY, of_the_trail, principals=by),
        allow("LetTrailEncrypt", ["kms:GenerateDataKey"], THIS_KEY, of_the_trail, in_its_context, principals=by),
    )


def _bus(account: Account) -> tuple[Statement, ...]:
    of_the_bus = when("StringEquals", "kms:EncryptionContext:aws:events:event-bus:arn", account.bus)
    return (
        _of_service("LetBusDescribe", account, "events", ["kms:DescribeKey"]),
        _of_service("LetBusEncrypt", account, "events", SERVICE_USE, of_the_bus),
    )


def _administration(account: Account) -> Statement:
    """By whoever the account's IAM lets: without it nobody could ever change the key again."""
    return allow("AdministerByIam", ADMINISTRATION, THIS_KEY, principals=[roles(account.root)])


def _deployment_of_state_machines(account: Account, of_the_domain: Condition) -> Statement:
    """Creating a state machine encrypts its definition in the deployer's name."""
    return allow(
        "DeployStateMachines",
        SERVICE_USE,
        THIS_KEY,
        of_the_domain,
        account.via("states"),
        principals=[roles(account.root)],
    )


def _logs(account: Account, domain: str) -> tuple[Statement, ...]:
    """Log groups of the domain, those that Glue names itself, and the delivery of a state machine's own log."""
    region, orchestrator = account.environment.region, account.role(domain, names.ORCHESTRATOR)
    patterns = (*log_group_names(account.environment, domain), "/aws-glue/*")
    groups = [account.arn("logs", f"log-group:{pattern}") for pattern in patterns]
    delivered = when("StringEquals", "kms:EncryptionContext:SourceArn", account.arn("logs", "*"))
    delivery = services("delivery.logs.amazonaws.com")
    return (
        allow(
            "EncryptLogs",
            LOGS_USE,
            THIS_KEY,
            when("ArnLike", "kms:EncryptionContext:aws:logs:arn", *groups),
            principals=[services(f"logs.{region}.{account.dns_suffix}")],
        ),
        allow("DeliverLogs", ["kms:Decrypt"], THIS_KEY, delivered, principals=[delivery]),
        allow("HandOverLogs", ["kms:GenerateDataKey"], THIS_KEY, delivered, principals=[roles(orchestrator)]),
    )


def _alarms(account: Account, alarms: str) -> Statement:
    """An alarm publishes to an encrypted topic."""
    return _of_service("LetAlarmsPublish", account, "cloudwatch", SERVICE_USE, when("ArnLike", "aws:SourceArn", alarms))


def _break_glass(account: Account) -> tuple[Statement, ...]:
    """The rule that tells of emergencies publishes to an encrypted topic."""
    if account.environment.identity is None:
        return ()
    rule = when("ArnEquals", "aws:SourceArn", account.break_glass_rule)
    return (_of_service("LetBreakGlassTell", account, "events", SERVICE_USE, rule),)


def _budgets(account: Account) -> Statement:
    return _of_service("LetBudgetsPublish", account, "budgets", SERVICE_USE)


def _of_service(sid: str, account: Account, service: str, actions: Sequence[str], *conditions: Condition) -> Statement:
    principal: Principal = services(f"{service}.amazonaws.com")
    return allow(sid, actions, THIS_KEY, account.asked_from_here, *conditions, principals=[principal])
