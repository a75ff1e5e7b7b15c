"""Keys: by whom, through which service, for which bucket."""

from collections.abc import Iterator

from meshwright import names

from .askers import ELSEWHERE, Site, service
from .case import Case, Said, alone, may

DECRYPT, ENCRYPT, DESCRIBE = "kms:Decrypt", "kms:GenerateDataKey", "kms:DescribeKey"
BEYOND = "kms:Encrypt kms:ReEncryptFrom kms:CreateGrant"
"""What nobody is given on any key, not even who administers it."""
S3, STATES, LOGS = "kms:EncryptionContext:aws:s3:arn", "kms:EncryptionContext:aws:states:stateMachineArn", "logs"
SOURCE = "kms:EncryptionContext:SourceArn"


def cases(site: Site) -> Iterator[Case]:
    """Of the domain's keys, others' and the platform's."""
    yield from _own(site)
    yield from _others(site)
    yield from _platforms(site)
    yield from _runs(site)
    yield from _pseudonyms(site)
    yield from _administration(site)
    yield from _services(site)
    yield from _platform_services(site)


def _via(site: Site, name: str) -> dict[str, str]:
    return {"kms:ViaService": f"{name}.{site.ground.region}.amazonaws.com"}


def _for(site: Site, domain: str, store: str, path: str = "x") -> dict[str, str]:
    return {S3: site.bucket(domain, store, path)}


def _own(site: Site) -> Iterator[Case]:
    key, s3 = site.key(site.own), _via(site, "s3")
    for store, by in (("landing", "oepl"), ("data", "pl"), ("scratch", "oeprl")):
        for actions in (DECRYPT, ENCRYPT):
            yield from may(
                "own key", f"through S3, for {store}", actions, key, by, {**s3, **_for(site, site.own, store)}
            )
        yield from may("own key", f"through S3, for all of {store}", DECRYPT, key, by,
                       {**s3, S3: site.bucket(site.own, store)})  # fmt: skip
        yield from may(
            "own key", f"through S3, for {store}: more", BEYOND, key, "", {**s3, **_for(site, site.own, store)}
        )
    yield from may("own key", "directly", f"{DECRYPT} {ENCRYPT}", key, "", _for(site, site.own, "scratch"))
    for other in ("glue", "sns"):
        said = {**_via(site, other), **_for(site, site.own, "scratch")}
        yield from may("own key", f"through {other}", DECRYPT, key, "c" if other == "sns" else "", said)
    said = {**s3, **_for(site, site.other, "scratch")}
    yield from may("own key", "through S3, for another domain's bucket", DECRYPT, key, "pl", said)
    yield from may("own key", "through S3, for a bucket not told", DECRYPT, key, "pl", s3)


def _others(site: Site) -> Iterator[Case]:
    key, s3 = site.key(site.other), _via(site, "s3")
    for whose, domain in (("its", site.other), ("own", site.own)):
        for store in names.STORES:
            said = {**s3, **_for(site, domain, store)}
            yield from may(
                "other domain's key", f"through S3, for {whose} {store}", f"{DECRYPT} {ENCRYPT}", key, "l", said
            )
    for store in ("artifacts", "catalog"):
        said = {**s3, **_for(site, names.PLATFORM, store)}
        yield from may("other domain's key", f"through S3, for the platform's {store}", DECRYPT, key, "l", said)
    alien = f"arn:aws:kms:{site.ground.region}:{site.ground.account}:key/alien"
    alien_said: Said = {**s3, **_for(site, site.own, "data"), "kms:ResourceAliases": ("alias/not-the-mesh",)}
    yield from may("wrong key", "a key that is not the mesh's", f"{DECRYPT} {ENCRYPT}", alien, "", alien_said)
    yield from may("other domain's key", "through SNS", DECRYPT, key, "", _via(site, "sns"))
    for what, account in (
        ("here, by the same alias", site.ground.account),
        ("elsewhere, by the same alias", ELSEWHERE),
    ):
        stray = f"arn:aws:kms:{site.ground.region}:{account}:key/stray"
        for domain in (site.own, names.PLATFORM):
            alias: Said = {"kms:ResourceAliases": (names.key_alias(site.environment, domain),)}
            for via, context in (
                ("s3", _for(site, site.own, "scratch")),
                ("s3", _for(site, site.own, "landing")),
                ("s3", _for(site, names.PLATFORM, "catalog")),
                ("sns", {}),
                ("none", _machine(site, site.own)),
                ("none", {SOURCE: site.arn("logs", "*")}),
            ):
                full: Said = {**(_via(site, via) if via != "none" else {}), **context, **alias}
                yield from may("wrong key", f"a key {what}", f"{DECRYPT} {ENCRYPT}", stray, "", full)
        alias = {"kms:ResourceAliases": (names.pseudonym_key_alias(site.environment, site.own),)}
        yield from may("wrong key", f"a key {what}", "kms:GenerateMac", stray, "", {**alias, **_mac(256)})


