"""Whatever can hold data is encrypted with a key of ours."""

from collections.abc import Iterator

from meshwright.guardrails.guardrail import Guardrail
from meshwright.guardrails.stack import Breach, Stack
from meshwright.recording.graph import UNKNOWN

KEYS = {
    "aws:athena/workgroup:Workgroup": "configuration.resultConfiguration.encryptionConfiguration.kmsKeyArn",
    "aws:cloudtrail/trail:Trail": "kmsKeyId",
    "aws:cloudwatch/eventBus:EventBus": "kmsKeyIdentifier",
    "aws:cloudwatch/logGroup:LogGroup": "kmsKeyId",
    "aws:dynamodb/table:Table": "serverSideEncryption.kmsKeyArn",
    "aws:kinesis/stream:Stream": "kmsKeyId",
    "aws:s3/bucketObjectv2:BucketObjectv2": "kmsKeyId",
    "aws:secretsmanager/secret:Secret": "kmsKeyId",
    "aws:sfn/stateMachine:StateMachine": "encryptionConfiguration.kmsKeyId",
    "aws:sns/topic:Topic": "kmsMasterKeyId",
    "aws:sqs/queue:Queue": "kmsMasterKeyId",
}
"""By type, where the key is named."""
JOB = "aws:glue/job:Job"
SECURITY = "aws:glue/securityConfiguration:SecurityConfiguration"
PARTS = {
    "cloudwatchEncryption": ("cloudwatchEncryptionMode", "SSE-KMS"),
    "jobBookmarksEncryption": ("jobBookmarksEncryptionMode", "CSE-KMS"),
    "s3Encryption": ("s3EncryptionMode", "SSE-KMS"),
}


def _check(stack: Stack) -> Iterator[Breach]:
    for resource in stack.of_type(*KEYS):
        if resource.known(KEYS[resource.type]) and not resource.get(KEYS[resource.type]):
            yield Breach(resource, f"{resource.name} names no key in {KEYS[resource.type]}")
    for job in stack.of_type(JOB):
        if job.known("securityConfiguration") and not job.get("securityConfiguration"):
            yield Breach(job, f"{job.name} has no security configuration")
    for security in stack.of_type(SECURITY):
        for part, (mode, encrypted) in PARTS.items():
            path = f"encryptionConfiguration.{part}"
            if security.known(path) and security.get(f"{path}.{mode}") not in (encrypted, UNKNOWN):
                yield Breach(security, f"{security.name} does not encrypt by {part}")


RAIL = Guardrail(
    id="data-is-encrypted",
    must="queues, topics, logs, results, jobs and runs are encrypted with a key of ours",
    why="data passes through each of them, and each has its own readers",
    remedy="name the domain's key",
    severity="critical",
    nist=("SC-12", "SC-13", "SC-28"),
    cdmc=("9",),
    types=(*KEYS, JOB, SECURITY),
    check=_check,
)
