"""Glue jobs: moto can't change one."""

from moto.core.responses import ActionResult
from moto.core.utils import camelcase_to_underscores, utcnow
from moto.glue.responses import GlueResponse

from .extending import extend

SETTINGS = (
    "Description", "LogUri", "Role", "ExecutionProperty", "Command", "DefaultArguments", "NonOverridableArguments",
    "Connections", "MaxRetries", "AllocatedCapacity", "Timeout", "MaxCapacity", "WorkerType", "NumberOfWorkers",
    "SecurityConfiguration", "NotificationProperty", "GlueVersion", "CodeGenConfigurationNodes", "ExecutionClass",
    "SourceControlDetails",
)  # fmt: skip
EMPTY = {"ExecutionProperty": {}, "DefaultArguments": {}, "ExecutionClass": "STANDARD"}
"""What a job has where nothing is said."""


class Jobs(GlueResponse):
    """Changing a job."""

    def update_job(self) -> ActionResult:
        """UpdateJob: what isn't mentioned goes, as on AWS."""
        job = self.glue_backend.get_job(self.parameters["JobName"])
        update = self.parameters["JobUpdate"]
        for name in SETTINGS:
            setattr(job, camelcase_to_underscores(name), update.get(name, EMPTY.get(name)))
        job.last_modified_on = utcnow()
        return ActionResult({"JobName": job.name})


def install() -> None:
    """Add the operation."""
    extend(Jobs)
