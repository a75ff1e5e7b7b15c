"""What pipelines describe and make, and what of it is nobody's but an administrator's."""

from collections.abc import Iterator

from meshwright import names

from .askers import ELSEWHERE, PIPELINES, Site, asker, exists
from .case import Case, Said, may
from .environments import IDENTITY_ACCOUNT, IDENTITY_ROLE, SECRETS, SECRETS_KEY, STATE

ELSEWHERE_REGION = "us-east-1"
STATEMENTS = "iam:PutRolePolicy iam:DeleteRolePolicy"


def cases(site: Site) -> Iterator[Case]:
    """Of everything that the stacks describe."""
    yield from _services(site)
    yield from _anywhere(site)
    yield from _roles(site)
    yield from _handed_over(site)
    yield from _left_alone(site)
    yield from _keys(site)
    yield from _state(site)


def _services(site: Site) -> Iterator[Case]:
    """Of each service: what it calls the mesh's own and what not; what describes it, what makes it, and more."""
    env, own, product = site.environment, site.own, f"{site.own}_x_v1"
    for service, ours, stray, describes, makes, more in (
        ("athena", (f"workgroup/{names.workgroup(env, own, names.TEAM)}",), "workgroup/primary",
         "athena:GetNamedQuery athena:ListTagsForResource", "athena:CreateNamedQuery athena:DeleteWorkGroup",
         "athena:CreatePreparedStatement"),
        ("cloudtrail", (f"trail/{names.trail(env)}",), "trail/other",
         "cloudtrail:GetEventSelectors cloudtrail:GetTrailStatus", "",
         "cloudtrail:DeleteTrail cloudtrail:PutEventSelectors cloudtrail:StopLogging"),
        ("cloudwatch", (f"alarm:{names.alarm(product, 'failed')}", f"alarm:mesh-{env}-x"), "alarm:other",
         "cloudwatch:ListTagsForResource", "cloudwatch:PutMetricAlarm cloudwatch:TagResource",
         "cloudwatch:SetAlarmState"),
        ("events", (f"rule/{names.bus(env)}/{product}",), "rule/other",
         "events:DescribeRule events:ListTargetsByRule", "events:DeleteRule events:PutRule events:PutTargets",
         "events:DisableRule"),
        ("glue", (f"job/{names.job(product, 't')}",), "job/other",
         "", "glue:CreateJob glue:UpdateJob", "glue:ResetJobBookmark"),
        ("glue", (f"table/{product}/t", f"database/{product}", "catalog"), "userDefinedFunction/x/y",
         "glue:GetTableOptimizer", "glue:CreateTableOptimizer glue:UpdateDatabase", "glue:CreatePartition"),
        ("logs", (f"log-group:{names.log_group(env, own, 'x')}",
                  f"log-group:{names.state_log_group(env, own)}"), "log-group:/other",
         "logs:ListTagsForResource", "logs:PutRetentionPolicy logs:TagResource", "logs:PutSubscriptionFilter"),
        ("scheduler", (f"schedule-group/{names.schedule_group(own)}", f"schedule/{names.schedule_group(own)}/x"),
         "schedule-group/default", "scheduler:GetSchedule scheduler:GetScheduleGroup",
         "scheduler:CreateSchedule scheduler:DeleteScheduleGroup", "scheduler:ListSchedules"),
        ("sns", (names.topic(env, own),), "other",
         "sns:GetTopicAttributes", "sns:CreateTopic sns:SetTopicAttributes", "sns:AddPermission"),
        ("states", (f"stateMachine:{names.state_machine(product)}",), "activity:other",
         "states:ListStateMachineVersions", "states:CreateStateMachine states:DeleteStateMachine",
         "states:PublishStateMachineVersion"),
    ):  # fmt: skip
        for resource in ours:
            arn = site.arn(service, resource)
            yield from _described(arn, resource.partition("/")[0].partition(":")[0], service, describes, makes, more)
        arn = site.arn(service, stray)
        yield from may(f"deployment of {service}", "what is not the mesh's", f"{describes} {makes} {more}", arn, "a")
        arn = site.arn(service, ours[0]).replace(site.ground.region, ELSEWHERE_REGION)
        said = {"aws:RequestedRegion": ELSEWHERE_REGION}
        yield from may("wrong region", f"deploy to {service}", f"{describes} {makes} {more}", arn, "a", said)
    yield from _global(site)


