"""What every bucket refuses, whoever asks and whatever else allows it."""

import pulumi

from .account import Account
from .statement import EVERYONE, Statement, Text, allow, deny, services, when


def refusals(bucket_arn: Text, account: Account) -> tuple[Statement, ...]:
    """No plain HTTP, no TLS before 1.2, nobody from another account."""
    everything = (bucket_arn, objects(bucket_arn))
    return (
        deny(
            "DenyPlaintext", ["s3:*"], everything, when("Bool", "aws:SecureTransport", "false"), principals=[EVERYONE]
        ),
        deny(
            "DenyOldTls", ["s3:*"], everything, when("NumericLessThan", "s3:TlsVersion", "1.2"), principals=[EVERYONE]
        ),
        deny(
            "DenyOtherAccounts",
            ["s3:*"],
            everything,
            when("StringNotEquals", "aws:PrincipalAccount", account.id),
            # a request that isn't signed carries neither key and is denied; services that deliver logs carry this one
            when("BoolIfExists", "aws:PrincipalIsAWSService", "false"),
            principals=[EVERYONE],
        ),
    )


def only_this_key(bucket_arn: Text, key_arn: Text) -> tuple[Statement, ...]:
    """An upload says nothing about encryption, so that the bucket's own default applies, or names this very key.

    S3 evaluates the policy on what the request says, before it applies the default (S3 user guide, "Setting default
    server-side encryption behavior"). A negated test is true of a missing key, hence the ``Null`` beside it.
    """
    put, target = ["s3:PutObject"], (objects(bucket_arn),)
    algorithm, key = "s3:x-amz-server-side-encryption", "s3:x-amz-server-side-encryption-aws-kms-key-id"
    return (
        deny(
            "DenyOtherKeys",
            put,
            target,
            when("Null", key, "false"),
            when("StringNotEquals", key, key_arn),
            principals=[EVERYONE],
        ),
        deny(
            # an algorithm without a key: S3's own key, or AWS's key for S3
            "DenyUnnamedKeys",
            put,
            target,
            when("Null", algorithm, "false"),
            when("Null", key, "true"),
            principals=[EVERYONE],
        ),
        deny(
            "DenyCustomerProvidedKeys",
            put,
            target,
            when("Null", "s3:x-amz-server-side-encryption-customer-algorithm", "false"),
            principals=[EVERYONE],
        ),
    )


def objects(bucket_arn: Text, prefix: str = "") -> pulumi.Input[str]:
    """Every object of a bucket, or every one under a prefix."""
    if isinstance(bucket_arn, str):
        return f"{bucket_arn}/{prefix}*"
    return pulumi.Output.concat(bucket_arn, f"/{prefix}*")


def access_logs(bucket_arn: Text, account: Account) -> tuple[Statement, ...]:
    """S3 delivers the access logs of this account's buckets, and nothing else."""
    return (
        allow(
            "DeliverAccessLogs",
            ["s3:PutObject"],
            [objects(bucket_arn)],
            account.asked_from_here,
            when("ArnLike", "aws:SourceArn", account.bucket("mesh-*")),
            principals=[services("logging.s3.amazonaws.com")],
        ),
    )


def trail(bucket_arn: Text, account: Account) -> tuple[Statement, ...]:
    """The audit trail is delivered, and what it locked stays locked."""
    cloudtrail = services("cloudtrail.amazonaws.com")
    of_the_trail = when("StringEquals", "aws:SourceArn", account.trail)
    return (
        allow("LetTrailLook", ["s3:GetBucketAcl"], [bucket_arn], of_the_trail, principals=[cloudtrail]),
        allow(
            "LetTrailWrite",
            ["s3:PutObject"],
            [objects(bucket_arn, f"AWSLogs/{account.id}/")],
            of_the_trail,
            when("StringEquals", "s3:x-amz-acl", "bucket-owner-full-control"),
            principals=[cloudtrail],
        ),
        deny(
            "DenyUnlocking",
            ["s3:BypassGovernanceRetention", "s3:PutBucketObjectLockConfiguration"],
            [bucket_arn, objects(bucket_arn)],
            principals=[EVERYONE],
        ),
    )
