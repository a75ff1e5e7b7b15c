"""What can keep the engine from its work, in words for the person at the terminal, with the cure."""

import os
import re
import socket
from collections.abc import Callable
from pathlib import Path

from meshwright.errors import MeshError

PAGE = "docs/operations.md"
RETURNING = "docs/majors.md#what-comes-back"
KEPT = r"KMS |S3 Bucket |Glue Catalog |aws:(?:kms/|s3/bucket:|glue/catalog(?:Table|Database):)"
"""How the provider calls what is kept when its stack goes."""


class LiveError(MeshError):
    """Nothing was done, or not all of it; the message says why and what to do."""


def locked(stack: str, *, user: str = "", host: str = "", pid: str = "", since: str = "") -> str:
    """Who works on a stack, as far as that is known, and what to do."""
    who = f"{user} on {host} (pid {pid}) since {since}" if user else "somebody"
    dead = host == socket.gethostname() and pid.isdigit() and not _alive(int(pid))
    gone = "; that process of this machine is gone" if dead else ""
    return f"locked by {who}{gone}; wait for it to end, or if it is dead: pulumi cancel --yes -s {stack}"


def _locked(found: re.Match[str], stack: str) -> str:
    holder = re.search(r"created by (?P<user>\S+?)@(?P<host>\S+) \(pid (?P<pid>\d+)\) at (?P<since>\S+)", found.string)
    return locked(stack, **(holder.groupdict() if holder else {}))


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    try:
        told = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return True  # a system that doesn't say more
    return told.rpartition(")")[2].split()[0] not in "ZX"  # dead, and nobody has asked how it ended


def _exists(found: re.Match[str], stack: str) -> str:
    """What is kept is taken over by ``mesh up``; of anything else nobody can tell whose it is."""
    scope, _, environment = stack.rpartition(".")
    told = f"{found[1]} exists already and {stack} does not know it"
    if re.match(KEPT, found[1]):
        return f"{told}, as when its data was kept; take it over: mesh up --env {environment} {scope} ({RETURNING})"
    return f"{told}; what to do: {PAGE}#something-exists-already"


def _says(text: str) -> Callable[[re.Match[str], str], str]:
    return lambda found, stack: text.format(*found.groups(), stack=stack, page=PAGE)


KNOWN: tuple[tuple[str, Callable[[re.Match[str], str], str]], ...] = (
    (r"currently locked by", _locked),
    (r"\[409\] Conflict: Another update", _says("another update of {stack} runs; wait for it to end")),
    (
        r"passphrase must be set",
        _says("no passphrase: set PULUMI_CONFIG_PASSPHRASE, or PULUMI_CONFIG_PASSPHRASE_FILE to a file that has it"),
    ),
    (
        r"incorrect passphrase",
        _says(
            "the passphrase is not the one that {stack} was made with; set PULUMI_CONFIG_PASSPHRASE to that one, or "
            "take Pulumi.{stack}.yaml from where it was made"
        ),
    ),
    (
        r"account ID not allowed:? \"?(\d+)?",
        _says(
            "the credentials are for account {0}, which is not that of the environment; choose another profile, or "
            "mend account= in stacks/environments.py"
        ),
    ),
    (
        r"ExpiredToken|token (?:included in the request )?(?:is|has) expired|SSO session .* expired|RequestExpired",
        _says("the AWS credentials are expired; log in again, such as with: aws sso login"),
    ),
    (
        r"No valid credential sources|NoCredentialProviders|no EC2 IMDS role found|InvalidClientTokenId|"
        r"Error loading SSO Token",
        _says("there are no valid AWS credentials; set AWS_PROFILE or log in, such as with: aws sso login"),
    ),
    (
        r"(?:required output|output|key) ['\"]?(\w+)['\"]? (?:does not exist|is not found|not found)[^\n]*stack",
        _says("the foundation has no output {0} yet; bring up the foundation first"),
    ),
    (
        r"unknown stack|no stack named '([^']+)'",
        _says("there is no stack {stack} yet; bring it up first, and the foundation before it"),
    ),
    (
        r"(?:unexpected end of JSON|invalid character|could not unmarshal|failed to load checkpoint|integrity)",
        _says("the state of {stack} can't be read; how to take the last good one back: {page}#a-damaged-state-file"),
    ),
    (
        r"NoSuchBucket|bucket .*(?:does not exist|not found)|no such file or directory.*\.pulumi|"
        r"unable to open bucket|could not open bucket",
        _says("the backend can't be reached: its bucket or folder is gone; see {page}#a-lost-backend"),
    ),
    (
        r"no (?:resource|language) plugin '([^']+)'|could not load plugin for (\w+)",
        _says("the plugin of a provider is missing; run: pulumi install"),
    ),
    (r"creating ([^\n]*?): (?:[^\n]*?[ :])?(?:\w*AlreadyExists\w*|BucketAlreadyOwnedByYou)\b", _exists),
    (
        r"error: Unauthorized|\[401\]",
        _says("the backend does not take the token; renew PULUMI_ACCESS_TOKEN, or log in again"),
    ),
    (
        r"PULUMI_ACCESS_TOKEN|not logged in|no credentials for backend",
        _says(
            "not logged in; set PULUMI_ACCESS_TOKEN, or run: pulumi login, with the backend= of the environment, if any"
        ),
    ),
)
"""What the CLI says, and what to say instead; the first that fits counts."""


def explained(text: str, stack: str = "the stack") -> str | None:
    """The cause and the cure of a failure that is known; None for any other."""
    for pattern, say in KNOWN:
        if found := re.search(pattern, text, re.IGNORECASE | re.DOTALL if "currently" in pattern else re.IGNORECASE):
            return say(found, stack)
    return None


def in_short(text: str) -> str:
    """The lines of an output that say what went wrong."""
    lines = [re.sub(r"^\s*std(?:err|out): ", "", line).strip() for line in text.splitlines() if line.strip()]
    errors = [line.removeprefix("error:").strip() for line in lines if line.startswith("error:")]
    return "; ".join(errors[:3]) or (lines[-1] if lines else "it said nothing")
