"""What pipelines may do: one role that plans, which reads descriptions and no data, and one that deploys.

Who deploys can't change who deploys. The deploying role makes roles only below ``names.IAM_PATH`` and only with the
boundary that holds for every domain; the boundary, the platform's own roles, who administers Lake Formation, what is
recorded and these two are an administrator's.
"""

from collections.abc import Sequence

from meshwright import names
from meshwright.language import IdentityCenter

from .account import Account, for_objects_in, key_called
from .ci_actions import DESCRIBED, LISTED, MADE, MADE_ANYWHERE
from .state import state
from .statement import Condition, Policy, Statement, Text, allow, deny, when

INLINE_LIMIT, MANAGED_LIMIT = 10_240, 6144
"""Characters of all policies inside one role, and of a policy of its own, white space not counted (IAM quotas)."""
PASSED = {"pipeline": ("glue",), names.ORCHESTRATOR: ("states", "scheduler", "events")}
"""The duties that services have, and the services that their roles are handed to."""


def plan(account: Account) -> Policy:
    """Reads what the stacks describe and where they stand; changes nothing but the lock that it holds."""
    return Policy((*_reads(account), *state(account, writes=False), *_identity(account)))


def deploy(account: Account) -> Policy:
    """Makes what the stacks describe, within the mesh's own names."""
    return Policy(
        (*_writes(account), *_roles(account), *_left_alone(account), *state(account, writes=True), *_identity(account))
    )


def reads(account: Account) -> Policy:
    """What who deploys has to read before, which is too long for one place together with what it makes."""
    return Policy(_reads(account))


def _reads(account: Account) -> tuple[Statement, ...]:
    artifacts = _platform_buckets(account, "artifacts", "catalog")
    return (
        *(
            allow(f"Describe{service.capitalize()}", actions, _of(account, service))
            for service, actions in DESCRIBED.items()
        ),
        # IAM knows no narrower resource of these
        allow("List", LISTED, ["*"], account.in_this_region),
        allow("ReadArtifacts", ["s3:GetObject", "s3:GetObjectTagging"], [f"{arn}/*" for arn in artifacts]),
        allow("ReadKeyOfArtifacts", ["kms:Decrypt"], [account.arn("kms", "key/*")], *_platform_key(account)),
    )


def _writes(account: Account) -> tuple[Statement, ...]:
    objects = [f"{arn}/*" for arn in _platform_buckets(account, "artifacts", "catalog")]
    ours = when("StringEquals", "aws:RequestTag/environment", account.environment.name)
    here = account.in_this_region
    return (
        *(
            # the name of a bucket says nothing of its region
            allow(f"Make{name.capitalize()}", actions, _of(account, name), *([here] if name == "s3" else []))
            for name, actions in MADE.items()
        ),
        allow("MakeAnywhere", MADE_ANYWHERE, ["*"], here),
        allow("MakeKeys", ["kms:CreateKey"], ["*"], ours, here),
        allow("WriteArtifacts", ["s3:DeleteObject", "s3:PutObject", "s3:PutObjectTagging"], objects),
        allow(
            "UseKeysOfStateMachines",
            ["kms:Decrypt", "kms:GenerateDataKey"],
            [account.arn("kms", "key/*")],
            key_called(names.key_alias(account.environment.name, "*")),
            account.via("states"),
        ),
        allow("UseKeyOfArtifacts", ["kms:GenerateDataKey"], [account.arn("kms", "key/*")], *_platform_key(account)),
    )


def _roles(account: Account) -> tuple[Statement, ...]:
    """Roles of domains, bounded; never those that the platform itself runs by."""
    domains = account.role("*", "*")
    bounded = when("StringEquals", "iam:PermissionsBoundary", _boundary(account))
    kept = ["iam:DeleteRole", "iam:TagRole", "iam:UntagRole", "iam:UpdateAssumeRolePolicy", "iam:UpdateRole"]
    writing = [f"iam:{verb}*" for verb in ("Create", "Delete", "Put", "Tag", "Untag", "Update")]
    written = ["iam:CreateRole", "iam:DeleteRolePolicy", "iam:PutRolePermissionsBoundary", "iam:PutRolePolicy"]
    return (
        allow("MakeRoles", written, [domains], bounded),
        allow("KeepRoles", kept, [domains]),
        deny("LeavePlatformRoles", writing, [account.role(names.PLATFORM, "*")]),
        *(
            _handed_over(f"HandOver{duty.capitalize()}", account.role("*", duty), *services)
            for duty, services in PASSED.items()
        ),
        _handed_over("HandOverLocations", account.role(names.PLATFORM, "locations"), "lakeformation"),
    )


