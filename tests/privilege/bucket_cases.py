"""Buckets: whose objects, by which way, under which key."""

from collections.abc import Iterator

from meshwright import names

from .askers import Site, service
from .case import Case, alone, may

READ, WRITE = "s3:GetObject", "s3:PutObject"
PARTS = "s3:AbortMultipartUpload s3:ListMultipartUploadParts"
LOCATE, UPLOADS = "s3:GetBucketLocation", "s3:ListBucketMultipartUploads"
BEYOND = "s3:GetObjectVersion s3:PutObjectRetention"
"""What no role of a domain is given on any object."""
KEY, ALGORITHM = "s3:x-amz-server-side-encryption-aws-kms-key-id", "s3:x-amz-server-side-encryption"
CUSTOMER = "s3:x-amz-server-side-encryption-customer-algorithm"


def cases(site: Site) -> Iterator[Case]:
    """Of the domain's own buckets, others' and the platform's."""
    yield from _landing(site)
    yield from _data(site)
    yield from _scratch(site)
    yield from _others(site)
    yield from _artifacts_and_contracts(site)
    yield from _records(site)
    for domain, stores in ((site.own, names.STORES), (names.PLATFORM, names.PLATFORM_STORES)):
        for store in stores:
            yield from _ways(site, domain, store)
    yield from _keys(site)


def _landing(site: Site) -> Iterator[Case]:
    bucket, file = site.bucket(site.own, "landing"), site.bucket(site.own, "landing", "flights/day.csv")
    yield from may("own landing", "read a file", READ, file, "oepa")
    yield from may("own landing", "write or remove a file", f"{WRITE} s3:DeleteObject {PARTS}", file, "oea")
    yield from may("own landing", "list", f"s3:ListBucket {LOCATE}", bucket, "oepida")
    yield from may("own landing", "list uploads", UPLOADS, bucket, "oepa")
    yield from may("own landing", "anything else", BEYOND, file, "a")
    yield from may("own landing", "administer", "s3:PutBucketPolicy", bucket, "da")


def _data(site: Site) -> Iterator[Case]:
    bucket = site.bucket(site.own, "data")
    file = site.bucket(site.own, "data", f"{site.own}_x_v1/t/data/part.parquet")
    stray = site.bucket(site.own, "data", "elsewhere/part.parquet")
    yield from may("own data", "read, write or remove a file", f"{READ} {WRITE} s3:DeleteObject", file, "pla")
    yield from may("own data", "write a file in parts", PARTS, file, "pa")
    yield from may("own data", "read or write what is no table's", f"{READ} {WRITE}", stray, "la")
    yield from may("own data", "list", f"s3:ListBucket {LOCATE}", bucket, "plida")
    yield from may("own data", "list uploads", UPLOADS, bucket, "pla")
    yield from may("own data", "anything else", BEYOND, file, "a")
    yield from may("own data", "administer", "s3:PutBucketPolicy", bucket, "da")


def _scratch(site: Site) -> Iterator[Case]:
    bucket = site.bucket(site.own, "scratch")
    for what, path, by, removed_by in (
        ("a job's files", "tmp/part", "pa", "pa"),
        ("the team's results", "athena/team/result.csv", "oea", "a"),
        ("readers' results", "athena/readers/result.csv", "ra", "a"),
        ("results of nobody", "athena/result.csv", "a", "a"),
    ):
        file = site.bucket(site.own, "scratch", path)
        yield from may("own scratch", f"read or write {what}", f"{READ} {WRITE} {PARTS}", file, by)
        yield from may("own scratch", f"remove {what}", "s3:DeleteObject", file, removed_by)
        yield from may("own scratch", f"anything else with {what}", BEYOND, file, "a")
    for prefix, by in (("athena/team/", "oepida"), ("athena/readers/", "prida"), ("tmp/", "pida")):
        yield from may("own scratch", f"list {prefix}", "s3:ListBucket", bucket, by, {"s3:prefix": prefix})
        yield from may("own scratch", f"list {prefix}, and versions", "s3:ListBucketVersions", bucket, "a",
                       {"s3:prefix": prefix})  # fmt: skip
    yield from may("own scratch", "list everything", "s3:ListBucket", bucket, "pida")
    yield from may("own scratch", "locate", LOCATE, bucket, "oeprida")
    yield from may("own scratch", "list uploads", UPLOADS, bucket, "oepra")
    yield from may("own scratch", "administer", "s3:PutBucketPolicy", bucket, "da")