def _platforms(site: Site) -> Iterator[Case]:
    key, s3 = site.key(names.PLATFORM), _via(site, "s3")
    for what, said, read, written in (
        # who deploys is named by the key, which then asks nobody's own policy
        ("through S3, for contracts", {**s3, **_for(site, names.PLATFORM, "catalog", "contracts/a")}, "operida", "pda"),
        ("through S3, for artifacts", {**s3, **_for(site, names.PLATFORM, "artifacts")}, "pida", "pda"),
        ("through S3, for records", {**s3, **_for(site, names.PLATFORM, "audit")}, "da", "da"),
        ("through S3, for own scratch", {**s3, **_for(site, site.own, "scratch")}, "da", "da"),
        ("directly, for contracts", _for(site, names.PLATFORM, "catalog", "contracts/a"), "", ""),
        ("directly, for artifacts", _for(site, names.PLATFORM, "artifacts"), "", ""),
        ("through Glue, for contracts", {**_via(site, "glue"), **_for(site, names.PLATFORM, "catalog")}, "", ""),
    ):
        yield from may("platform's key", what, DECRYPT, key, read, said)
        yield from may("platform's key", what, ENCRYPT, key, written, said)
        yield from may("platform's key", f"{what}: more", BEYOND, key, "", said)


def _machine(site: Site, domain: str) -> dict[str, str]:
    return {STATES: site.arn("states", f"stateMachine:{domain}_x")}


def _mac(size: int) -> dict[str, str]:
    return {"kms:MacAlgorithm": f"HMAC_SHA_{size}"}


def _runs(site: Site) -> Iterator[Case]:
    """What an orchestrator encrypts and reads, and who deploys it."""
    own, other = site.key(site.own), site.key(site.other)
    states, logs = _via(site, "states"), {SOURCE: site.arn("logs", "*")}
    for what, key, said, read, written in (
        ("of own state machines", own, _machine(site, site.own), "oec", "oec"),
        ("of another's state machines", own, _machine(site, site.other), "", ""),
        ("of own state machines, with another's key", other, _machine(site, site.own), "", ""),
        ("of another's state machines, with its key", other, _machine(site, site.other), "", ""),
        ("deploying own state machines", own, {**states, **_machine(site, site.own)}, "oecda", "oecda"),
        ("deploying another's state machines with it", own, {**states, **_machine(site, site.other)}, "", ""),
        ("of alarms", own, _via(site, "sns"), "c", "c"),
        ("of alarms, with another's key", other, _via(site, "sns"), "", ""),
        ("of logs", own, logs, "", "c"),
        ("of logs, with another's key", other, logs, "", ""),
        ("of what are no logs", own, {SOURCE: site.arn("sqs", "x")}, "", ""),
    ):
        yield from may("keys of runs", what, DECRYPT, key, read, said)
        yield from may("keys of runs", what, ENCRYPT, key, written, said)
        yield from may("keys of runs", f"{what}: more", BEYOND, key, "", said)


def _pseudonyms(site: Site) -> Iterator[Case]:
    for whose, domain, by in (("own", site.own, "p"), ("other domain's", site.other, "")):
        key = site.pseudonym_key(domain)
        yield from may("pseudonyms", f"make with {whose} key", "kms:GenerateMac", key, by, _mac(256))
        yield from may("pseudonyms", f"make longer ones with {whose} key", "kms:GenerateMac", key, "", _mac(512))
        yield from may("pseudonyms", f"try them with {whose} key", "kms:VerifyMac", key, "", _mac(256))
    key = site.key(site.own)
    yield from may("pseudonyms", "make with the key of data", "kms:GenerateMac", key, "", _mac(256))


def _administration(site: Site) -> Iterator[Case]:
    tending, ending = "kms:DeleteAlias kms:PutKeyPolicy kms:UpdateAlias", "kms:DisableKey kms:ScheduleKeyDeletion"
    for what, key in (
        ("own key", site.key(site.own)),
        ("own pseudonyms' key", site.pseudonym_key(site.own)),
        ("platform's key", site.key(names.PLATFORM)),
    ):
        yield from may("key administration", what, tending, key, "da")
        yield from may("key administration", f"{what}: end it", ending, key, "a")
        yield from may("key administration", f"{what}: use or lend it", f"{BEYOND} {DECRYPT}", key, "")
        yield from may("key administration", f"{what}: lend it", "kms:CreateGrant", key, "")


