"""What whoever takes the role for emergencies may do: stop what runs, look, and set grants right.

It has no standing read of any data. As an administrator of Lake Formation it could grant itself one, and the grant
would be on record, and a difference to ``mesh access drift``.
"""

from meshwright import names

from .account import Account
from .statement import Policy, allow

GRANTS = (
    "lakeformation:BatchGrantPermissions",
    "lakeformation:BatchRevokePermissions",
    "lakeformation:GetDataLakeSettings",
    "lakeformation:GetResourceLFTags",
    "lakeformation:GrantPermissions",
    "lakeformation:ListDataCellsFilter",
    "lakeformation:ListPermissions",
    "lakeformation:RevokePermissions",
)
LOOK = ("glue:GetDatabase", "glue:GetDatabases", "glue:GetTable", "glue:GetTables")


def policy(account: Account) -> Policy:
    """The permissions of the role for emergencies."""
    env = account.environment.name
    machines = [account.arn("states", f"{what}:*") for what in ("stateMachine", "execution")]
    return Policy(
        (
            # Lake Formation knows no resources in IAM: its administrators are a list of its own
            allow("SetGrantsRight", GRANTS, ["*"], account.in_this_region),
            allow("LookAtTheCatalog", LOOK, [account.arn("glue", n) for n in ("catalog", "database/*", "table/*/*")]),
            allow(
                "StopRuns",
                [
                    "states:DescribeExecution",
                    "states:DescribeStateMachine",
                    "states:ListExecutions",
                    "states:StopExecution",
                ],
                machines,
            ),
            allow(
                "StopJobs",
                ["glue:BatchStopJobRun", "glue:GetJob", "glue:GetJobRuns"],
                [account.arn("glue", f"job/{names.job('*', '*')}")],
            ),
            allow(
                "ReadLogs",
                ["logs:DescribeLogStreams", "logs:FilterLogEvents", "logs:GetLogEvents"],
                [account.arn("logs", f"log-group:{names.log_group(env, '*', '*')}")],
            ),
        )
    )