def _others(site: Site) -> Iterator[Case]:
    for store, path, by in (
        ("landing", "files/day.csv", "a"),
        ("data", f"{site.other}_x_v1/t/data/part.parquet", "la"),
        ("data", f"{site.own}_x_v1/t/data/part.parquet", "la"),
        ("scratch", "tmp/part", "a"),
        ("scratch", "athena/team/result.csv", "a"),
        ("scratch", "athena/readers/result.csv", "a"),
    ):
        group = f"other domain's {store}"
        file, bucket = site.bucket(site.other, store, path), site.bucket(site.other, store)
        what = f"read, write or remove {path.replace(site.other, '<other>').replace(site.own, '<own>')}"
        yield from may(group, what, f"{READ} {WRITE} s3:DeleteObject", file, by)
        yield from may(group, f"{what}, in parts", PARTS, file, "a")
        yield from may(group, f"list for {what}", f"s3:ListBucket {LOCATE}", bucket, f"id{by}", {"s3:prefix": path})
        yield from may(group, f"list uploads for {what}", UPLOADS, bucket, by, {"s3:prefix": path})
        yield from may(group, f"list all for {what}", "s3:ListBucket", bucket, f"id{by}")


def _artifacts_and_contracts(site: Site) -> Iterator[Case]:
    group = "the platform's artifacts"
    for what, path, by in (("own code", f"{site.own}/t.py", "pida"), ("others' code", f"{site.other}/t.py", "ida")):
        file = site.bucket(names.PLATFORM, "artifacts", path)
        yield from may(group, f"read {what}", READ, file, by)
        yield from may(group, f"change {what}", f"{WRITE} s3:DeleteObject", file, "da")
        yield from may(group, f"change more of {what}", BEYOND, file, "a")
    artifacts = site.bucket(names.PLATFORM, "artifacts")
    yield from may(group, "list", f"s3:ListBucket {LOCATE}", artifacts, "ida")
    yield from may(group, "list uploads", UPLOADS, artifacts, "a")
    group, catalog = "the platform's catalog", site.bucket(names.PLATFORM, "catalog")
    contract = site.bucket(names.PLATFORM, "catalog", f"{names.CONTRACTS}a.yaml")
    yield from may(group, "read a contract", READ, contract, "oerida")
    yield from may(group, "write a contract", f"{WRITE} s3:DeleteObject", contract, "da")
    yield from may(group, "change more of a contract", BEYOND, contract, "a")
    yield from may(group, "list contracts", "s3:ListBucket", catalog, "oerida", {"s3:prefix": names.CONTRACTS})
    said = {"s3:prefix": names.CONTRACTS}
    yield from may(group, "list contracts and versions", "s3:ListBucketVersions", catalog, "a", said)
    for whose, domain, by in (("own", site.own, "oepida"), ("other domain's", site.other, "ida")):
        landing = site.bucket(domain, "landing")
        yield from may(group, f"list what is called so in {whose} landing", "s3:ListBucket", landing, by, said)
    yield from may(group, "list everything", f"s3:ListBucket {LOCATE}", catalog, "ida")
    yield from may(group, "list uploads", UPLOADS, catalog, "a")
    for what, domain, by in (("own runs", site.own, "pda"), ("others' runs", site.other, "da")):
        file = site.bucket(names.PLATFORM, "catalog", f"runs/{domain}_x_v1/1.json")
        yield from may(group, f"record {what}", WRITE, file, by)
        yield from may(group, f"read {what}", READ, file, "ida")
        yield from may(group, f"remove {what}", "s3:DeleteObject", file, "da")
        yield from may(group, f"change more of {what}", BEYOND, file, "a")


def _records(site: Site) -> Iterator[Case]:
    account = site.ground.account
    for store, path in (("audit", f"AWSLogs/{account}/1.gz"), ("logs", "mesh-x/1")):
        bucket, file = site.bucket(names.PLATFORM, store), site.bucket(names.PLATFORM, store, path)
        yield from may(
            f"{store} bucket", "read, write or remove a record", f"{READ} {WRITE} s3:DeleteObject", file, "a"
        )
        yield from may(f"{store} bucket", "list", f"s3:ListBucket {LOCATE}", bucket, "ida")
        yield from may(f"{store} bucket", "list uploads", UPLOADS, bucket, "a")
        yield from may(f"{store} bucket", "look at its policy", "s3:GetBucketPolicy", bucket, "ida")
        yield from may(f"{store} bucket", "change its policy", "s3:PutBucketPolicy s3:DeleteBucketPolicy", bucket, "a")
        yield from may(f"{store} bucket", "keep a record for longer", "s3:PutObjectRetention", file, "a")
    bucket, file = site.bucket(names.PLATFORM, "audit"), site.bucket(names.PLATFORM, "audit", f"AWSLogs/{account}/1.gz")
    yield from may("audit bucket", "lift the lock of a record", "s3:BypassGovernanceRetention", file, "")
    yield from may("audit bucket", "lift the lock of all", "s3:BypassGovernanceRetention", bucket, "")
    for resource in (bucket, file):
        yield from may("audit bucket", "change the lock", "s3:PutBucketObjectLockConfiguration", resource, "")
    yield from _deliveries(site, bucket, file)


