"""Who may announce something: the policies of topics and of the mesh's bus."""

from meshwright import names

from .account import Account
from .statement import EVERYONE, Policy, Text, allow, deny, roles, services, when


def alerts(topic_arn: Text, account: Account, alarms: str, *publishers: Text, rule: str | None = None) -> Policy:
    """Alarms of the account, budgets, the roles ``publishers`` (ARNs) and a ``rule`` (its ARN) may publish.

    Over TLS only.
    """
    found = [
        allow(
            "PublishAlarms",
            ["sns:Publish"],
            [topic_arn],
            account.asked_from_here,
            when("ArnLike", "aws:SourceArn", alarms),
            principals=[services("cloudwatch.amazonaws.com")],
        ),
        allow(
            "PublishBudgets",
            ["sns:Publish"],
            [topic_arn],
            account.asked_from_here,
            principals=[services("budgets.amazonaws.com")],
        ),
        deny(
            "DenyPlaintext",
            ["sns:Publish"],
            [topic_arn],
            when("Bool", "aws:SecureTransport", "false"),
            principals=[EVERYONE],
        ),
    ]
    if publishers:
        found.append(allow("PublishFromRuns", ["sns:Publish"], [topic_arn], principals=[roles(*publishers)]))
    if rule is not None:
        from_the_rule = when("ArnEquals", "aws:SourceArn", rule)
        by = [services("events.amazonaws.com")]
        found.append(allow("PublishFromRule", ["sns:Publish"], [topic_arn], from_the_rule, principals=by))
    return Policy(tuple(found))


def domain_alerts(topic_arn: Text, account: Account, domain: str) -> Policy:
    """The policy of a domain's topic: its own alarms, budget and state machines."""
    alarms = account.arn("cloudwatch", f"alarm:{names.alarm(f'{domain}_*', '*')}")
    return alerts(topic_arn, account, alarms, account.role(domain, names.ORCHESTRATOR))


def bus(bus_arn: Text, account: Account) -> Policy:
    """Only what runs a domain's state machines announces anything on the mesh's bus.

    Being denied here binds administrators as well: a forged ``product.published`` would start other domains' jobs.
    """
    orchestrators = account.role("*", names.ORCHESTRATOR)
    return Policy(
        (
            allow(
                "AnnounceFromRuns",
                ["events:PutEvents"],
                [bus_arn],
                when("ArnLike", "aws:PrincipalArn", orchestrators),
                principals=[roles(account.root)],
            ),
            deny(
                "DenyOthers",
                ["events:PutEvents"],
                [bus_arn],
                when("ArnNotLike", "aws:PrincipalArn", orchestrators),
                principals=[EVERYONE],
            ),
        )
    )