def _described(arn: str, what: str, service: str, describes: str, makes: str, more: str) -> Iterator[Case]:
    group = f"deployment of {service}"
    yield from may(group, f"look at {what}", describes, arn, "ida")
    yield from may(group, f"make {what}", makes, arn, "da")
    yield from may(group, f"do more with {what}", more, arn, "a")


def _global(site: Site) -> Iterator[Case]:
    """What has no region in its name."""
    budget = f"arn:aws:budgets::{site.ground.account}:budget/"
    ours = f"{budget}{names.budget(site.environment, site.own)}"
    yield from _described(ours, "budget", "budgets", "budgets:ViewBudget", "budgets:ModifyBudget",
                          "budgets:DescribeBudgetActionsForBudget")  # fmt: skip
    yield from may("deployment of budgets", "what is not the mesh's", "budgets:ViewBudget budgets:ModifyBudget",
                   f"{budget}other", "a")  # fmt: skip
    bucket, stray = site.bucket(site.own, "data"), "arn:aws:s3:::other"
    looks, makes = "s3:GetBucketTagging s3:GetEncryptionConfiguration", "s3:CreateBucket s3:PutBucketPublicAccessBlock"
    more = "s3:DeleteBucket s3:PutReplicationConfiguration"
    yield from _described(bucket, "bucket", "s3", looks, makes, more)
    yield from may("deployment of s3", "what is not the mesh's", f"{looks} {makes} {more} s3:ListBucket", stray, "a")
    said = {"aws:RequestedRegion": ELSEWHERE_REGION}
    yield from may("wrong region", "deploy to s3", f"{makes} {more}", bucket, "a", said)


def _anywhere(site: Site) -> Iterator[Case]:
    """What IAM knows no resource of: in this region alone."""
    lists = (
        "cloudtrail:DescribeTrails glue:GetSecurityConfiguration kms:ListAliases lakeformation:DescribeResource"
        " lakeformation:GetDataCellsFilter lakeformation:GetLFTag lakeformation:ListResources"
        " logs:DescribeLogGroups sns:GetSubscriptionAttributes states:ValidateStateMachineDefinition"
    )
    makes = "glue:CreateSecurityConfiguration glue:DeleteSecurityConfiguration sns:Unsubscribe"
    listed = {"logs:DescribeLogGroups": "cida"}
    for region, by in ((site.ground.region, "{}"), (ELSEWHERE_REGION, "a")):
        said = {"aws:RequestedRegion": region}
        group = "deployment of the rest" if region == site.ground.region else "wrong region"
        for action in lists.split():
            yield from may(group, "list", action, "*", by.format(listed.get(action, "ida")), said)
        yield from may(group, "make", makes, "*", by.format("da"), said)
        yield from may(group, "settings of Lake Formation", "lakeformation:GetDataLakeSettings", "*",
                       by.format("idba"), said)  # fmt: skip
    more = "glue:PutDataCatalogEncryptionSettings sns:CreatePlatformApplication cloudtrail:StopLogging"
    more += " logs:PutResourcePolicy states:CreateActivity"
    for action in more.split():
        by = "ca" if action == "logs:PutResourcePolicy" else "a"
        yield from may("deployment of the rest", "settings of the account", action, "*", by)


def _roles(site: Site) -> Iterator[Case]:
    """Roles are made within the boundary, or not at all."""
    boundary = site.iam(f"policy{names.IAM_PATH}{names.boundary(site.environment)}")
    other = site.iam("policy/other")
    own, platform = site.role(site.own, "pipeline"), site.role(names.PLATFORM, "locations")
    writes = f"iam:CreateRole {STATEMENTS} iam:PutRolePermissionsBoundary"
    keeps = "iam:DeleteRole iam:TagRole iam:UntagRole iam:UpdateAssumeRolePolicy iam:UpdateRole"
    more = "iam:AttachRolePolicy iam:DeleteRolePermissionsBoundary"
    for what, said, by in (
        ("with the boundary", {"iam:PermissionsBoundary": boundary}, "da"),
        ("with another boundary", {"iam:PermissionsBoundary": other}, "a"),
        ("without a boundary", {}, "a"),
    ):
        yield from may("deployment of roles", f"make a domain's {what}", writes, own, by, said)
        yield from may("deployment of roles", f"attach to a domain's {what}", more, own, "a", said)
        for whose, role in (
            ("the platform's", platform),
            ("those of pipelines", site.pipelines(names.CI_PLAN)),
            ("that of emergencies", site.break_glass),
            ("anybody's", site.iam("role/other")),
        ):
            yield from may("deployment of roles", f"make {whose} {what}", f"{writes} {keeps} {more}", role, "a", said)
    yield from may("deployment of roles", "keep a domain's", keeps, own, "da")
    looks = "iam:GetRole iam:GetRolePolicy iam:ListRolePolicies"
    for whose, role, by in (
        ("a domain's", own, "ida"),
        ("the platform's", platform, "ida"),
        ("those of pipelines", site.pipelines(names.CI_DEPLOY), "ida"),
        ("anybody's", site.iam("role/other"), "a"),
    ):
        yield from may("deployment of roles", f"look at {whose}", looks, role, by)
    yield from may("deployment of roles", "look at the boundary", "iam:GetPolicy iam:GetPolicyVersion", boundary, "ida")
    yield from may("deployment of roles", "change the boundary", "iam:CreatePolicyVersion iam:DeletePolicy", boundary,
                   "a")  # fmt: skip
    yield from may("deployment of roles", "make a user or a key", "iam:CreateUser iam:CreateAccessKey",
                   site.iam("user/mesh/x"), "a")  # fmt: skip
    provider = site.iam("oidc-provider/token.actions.githubusercontent.com")
    yield from may("deployment of roles", "look at a provider", "iam:GetOpenIDConnectProvider", provider, "ida")
    yield from may("deployment of roles", "change a provider", "iam:UpdateOpenIDConnectProviderThumbprint", provider,
                   "a")  # fmt: skip