def _left_alone(account: Account) -> tuple[Statement, ...]:
    """What watches everybody, pipelines too: records, and the alarm of the role for emergencies.

    The pattern of a bucket's name goes on over what is in it.
    """
    env = account.environment.name
    records = _platform_buckets(account, "audit", "logs")
    watching = [account.break_glass_rule, account.arn("cloudwatch", f"alarm:{names.break_glass(env)}")]
    return (
        deny("LeaveRecords", ["s3:Delete*", "s3:Put*"], records),
        deny("LeaveAlarm", ["cloudwatch:Delete*", "cloudwatch:Put*", "events:Delete*", "events:Put*", "events:Remove*"],
             watching),
    )  # fmt: skip


def _handed_over(sid: str, role: str, *services: str) -> Statement:
    hosts = (f"{service}.amazonaws.com" for service in services)
    return allow(sid, ["iam:PassRole"], [role], when("StringEquals", "iam:PassedToService", *hosts))


def _identity(account: Account) -> tuple[Statement, ...]:
    found = account.environment.identity
    if not isinstance(found, IdentityCenter) or found.role is None:
        return ()
    arn = f"arn:{account.partition}:iam::{found.account}:role/{found.role}"
    return (allow("TakeIdentityRole", ["sts:AssumeRole"], [arn]),)


def _boundary(account: Account) -> str:
    return account.arn("iam", f"policy{names.IAM_PATH}{names.boundary(account.environment.name)}", regional=False)


def _platform_key(account: Account) -> tuple[Condition, ...]:
    """The platform's key, for artifacts and the catalog; the trail's records have it too."""
    return (
        key_called(names.key_alias(account.environment.name, names.PLATFORM)),
        account.via("s3"),
        for_objects_in(*_platform_buckets(account, "artifacts", "catalog")),
    )


def _platform_buckets(account: Account, *stores: str) -> list[str]:
    env = account.environment.name
    return [account.bucket(names.bucket(env, names.PLATFORM, store, "*")) for store in stores]


def _of(account: Account, service: str) -> Sequence[Text]:
    """What of a service the mesh owns, by the names that it gives; all keys and tables, which have none."""
    env = account.environment.name
    local = {
        "athena": [f"workgroup/{names.workgroup(env, '*', '*')}"],
        "cloudtrail": [f"trail/{names.trail(env)}"],
        "cloudwatch": [f"alarm:{names.alarm('*', '*')}", f"alarm:mesh-{env}-*"],
        "events": [f"event-bus/{names.bus(env)}", f"rule/{names.bus(env)}/*", f"rule/{names.break_glass(env)}"],
        "glue": ["catalog", "database/*", "table/*/*", f"job/{names.job('*', '*')}"],
        "kms": ["key/*", f"alias/mesh-{env}-*"],
        "logs": [f"log-group:/mesh/{env}/*", f"log-group:/aws/vendedlogs/states/mesh/{env}/*"],
        "scheduler": [f"schedule-group/{names.schedule_group('*')}", "schedule/mesh-*/*"],
        "sns": [f"mesh-{env}-*"],
        "states": ["stateMachine:*"],
    }
    if service == "s3":
        return [account.bucket(f"mesh-{env}-*")]
    if service == "budgets":
        return [account.arn("budgets", f"budget/{names.budget(env, '*')}", regional=False)]
    if service == "iam":
        paths = [f"{what}{path}*" for what in ("role", "policy") for path in (names.IAM_PATH, names.PLATFORM_PATH)]
        return [account.arn("iam", name, regional=False) for name in (*paths, "oidc-provider/*")]
    return [account.arn(service, name) for name in local[service]]
