"""Who may become a role."""

from meshwright import names
from meshwright.language import GitHub, GitLab

from . import people
from .account import Account, Holdings
from .statement import Policy, Principal, Statement, allow, services, when

ASSUME = ("sts:AssumeRole",)


def duty(name: str, held: Holdings) -> Policy:
    """The trust policy of one of a domain's roles."""
    if name == "pipeline":
        return Policy((_service("glue", held),))
    if name == names.ORCHESTRATOR:
        return Policy(_orchestration(held))
    return Policy((people.trust(held, held.domain, name),))


def break_glass(account: Account) -> Policy:
    """Of the role for emergencies."""
    return Policy((people.trust(account, names.PLATFORM, names.BREAK_GLASS),))


def ci(account: Account, duty: str) -> Policy:
    """Of the role that pipelines plan or deploy as: one repository, and one place in it, to the letter.

    Raises:
        ValueError: the environment names no pipelines.
    """
    found = account.environment.ci
    if found is None:
        raise ValueError(f"environment {account.environment.name} has no ci; name a repository")
    host = ci_host(found)
    arn = account.arn("iam", f"oidc-provider/{host}", regional=False)
    conditions = (
        when("StringEquals", f"{host}:aud", ci_audience(found)),
        when("StringEquals", f"{host}:sub", _subject(found, account.environment.name, duty)),
    )
    action = "sts:AssumeRoleWithWebIdentity"
    return Policy((allow("AssumeByPipeline", [action], (), *conditions, principals=[Principal("Federated", (arn,))]),))


def ci_host(found: GitHub | GitLab) -> str:
    """Who signs the tokens of pipelines, without scheme."""
    return found.host if isinstance(found, GitLab) else "token.actions.githubusercontent.com"


def ci_audience(found: GitHub | GitLab) -> str:
    """Whom a pipeline's token has to be for."""
    return f"https://{found.host}" if isinstance(found, GitLab) else "sts.amazonaws.com"


def _subject(found: GitHub | GitLab, environment: str, duty: str) -> str:
    """GitHub vouches for the environment, whose reviewers then decide; GitLab for the branch alone."""
    if isinstance(found, GitLab):
        branch = found.deploys if duty == names.CI_DEPLOY else found.branch
        return f"project_path:{found.project}:ref_type:branch:ref:{branch}"
    if duty == names.CI_DEPLOY:
        return f"repo:{found.repository}:environment:{environment}"
    return f"repo:{found.repository}:ref:refs/heads/{found.branch}"


def lake_formation(account: Account) -> Policy:
    """Of the role that data locations are registered with; Glue is needed too (Lake Formation developer guide)."""
    return Policy((_service("glue", account), _service("lakeformation", account)))


def _orchestration(held: Holdings) -> tuple[Statement, ...]:
    group = held.arn("scheduler", f"schedule-group/{names.schedule_group(held.domain)}")
    bus = names.bus(held.environment.name)
    rules = held.arn("events", f"rule/{bus}/{names.event_rule(f'{held.domain}_*')}")
    return (
        _service("states", held, held.state_machines),
        _service("scheduler", held, group),
        _service("events", held, rules),
    )


def _service(service: str, account: Account, source: str | None = None) -> Statement:
    """A service on behalf of this account, and where it says so of one thing in it."""
    conditions = [account.asked_from_here]
    if source is not None:
        conditions.append(when("ArnLike", "aws:SourceArn", source))
    return allow(
        f"AssumeBy{service.capitalize()}", ASSUME, (), *conditions, principals=[services(f"{service}.amazonaws.com")]
    )