def _deliveries(site: Site, bucket: str, file: str) -> Iterator[Case]:
    trail, logging = service("cloudtrail"), service("logging.s3")
    ours = {"aws:SourceArn": site.arn("cloudtrail", f"trail/{names.trail(site.environment)}")}
    theirs = {"aws:SourceArn": site.arn("cloudtrail", "trail/other")}
    full = {"s3:x-amz-acl": "bucket-owner-full-control"}
    for what, action, resource, says, allowed in (
        ("the trail looks", "s3:GetBucketAcl", bucket, ours, True),
        ("the trail does more", "s3:PutBucketAcl", bucket, ours, False),
        ("the trail looks at what is in it", "s3:GetBucketAcl", file, ours, False),
        ("another trail looks", "s3:GetBucketAcl", bucket, theirs, False),
        ("the trail delivers", WRITE, file, {**ours, **full}, True),
        ("the trail removes", "s3:DeleteObject", file, {**ours, **full}, False),
        ("the trail delivers elsewhere", WRITE, f"{bucket}/x", {**ours, **full}, False),
        ("the trail keeps what it delivers", WRITE, file, ours, False),
        ("another trail delivers", WRITE, file, {**theirs, **full}, False),
    ):
        yield alone("audit bucket", what, trail, action, resource, allowed=allowed, says=says)
    logs = site.bucket(names.PLATFORM, "logs", "mesh-x/1")
    here = {"aws:SourceAccount": site.ground.account, "aws:SourceArn": site.bucket(site.own, "data")}
    for what, action, resource, says, allowed in (
        ("access logs are delivered", WRITE, logs, here, True),
        ("a delivery removes", "s3:DeleteObject", logs, here, False),
        ("a delivery is to the bucket", WRITE, site.bucket(names.PLATFORM, "logs"), here, False),
        ("of another account", WRITE, logs, {**here, "aws:SourceAccount": "999999999999"}, False),
        ("of a bucket that is not the mesh's", WRITE, logs, {**here, "aws:SourceArn": "arn:aws:s3:::x"}, False),
    ):
        yield alone("logs bucket", what, logging, action, resource, allowed=allowed, says=says)
    yield from may("audit bucket", "deliver as the trail does", WRITE, file, "a", {**ours, **full})
    yield from may("audit bucket", "look as the trail does", "s3:GetBucketAcl", bucket, "ida", ours)
    yield from may("logs bucket", "deliver as S3 does", WRITE, logs, "a", here)


def _ways(site: Site, domain: str, store: str) -> Iterator[Case]:
    """Each bucket, and what is in it: without TLS, with an old one, and by a service."""
    whose = "own" if domain == site.own else "the platform's"
    for what, resource in (("bucket", site.bucket(domain, store)), ("object", site.bucket(domain, store, "x"))):
        place = f"{whose} {store} {what}"
        yield from may("no TLS", place, READ, resource, "", {"aws:SecureTransport": "false"})
        yield from may("no TLS", f"{place}, before 1.2", READ, resource, "", {"s3:TlsVersion": "1.1"})
        yield from may("no TLS", f"{place}, with 1.2", "s3:GetObjectAcl", resource, "a", {"s3:TlsVersion": "1.2"})
        yield alone(
            "no TLS", f"{place}, by a service that is let in nowhere", service("x"), READ, resource, allowed=False
        )


def _keys(site: Site) -> Iterator[Case]:
    for domain, store, path, by in (
        (site.own, "landing", "day.csv", "oea"),
        (site.own, "data", f"{site.own}_x_v1/part", "pla"),
        (site.own, "scratch", "tmp/part", "pa"),
        (names.PLATFORM, "artifacts", "x/t.py", "da"),
        (names.PLATFORM, "catalog", "x", "da"),
    ):
        file, right, wrong = site.bucket(domain, store, path), site.key(domain), site.key(site.other)
        whose = f"{'own' if domain == site.own else 'platform'} {store}"
        for what, says, allowed in (
            ("with its key", {ALGORITHM: "aws:kms", KEY: right}, by),
            ("saying nothing of a key", {}, by),
            ("with another domain's key", {ALGORITHM: "aws:kms", KEY: wrong}, ""),
            ("with no key named", {ALGORITHM: "AES256"}, ""),
            ("with a key brought along", {CUSTOMER: "AES256"}, ""),
        ):
            yield from may("wrong key", f"write to {whose} {what}", WRITE, file, allowed, says)
