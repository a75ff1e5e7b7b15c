"""What moto lacks or gets wrong, one file for each part of a service.

These modules are loaded inside the server process only. ``install`` fails loudly when moto's next version has learnt
what an extension adds.
"""

from . import (
    athena_workgroups,
    budgets_changes,
    events_buses,
    events_targets,
    glue_jobs,
    glue_optimizers,
    glue_quality,
    glue_tables,
    iam_providers,
    identity_center,
    kms_keys,
    lakeformation_filters,
    lakeformation_identity,
    lakeformation_permissions,
    lakeformation_resources,
    lakeformation_tags,
    logs_keys,
    s3_locks,
    s3_logging,
    s3_policies,
    s3_versions,
    scheduler_groups,
)

EXTENSIONS = (
    athena_workgroups,
    budgets_changes,
    events_buses,
    events_targets,
    glue_jobs,
    glue_optimizers,
    glue_quality,
    glue_tables,
    iam_providers,
    identity_center,
    kms_keys,
    lakeformation_filters,
    lakeformation_identity,
    lakeformation_permissions,
    lakeformation_resources,
    lakeformation_tags,
    logs_keys,
    s3_locks,
    s3_logging,
    s3_policies,
    s3_versions,
    scheduler_groups,
)


def install() -> None:
    """Add everything to moto; once, before it serves."""
    for extension in EXTENSIONS:
        extension.install()