def _handed_over(site: Site) -> Iterator[Case]:
    """A role is handed to the service that it is for, and to no other."""
    for whose, role, rightly in (
        ("a pipeline's", site.role(site.own, "pipeline"), ("glue",)),
        ("an orchestrator's", site.role(site.own, names.ORCHESTRATOR), ("states", "scheduler", "events")),
        ("that of locations", site.role(names.PLATFORM, "locations"), ("lakeformation",)),
        ("a reader's", site.role(site.own, "reader"), ()),
        ("an owner's", site.role(site.own, "owner"), ()),
        ("the pipelines' own", site.pipelines(names.CI_DEPLOY), ()),
    ):
        for service in ("glue", "states", "scheduler", "events", "lakeformation", "lambda", "ec2"):
            said = {"iam:PassedToService": f"{service}.amazonaws.com"}
            by = "da" if service in rightly else "a"
            yield from may("handing over roles", f"{whose} to {service}", "iam:PassRole", role, by, said)
        said = {"iam:PassedToService": f"{(rightly or ('glue',))[0]}.amazonaws.com"}
        yield from may("handing over roles", f"attach to {whose} beside", "iam:AttachRolePolicy", role, "a", said)


def _left_alone(site: Site) -> Iterator[Case]:
    """What watches pipelines as well."""
    alarm = site.arn("cloudwatch", f"alarm:{names.break_glass(site.environment)}")
    rule = site.arn("events", f"rule/{names.break_glass(site.environment)}")
    silence = "cloudwatch:DeleteAlarms cloudwatch:PutMetricAlarm"
    unhook = "events:DeleteRule events:PutRule events:RemoveTargets"
    yield from may("alarm of emergencies", "look at it", "cloudwatch:ListTagsForResource", alarm, "ida")
    yield from may("alarm of emergencies", "look at its rule", "events:DescribeRule", rule, "ida")
    yield from may("alarm of emergencies", "change it", silence, alarm, "a")
    yield from may("alarm of emergencies", "change its rule", unhook, rule, "a")


def _keys(site: Site) -> Iterator[Case]:
    group, own, region = "deployment of kms", site.key(site.own), site.ground.region
    yield from may(group, "look at a key", "kms:DescribeKey kms:GetKeyPolicy", own, "ida")
    elsewhere = f"arn:aws:kms:{region}:{ELSEWHERE}:key/stray"
    yield from may(group, "a key of another account", "kms:GetKeyPolicy kms:PutKeyPolicy", elsewhere, "")
    alias = site.arn("kms", names.key_alias(site.environment, site.own))
    yield from may(group, "call a key the mesh's", "kms:CreateAlias", alias, "da")
    yield from may(group, "call a key otherwise", "kms:CreateAlias", site.arn("kms", "alias/other"), "a")
    for what, environment, place, by in (
        ("tagged as this environment's", site.environment, region, "da"),
        ("tagged as another's", "other", region, "a"),
        ("tagged as this environment's, in another region", site.environment, ELSEWHERE_REGION, "a"),
    ):
        said = {"aws:RequestTag/environment": environment, "aws:RequestedRegion": place}
        yield from may(group, f"make a key {what}", "kms:CreateKey", "*", by, said)
        yield from may(group, f"end a key {what}", "kms:ScheduleKeyDeletion", own, "a", said)
    yield from may(group, "make a key that is not tagged", "kms:CreateKey", "*", "a")
    yield from _wrong_keys(site)


