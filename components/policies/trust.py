"""Who may become a role."""

from meshwright import names

from .account import Account, Holdings
from .statement import Policy, Statement, allow, roles, services, when

ASSUME = ("sts:AssumeRole",)


def duty(name: str, held: Holdings) -> Policy:
    """The trust policy of one of a domain's roles."""
    if name == "pipeline":
        return Policy((_service("glue", held),))
    if name == names.ORCHESTRATOR:
        return Policy(_orchestration(held))
    return Policy((_person(name, held),))


def lake_formation(account: Account) -> Policy:
    """Of the role that data locations are registered with; Glue is needed too (Lake Formation developer guide)."""
    return Policy((_service("glue", account), _service("lakeformation", account)))


def _person(name: str, held: Holdings) -> Statement:
    """A signed-in person of this account whose session or role says both the domain and the duty.

    The tags come from the identity provider (session tags) or from the permission set's role; no person has them
    by default, so the safe state of a new account is that nobody can take the role.
    """
    return allow(
        f"Assume{name.capitalize()}",
        ASSUME,
        (),
        when("StringEquals", "aws:PrincipalTag/domain", held.domain),
        when("StringEquals", "aws:PrincipalTag/duty", name),
        principals=[roles(held.root)],
    )


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
