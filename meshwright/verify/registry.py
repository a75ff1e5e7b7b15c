"""The checks, numbered. A number is never used for another check: tickets and reports refer to it."""

from collections.abc import Iterator

from meshwright.account.desired import Desired
from meshwright.account.reaching import Account
from meshwright.sandbox.errors import ApiError

from . import adopted, lake, protection, records, roles
from .ground import Ground
from .results import Breach, Check, Observation, Result, Sound


def _account_is_the_environments(ground: Ground) -> Iterator[Observation]:
    wanted, caller = ground.account.environment.account, ground.account.caller
    if str(caller["Account"]) == wanted:
        yield Sound("the caller", f"{caller['Arn']} in {wanted}, {ground.account.environment.region}")
    else:
        cure = "use the environment's credentials"
        yield Breach("the caller", f"is in account {caller['Account']}", wanted, cure=cure)


CHECKS: tuple[Check, ...] = (
    Check("V01", "the account is the environment's",
          "all else would be said of another", _account_is_the_environments),
    Check("V02", "new databases and tables are open to nobody",
          "by default Lake Formation leaves them to IAM", lake.defaults_are_cleared),
    Check("V03", "who deploys administers the lake",
          "else nothing can be granted any more", lake.deployer_administers),
    Check("V04", "declared administrators are such, others are kept",
          "settings are merged, so that nobody is locked out", lake.administrators_are_kept),
    Check("V05", "nothing of the mesh is open to all of IAM",
          "IAM_ALLOWED_PRINCIPALS puts Lake Formation out of force", lake.nothing_is_open_to_all_of_iam),
    Check("V06", "nothing of the mesh is open to whole accounts",
          "a grant to everybody is nobody's share", lake.nothing_is_open_to_the_account),
    Check("V07", "databases open no tables by default",
          "each new table would be open", lake.databases_add_no_defaults),
    Check("V08", "data locations are Lake Formation's alone",
          "else IAM decides who reads the files", lake.locations_are_registered),
    Check("V09", "buckets are encrypted with their keys",
          "who reads the disk reads nothing", protection.buckets_are_encrypted),
    Check("V10", "public access to buckets is blocked",
          "one slip in a policy would publish data", protection.buckets_are_private),
    Check("V11", "buckets have one owner",
          "access control lists bypass policies", protection.buckets_have_one_owner),
    Check("V12", "buckets keep versions",
          "a mistake can be taken back", protection.buckets_keep_versions),
    Check("V13", "bucket policies stand",
          "they refuse what comes without TLS or with another key", protection.bucket_policies_stand),
    Check("V14", "access to buckets is logged",
          "the trail's second witness", protection.buckets_log_access),
    Check("V15", "keys rotate",
          "what leaks gets old", protection.keys_rotate),
    Check("V16", "keys are usable",
          "without its key data is gone", protection.keys_are_usable),
    Check("V17", "key policies stand",
          "who holds the key reads the data", protection.key_policies_stand),
    Check("V18", "the trail records",
          "who did what, and who read what", records.trail_records),
    Check("V19", "the trail delivers",
          "a silent trail is none", records.trail_delivers),
    Check("V20", "records are locked",
          "an intruder's first step is to delete them", records.records_are_locked),
    Check("V21", "queries write encrypted results",
          "results are data", protection.queries_write_encrypted),
    Check("V22", "jobs write encrypted",
          "logs and bookmarks hold data too", protection.jobs_write_encrypted),
    Check("V23", "roles of domains are bounded",
          "no role can grow beyond its domain", records.roles_are_bounded),
    Check("V24", "logs are encrypted and kept",
          "logs hold data too", records.logs_are_encrypted_and_kept),
    Check("V25", "adopted buckets are open to nobody outside",
          "what is shared of them is agreed on", adopted.adopted_buckets_are_private),
    Check("V26", "adopted buckets are encrypted",
          "who reads the disk reads nothing", adopted.adopted_buckets_are_encrypted),
    Check("V27", "roles say what is declared, and no more",
          "a policy added by hand goes around every review", roles.roles_say_what_is_declared),
)  # fmt: skip


def verify(account: Account, desired: Desired) -> tuple[Result, ...]:
    """Every check, in the order of their numbers. Nothing is changed."""
    ground = Ground(account, desired)
    return tuple(_result(check, ground) for check in CHECKS)


def _result(check: Check, ground: Ground) -> Result:
    try:
        return Result(check, tuple(check.look(ground)))
    except ApiError as problem:  # of a question that concerns all of the subjects
        return Result(check, (ground.unreadable("the account", problem),))