def _services(site: Site) -> Iterator[Case]:
    key, region = site.key(site.own), site.ground.region
    logs, delivery = service(f"logs.{region}"), service("delivery.logs")
    context = "kms:EncryptionContext:aws:logs:arn"
    own = {context: site.arn("logs", f"log-group:/mesh/{site.environment}/{site.own}/x")}
    other = {context: site.arn("logs", f"log-group:/mesh/{site.environment}/{site.other}/x")}
    delivered, stray = {SOURCE: site.arn("logs", "*")}, {SOURCE: site.arn("sqs", "x")}
    yield alone("own key", "logs of the domain", logs, "kms:Encrypt", key, allowed=True, says=own)
    yield alone("own key", "logs of another domain", logs, "kms:Encrypt", key, allowed=False, says=other)
    yield alone("own key", "logs lend it", logs, "kms:CreateGrant", key, allowed=False, says=own)
    yield from may("own key", "as logs do", "kms:Encrypt", key, "", own)
    yield alone("own key", "logs are delivered", delivery, DECRYPT, key, allowed=True, says=delivered)
    yield alone("own key", "what are no logs is delivered", delivery, DECRYPT, key, allowed=False, says=stray)
    yield alone("own key", "delivery encrypts", delivery, ENCRYPT, key, allowed=False, says=delivered)
    yield from _told(site, "own key", key, f"mesh/{site.own}_x/failed", f"mesh/{site.other}_x/failed")
    budgets, here = service("budgets"), {"aws:SourceAccount": site.ground.account}
    there: Said = {"aws:SourceAccount": ELSEWHERE}
    yield alone("own key", "a budget tells", budgets, DECRYPT, key, allowed=True, says=here)
    yield alone("own key", "a budget of another account tells", budgets, DECRYPT, key, allowed=False, says=there)
    yield alone("own key", "a budget lends it", budgets, "kms:CreateGrant", key, allowed=False, says=here)
    yield from may("own key", "as a budget does", DECRYPT, key, "", here)


def _told(site: Site, group: str, key: str, alarm: str, stray: str) -> Iterator[Case]:
    """An alarm publishes to an encrypted topic."""
    cloudwatch = service("cloudwatch")
    here = {"aws:SourceAccount": site.ground.account, "aws:SourceArn": site.arn("cloudwatch", f"alarm:{alarm}")}
    yield alone(group, "an alarm tells", cloudwatch, DECRYPT, key, allowed=True, says=here)
    yield alone(group, "an alarm lends it", cloudwatch, "kms:CreateGrant", key, allowed=False, says=here)
    other = {**here, "aws:SourceArn": site.arn("cloudwatch", f"alarm:{stray}") if stray else site.arn("sqs", "x")}
    yield alone(group, "another's alarm tells", cloudwatch, DECRYPT, key, allowed=False, says=other)
    there = {**here, "aws:SourceAccount": ELSEWHERE}
    yield alone(group, "an alarm for another account tells", cloudwatch, DECRYPT, key, allowed=False, says=there)
    yield from may(group, "as an alarm does", DECRYPT, key, "", here)


def _platform_services(site: Site) -> Iterator[Case]:
    key, group = site.key(names.PLATFORM), "platform's key"
    trail, events = service("cloudtrail"), service("events")
    arn = site.arn("cloudtrail", f"trail/{names.trail(site.environment)}")
    context = "kms:EncryptionContext:aws:cloudtrail:arn"
    ours = {"aws:SourceArn": arn, context: arn}
    bus = "kms:EncryptionContext:aws:events:event-bus:arn"
    here = {
        "aws:SourceAccount": site.ground.account,
        bus: site.arn("events", f"event-bus/{names.bus(site.environment)}"),
    }
    for what, who, action, said, allowed in (
        ("the trail describes", trail, DESCRIBE, ours, True),
        ("the trail encrypts", trail, ENCRYPT, ours, True),
        ("the trail decrypts", trail, DECRYPT, ours, False),
        ("another trail describes", trail, DESCRIBE, {**ours, "aws:SourceArn": f"{arn}-x"}, False),
        ("another trail encrypts", trail, ENCRYPT, {**ours, "aws:SourceArn": f"{arn}-x"}, False),
        ("the trail encrypts what is no record", trail, ENCRYPT, {"aws:SourceArn": arn}, False),
        ("the bus describes", events, DESCRIBE, here, True),
        ("the bus encrypts", events, ENCRYPT, here, True),
        ("the bus lends it", events, "kms:CreateGrant", here, False),
        ("a bus of another account describes", events, DESCRIBE, {**here, "aws:SourceAccount": ELSEWHERE}, False),
        ("a bus of another account encrypts", events, ENCRYPT, {**here, "aws:SourceAccount": ELSEWHERE}, False),
        ("another bus encrypts", events, ENCRYPT, {**here, bus: "arn:aws:events:x:1:event-bus/x"}, False),
    ):
        yield alone(group, what, who, action, key, allowed=allowed, says=said)
    yield from may(group, "as the trail does", ENCRYPT, key, "", ours)
    yield from may(group, "as the bus does", ENCRYPT, key, "", here)
    yield from may(group, "as either does", DESCRIBE, key, "ida", {**ours, **here})
    yield from _told(site, group, key, "x", "")
