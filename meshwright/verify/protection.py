"""Checks on what protects data at rest: buckets, keys, and what queries and jobs write."""

from collections.abc import Iterator

from meshwright.account.desired import KEY, Declared
from meshwright.sandbox.api import Api

from .comparing import same_policy
from .ground import Ground
from .results import Breach, Fix, Observation, Sound
from .settings import as_declared

S3 = "aws:s3/"


def buckets_are_encrypted(ground: Ground) -> Iterator[Observation]:
    """New objects are encrypted with the declared key."""
    token = f"{S3}bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration"
    return as_declared(ground, token, key="bucket", seen="encrypted as declared", fixes="set the encryption of")


def buckets_are_private(ground: Ground) -> Iterator[Observation]:
    """All four of S3's blocks of public access are on."""
    token = f"{S3}bucketPublicAccessBlock:BucketPublicAccessBlock"
    return as_declared(ground, token, key="bucket", seen="public access blocked", fixes="block public access to")


def buckets_have_one_owner(ground: Ground) -> Iterator[Observation]:
    """Access control lists are off."""
    token = f"{S3}bucketOwnershipControls:BucketOwnershipControls"
    return as_declared(ground, token, key="bucket", seen="no access control lists", fixes="let its owner own all of")


def buckets_keep_versions(ground: Ground) -> Iterator[Observation]:
    """What is overwritten or deleted can be brought back."""
    token = f"{S3}bucketVersioning:BucketVersioning"
    return as_declared(ground, token, key="bucket", seen="versions kept", fixes="keep versions in")


def bucket_policies_stand(ground: Ground) -> Iterator[Observation]:
    """Nothing without TLS, no other key, no other account."""
    return as_declared(ground, f"{S3}bucketPolicy:BucketPolicy", key="bucket", seen="policy as declared")


def buckets_log_access(ground: Ground) -> Iterator[Observation]:
    """Each bucket's access log goes to the platform's."""
    token = f"{S3}bucketLogging:BucketLogging"
    return as_declared(ground, token, key="bucket", seen="access is logged", fixes="log access to")


def keys_rotate(ground: Ground) -> Iterator[Observation]:
    """Key material is renewed every year, where the key's kind can be."""

    def look(declared: Declared) -> Observation:
        name, key = _alias(ground, declared), str(declared.outputs["keyId"])
        told = ground.account.api.call("kms", "get_key_rotation_status", KeyId=key)
        if told.get("KeyRotationEnabled"):
            return Sound(name, "rotation is on")
        fix = Fix(f"turn the rotation of {name} on", lambda api: _rotate(api, key))
        return Breach(name, "rotation is off", "rotation is on", fix=fix)

    rotating = [d for d in ground.desired.of(KEY) if d.inputs.get("enableKeyRotation")]
    return ground.each(rotating, lambda d: _alias(ground, d), look)


def keys_are_usable(ground: Ground) -> Iterator[Observation]:
    """A disabled key locks its data; one that waits for its deletion destroys it."""

    def look(declared: Declared) -> Observation:
        name, key = _alias(ground, declared), str(declared.outputs["keyId"])
        state = str(ground.account.api.call("kms", "describe_key", KeyId=key)["KeyMetadata"]["KeyState"])
        if state == "Enabled":
            return Sound(name, "enabled")
        doomed = state == "PendingDeletion"
        says = f"{'keep ' if doomed else 'enable '}{name}{', and enable it' if doomed else ''}"
        fix = Fix(says, lambda api: _enable(api, key, doomed=doomed))
        return Breach(name, f"its state is {state}", "enabled", fix=fix)

    return ground.each(ground.desired.of(KEY), lambda d: _alias(ground, d), look)


def key_policies_stand(ground: Ground) -> Iterator[Observation]:
    """Who may use a key is what its domain's definition says."""

    def look(declared: Declared) -> Observation:
        name, key = _alias(ground, declared), str(declared.outputs["keyId"])
        held = ground.account.api.call("kms", "get_key_policy", KeyId=key, PolicyName="default")["Policy"]
        if same_policy(str(held), str(declared.inputs["policy"])):
            return Sound(name, "policy as declared")
        return Breach(name, "its policy is another", "policy as declared", cure=f"run: {ground.up}")

    return ground.each(ground.desired.of(KEY), lambda d: _alias(ground, d), look)


def queries_write_encrypted(ground: Ground) -> Iterator[Observation]:
    """Nobody chooses another place or key for results than the workgroup's."""
    return as_declared(ground, "aws:athena/workgroup:Workgroup", key="name", seen="results encrypted, no overriding")


def jobs_write_encrypted(ground: Ground) -> Iterator[Observation]:
    """Logs, bookmarks and what jobs write themselves."""
    token = "aws:glue/securityConfiguration:SecurityConfiguration"
    return as_declared(ground, token, key="name", seen="logs, bookmarks and files encrypted")


def _alias(ground: Ground, declared: Declared) -> str:
    key = str(declared.outputs["keyId"])
    aliases = ground.desired.of("aws:kms/alias:Alias")
    return next((str(a.inputs["name"]) for a in aliases if str(a.inputs["targetKeyId"]) == key), declared.name)


def _rotate(api: Api, key: str) -> None:
    api.call("kms", "enable_key_rotation", KeyId=key)


def _enable(api: Api, key: str, *, doomed: bool) -> None:
    if doomed:
        api.call("kms", "cancel_key_deletion", KeyId=key)
    api.call("kms", "enable_key", KeyId=key)
