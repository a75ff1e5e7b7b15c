"""How a product comes to be: a job for each of its tables, and what starts and watches them."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
from pulumi_aws import cloudwatch, glue, scheduler, sfn

from meshwright import names
from meshwright.language import OnPublish, ProductRef, Timed, awaited
from meshwright.runtime.plan import Arguments, Plan

from ._component import MeshComponent
from ._cron import schedule_expression
from ._definition import Targets, definition, in_stages
from ._job_arguments import job_arguments, reads_others
from .domain_runtime import DomainRuntime
from .policies import Account
from .tags import domain_tags

GLUE_VERSION = "5.1"
"""Spark 3.5.6, Python 3.11, Iceberg 1.10; the first that writes under Lake Formation's filters."""
WORKER = "G.1X"
WORKERS = 2
"""The fewest that Glue runs a job with."""
FILTERED_WORKERS = 4
"""The fewest where Lake Formation filters: it keeps two drivers and their executors apart."""
TIMEOUT_MINUTES = 120
KEY_REUSE_SECONDS = 900
"""How long a state machine uses one data key: the longest that Step Functions allows, for the fewest calls to KMS."""
START_RETRIES = 3
START_WITHIN_SECONDS = 3600
"""A run that could not be started for so long is left to the next."""


@dataclass(frozen=True, kw_only=True)
class PipelineArgs:
    """What only the caller knows."""

    ref: ProductRef
    plans: Mapping[str, Plan]
    """What each table's job does."""
    runtime: DomainRuntime
    """Where it runs."""
    topic_arn: pulumi.Input[str]
    """Whom to tell of a failure."""