def _wrong_keys(site: Site) -> Iterator[Case]:
    """What is used through another service is the mesh's, and of this account."""
    region, account = site.ground.region, site.ground.account
    for what, service, domain, context in (
        ("state machines", "states", site.own,
         {"kms:EncryptionContext:aws:states:stateMachineArn": site.arn("states", f"stateMachine:{site.own}_x")}),
        ("artifacts", "s3", names.PLATFORM,
         {"kms:EncryptionContext:aws:s3:arn": site.bucket(names.PLATFORM, "artifacts", "x")}),
    ):  # fmt: skip
        for which, key, alias in (
            ("not the mesh's", f"arn:aws:kms:{region}:{account}:key/alien", "alias/other"),
            ("another account's", f"arn:aws:kms:{region}:{ELSEWHERE}:key/stray",
             names.key_alias(site.environment, domain)),
        ):  # fmt: skip
            said: Said = {
                "kms:ViaService": f"{service}.{region}.amazonaws.com",
                "kms:ResourceAliases": (alias,),
                **context,
            }
            yield from may("wrong key", f"deploying {what} with a key that is {which}",
                           "kms:Decrypt kms:GenerateDataKey", key, "", said)  # fmt: skip


def _state(site: Site) -> Iterator[Case]:
    """Where Pulumi keeps what it knows, and the roles that it takes for it; both are others' to give."""
    env, group, bucket = site.environment, "state", f"arn:aws:s3:::{STATE}"
    if not all(exists(site, name) and asker(site, name).identity for name in PIPELINES):
        return
    yield from may(group, "list", "s3:ListBucket s3:GetBucketLocation", bucket, "ida")
    yield from may(group, "list another bucket", "s3:ListBucket s3:GetBucketLocation", f"{bucket}-x", "a")
    yield from may(group, "list versions", "s3:ListBucketVersions", bucket, "a")
    for what, path, reads, writes in (
        ("a stack's", f"{env}/.pulumi/stacks/x.json", "ida", "da"),
        ("a lock", f"{env}/.pulumi/locks/x.json", "ida", "ida"),
        ("of another environment", "other/.pulumi/stacks/x.json", "a", "a"),
        ("a lock of another environment", "other/.pulumi/locks/x.json", "a", "a"),
    ):
        yield from may(group, f"read {what}", "s3:GetObject", f"{bucket}/{path}", reads)
        yield from may(group, f"write or remove {what}", "s3:PutObject s3:DeleteObject", f"{bucket}/{path}", writes)
        yield from may(group, f"more with {what}", "s3:GetObjectVersion s3:PutObjectRetention", f"{bucket}/{path}", "a")
    said: Said = {"kms:ResourceAliases": (SECRETS,)}
    yield from may(group, "read secrets", "kms:Decrypt kms:DescribeKey", SECRETS_KEY, "ida", said)
    yield from may(group, "write secrets", "kms:Encrypt", SECRETS_KEY, "da", said)
    yield from may(group, "more with the key of secrets", "kms:CreateGrant kms:ScheduleKeyDeletion", SECRETS_KEY, "a",
                   said)  # fmt: skip
    other: Said = {"kms:ResourceAliases": ("alias/other",)}
    yield from may(group, "read with another key", "kms:Decrypt kms:Encrypt", SECRETS_KEY, "a", other)
    elsewhere = f"arn:aws:kms:{site.ground.region}:{ELSEWHERE}:key/secrets"
    yield from may(group, "read with another account's key", "kms:Decrypt kms:Encrypt", elsewhere, "", said)
    yield from may(group, "look at a key by that name elsewhere", "kms:DescribeKey", elsewhere, "", said)
    assigning = f"arn:aws:iam::{IDENTITY_ACCOUNT}:role/"
    by = "ida" if asker(site, "CI plan").identity and env == "prod" else "a"
    yield from may("people's assignment", "take the role for it", "sts:AssumeRole", f"{assigning}{IDENTITY_ROLE}", by)
    yield from may("people's assignment", "tag a session of it", "sts:TagSession", f"{assigning}{IDENTITY_ROLE}", "")
    yield from may("people's assignment", "take another role there", "sts:AssumeRole", f"{assigning}other", "")
