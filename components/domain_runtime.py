"""Where a domain's pipelines run: what they have in common."""

from dataclasses import dataclass
from pathlib import Path

import pulumi
from pulumi_aws import cloudwatch, glue, scheduler

from meshwright import names
from meshwright.language import Domain, Environment

from ._artifacts import ArtifactStore
from ._component import MeshComponent
from .domain_storage import DomainStorage
from .foundation_outputs import FoundationOutputs
from .runtime_artifacts import RuntimeArtifacts, RuntimeArtifactsArgs
from .tags import domain_tags

LOG_DAYS = 90
"""How long logs of runs are kept."""


@dataclass(frozen=True, kw_only=True)
class DomainRuntimeArgs:
    """Whose runtime it is, where, and what is deployed for it."""

    domain: Domain
    environment: Environment
    foundation: FoundationOutputs
    storage: DomainStorage
    key_arn: pulumi.Input[str]
    """The domain's key."""
    root: Path
    """The project's root."""


class DomainRuntime(MeshComponent):
    """The packaged runtime, what encrypts jobs and their logs, the log groups, and the group of the schedules."""

    args: DomainRuntimeArgs
    """Whose it is, and what stands around it."""
    security_configuration: pulumi.Output[str]
    """Name of what every job of the domain is encrypted by."""
    state_log_group_arn: pulumi.Output[str]
    """Where the domain's state machines log."""
    schedule_group: pulumi.Output[str]
    """Name of the group of the domain's schedules."""
    store: ArtifactStore
    """Where plans are put."""
    artifacts: RuntimeArtifacts
    """What every job runs."""

    def __init__(self, name: str, args: DomainRuntimeArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("meshwright:index:DomainRuntime", name, opts)
        self.args = args
        self._tags = domain_tags(args.environment, args.domain)

        self.store = ArtifactStore(
            domain=args.domain.name,
            bucket=args.foundation.artifact_bucket,
            key_arn=args.foundation.platform_key_arn,
            tags=self._tags,
        )
        self.artifacts = RuntimeArtifacts(
            self.named("runtime"), RuntimeArtifactsArgs(store=self.store, root=args.root), opts=self.child()
        )
        self.security_configuration = self._encrypt_jobs()
        self._keep_logs_of_jobs()
        self.state_log_group_arn = self._log_group("states", names.state_log_group(*self._place)).arn
        self.schedule_group = self._group_schedules()

        self.register_outputs({"securityConfiguration": self.security_configuration})

    @property
    def _place(self) -> tuple[str, str]:
        return self.args.environment.name, self.args.domain.name

    def _encrypt_jobs(self) -> pulumi.Output[str]:
        key = self.args.key_arn
        return glue.SecurityConfiguration(
            self.named("security"),
            name=names.security_configuration(*self._place),
            encryption_configuration=glue.SecurityConfigurationEncryptionConfigurationArgs(
                s3_encryption=glue.SecurityConfigurationEncryptionConfigurationS3EncryptionArgs(
                    s3_encryption_mode="SSE-KMS", kms_key_arn=key
                ),
                cloudwatch_encryption=glue.SecurityConfigurationEncryptionConfigurationCloudwatchEncryptionArgs(
                    cloudwatch_encryption_mode="SSE-KMS", kms_key_arn=key
                ),
                job_bookmarks_encryption=glue.SecurityConfigurationEncryptionConfigurationJobBookmarksEncryptionArgs(
                    job_bookmarks_encryption_mode="CSE-KMS", kms_key_arn=key
                ),
            ),
            opts=self.child(),
        ).name

    def _keep_logs_of_jobs(self) -> None:
        """Glue would make these itself, to be kept for ever."""
        for stream in ("error", "output"):
            self._log_group(f"jobs-{stream}", names.job_log_group(*self._place, stream))

    def _log_group(self, purpose: str, log_group: str) -> cloudwatch.LogGroup:
        return cloudwatch.LogGroup(
            self.named(f"{purpose}-log"),
            name=log_group,
            retention_in_days=LOG_DAYS,
            kms_key_id=self.args.key_arn,
            tags=self._tags,
            opts=self.child(),
        )

    def _group_schedules(self) -> pulumi.Output[str]:
        return scheduler.ScheduleGroup(
            self.named("schedules"),
            name=names.schedule_group(self.args.domain.name),
            tags=self._tags,
            opts=self.child(),
        ).name