class Pipeline(MeshComponent):
    """Jobs, the state machine that runs them in order, and the schedule or the event that starts it."""

    state_machine_arn: pulumi.Output[str]
    """Runs the product's jobs and announces it."""

    def __init__(self, name: str, args: PipelineArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("meshwright:index:Pipeline", name, opts)
        self._args = args
        self._domain = args.ref.domain.name
        self._environment = args.runtime.args.environment
        self._tags = domain_tags(self._environment, args.ref.domain)

        self.jobs = {table: self._job(table, plan) for table, plan in args.plans.items()}
        self.state_machine_arn = self._run_in_order().arn
        self._start()

        self.register_outputs({"stateMachineArn": self.state_machine_arn})

    def _role(self, duty: str) -> str:
        return Account(self._environment).role(self._domain, duty)

    def _job(self, table: str, plan: Plan) -> glue.Job:
        ref, runtime = self._args.ref, self._args.runtime
        filtered = reads_others(plan, self._domain)
        address = runtime.store.put(
            self.named(f"{table}-plan"), f"plans/{ref.database}/{table}", plan.to_json(), self.child(), kind=".json"
        )
        return glue.Job(
            self.named(f"{table}-job"),
            name=names.job(ref.database, table),
            description=f"fills {ref.database}.{table}",
            role_arn=self._role("pipeline"),
            glue_version=GLUE_VERSION,
            command=glue.JobCommandArgs(name="glueetl", python_version="3", script_location=runtime.artifacts.script),
            default_arguments=self._arguments(address, filtered=filtered),
            worker_type=WORKER,
            number_of_workers=FILTERED_WORKERS if filtered else WORKERS,
            execution_property=glue.JobExecutionPropertyArgs(max_concurrent_runs=1),
            max_retries=0,
            timeout=TIMEOUT_MINUTES,
            security_configuration=runtime.security_configuration,
            tags=self._tags,
            opts=self.child(),
        )

    def _arguments(self, plan: pulumi.Output[str], *, filtered: bool) -> pulumi.Output[dict[str, str]]:
        runtime, environment = self._args.runtime, self._environment
        told = runtime.args

        def resolved(known: Mapping[str, str]) -> dict[str, str]:
            return job_arguments(
                Arguments(
                    plan=known["plan"],
                    environment=environment.name,
                    landing_bucket=known["landing"],
                    scratch_bucket=known["scratch"],
                    catalog_bucket=known["catalog"],
                    pseudonym_key=names.pseudonym_key_alias(environment.name, self._domain),
                ),
                environment=environment,
                data_bucket=known["data"],
                package=known["package"],
                log_prefix=names.log_group(environment.name, self._domain, "jobs"),
                filtered=filtered,
            )

        return pulumi.Output.all(
            plan=plan,
            package=runtime.artifacts.package,
            landing=told.storage.landing.bucket_name,
            data=told.storage.data.bucket_name,
            scratch=told.storage.scratch.bucket_name,
            catalog=told.foundation.catalog_bucket,
        ).apply(resolved)

    def _run_in_order(self) -> sfn.StateMachine:
        runtime = self._args.runtime
        return sfn.StateMachine(
            self.named("state-machine"),
            name=names.state_machine(self._args.ref.database),
            type="STANDARD",
            role_arn=self._role(names.ORCHESTRATOR),
            definition=self._definition(),
            encryption_configuration=sfn.StateMachineEncryptionConfigurationArgs(
                type="CUSTOMER_MANAGED_KMS_KEY",
                kms_key_id=runtime.args.key_arn,
                kms_data_key_reuse_period_seconds=KEY_REUSE_SECONDS,
            ),
            logging_configuration=sfn.StateMachineLoggingConfigurationArgs(
                level="ALL",
                include_execution_data=False,
                log_destination=pulumi.Output.concat(runtime.state_log_group_arn, ":*"),
            ),
            tracing_configuration=sfn.StateMachineTracingConfigurationArgs(enabled=True),
            tags=self._tags,
            opts=self.child(),
        )

    def _definition(self) -> pulumi.Output[str]:
        ref, environment = self._args.ref, self._environment
        stages = in_stages(ref, self._args.plans)
        return pulumi.Output.all(
            topic=self._args.topic_arn,
            bus=self._args.runtime.args.foundation.bus_name,
            jobs={table: job.name for table, job in self.jobs.items()},
        ).apply(
            lambda known: json.dumps(
                definition(
                    ref,
                    stages,
                    Targets(
                        environment=environment, jobs=known["jobs"], topic_arn=known["topic"], bus_name=known["bus"]
                    ),
                ),
                separators=(",", ":"),
            )
        )

    def _start(self) -> None:
        match self._args.ref.product.schedule:
            case Timed() as timed:
                self._start_by_the_clock(timed)
            case OnPublish() as others:
                self._start_when_published(published_pattern(others, awaited(self._args.ref, self._read())))

    def _start_by_the_clock(self, timed: Timed) -> None:
        ref = self._args.ref
        scheduler.Schedule(
            self.named("schedule"),
            name=names.schedule(ref.product.name, ref.product.major),
            group_name=self._args.runtime.schedule_group,
            description=f"runs {ref.database}",
            schedule_expression=schedule_expression(timed),
            schedule_expression_timezone="UTC",
            flexible_time_window=scheduler.ScheduleFlexibleTimeWindowArgs(mode="OFF"),
            target=scheduler.ScheduleTargetArgs(
                arn=self.state_machine_arn,
                role_arn=self._role(names.ORCHESTRATOR),
                input="{}",
                retry_policy=scheduler.ScheduleTargetRetryPolicyArgs(
                    maximum_retry_attempts=START_RETRIES, maximum_event_age_in_seconds=START_WITHIN_SECONDS
                ),
            ),
            opts=self.child(),
        )

    def _read(self) -> set[str]:
        """The databases that the product's jobs read."""
        return {i.database for plan in self._args.plans.values() for i in plan.inputs if i.kind == "table"}

    def _start_when_published(self, pattern: Mapping[str, object]) -> None:
        ref, bus = self._args.ref, self._args.runtime.args.foundation.bus_name
        rule = cloudwatch.EventRule(
            self.named("rule"),
            name=names.event_rule(ref.database),
            event_bus_name=bus,
            description=f"runs {ref.database} when what it reads is published",
            event_pattern=json.dumps(pattern, separators=(",", ":")),
            tags=self._tags,
            opts=self.child(),
        )
        cloudwatch.EventTarget(
            self.named("target"),
            rule=rule.name,
            event_bus_name=bus,
            target_id="state-machine",
            arn=self.state_machine_arn,
            role_arn=self._role(names.ORCHESTRATOR),
            retry_policy=cloudwatch.EventTargetRetryPolicyArgs(
                maximum_retry_attempts=START_RETRIES, maximum_event_age_in_seconds=START_WITHIN_SECONDS
            ),
            opts=self.child(),
        )


def published_pattern(others: OnPublish, databases: Sequence[str]) -> dict[str, object]:
    """What the announcements of these majors of these products look like on the bus."""
    domains = sorted({product.partition(".")[0] for product in others.products})
    return {
        "source": [names.event_source(domain) for domain in domains],
        "detail-type": [names.PUBLISHED],
        "detail": {"database": list(databases)},
    }
