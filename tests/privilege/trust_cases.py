"""Who may become a role."""

from collections.abc import Iterator

from meshwright import names

from .askers import ELSEWHERE, LOCATIONS, Site, person, service
from .case import Case, alone, may

ASSUME = "sts:AssumeRole"


def cases(site: Site) -> Iterator[Case]:
    """Of the domain's roles, and of Lake Formation's."""
    for duty in names.PEOPLE:
        yield from _people(site, duty)
    yield from _runners(site)


def _people(site: Site, duty: str) -> Iterator[Case]:
    role, group = site.role(site.own, duty), f"become {duty}"
    another = next(d for d in names.PEOPLE if d != duty)
    for what, who, allowed in (
        (f"{duty} of the domain", person(site, site.own, duty), True),
        (f"{another} of the domain", person(site, site.own, another), False),
        (f"{duty} of another domain", person(site, site.other, duty), False),
        (f"{duty} of the domain, in another account", person(site, site.own, duty, ELSEWHERE), False),
    ):
        yield alone(group, what, who, ASSUME, role, allowed=allowed)
        yield alone(group, f"{what}, tagging", who, "sts:TagSession", role, allowed=False)
    yield from may(group, "any role", ASSUME, role, "")
    yield alone(group, "a service", service("glue"), ASSUME, role, allowed=False)


def _runners(site: Site) -> Iterator[Case]:
    own, other, account = site.own, site.other, site.ground.account
    for duty, domain, who, source, stray in (
        ("pipeline", own, "glue", None, None),
        (names.ORCHESTRATOR, own, "states", ("states", f"stateMachine:{own}_x"), ("states", f"stateMachine:{other}_x")),
        (
            names.ORCHESTRATOR,
            own,
            "scheduler",
            ("scheduler", f"schedule-group/{names.schedule_group(own)}"),
            ("scheduler", f"schedule-group/{names.schedule_group(other)}"),
        ),
        (
            names.ORCHESTRATOR,
            own,
            "events",
            ("events", f"rule/{names.bus(site.environment)}/{own}_x"),
            ("events", f"rule/{names.bus(site.environment)}/{other}_x"),
        ),
        (LOCATIONS, names.PLATFORM, "glue", None, None),
        (LOCATIONS, names.PLATFORM, "lakeformation", None, None),
    ):
        role, group, asking = site.role(domain, duty), f"become {duty}", service(who)
        here = {"aws:SourceAccount": account, **({"aws:SourceArn": site.arn(*source)} if source else {})}
        there = {**here, "aws:SourceAccount": ELSEWHERE}
        yield alone(group, f"{who} for this account", asking, ASSUME, role, allowed=True, says=here)
        yield alone(group, f"{who}, tagging", asking, "sts:TagSession", role, allowed=False, says=here)
        yield alone(group, f"{who} for another account", asking, ASSUME, role, allowed=False, says=there)
        if stray:
            strayed = {**here, "aws:SourceArn": site.arn(*stray)}
            yield alone(group, f"{who} for another domain", asking, ASSUME, role, allowed=False, says=strayed)
        yield alone(group, f"another service, as {who}", service("ec2"), ASSUME, role, allowed=False, says=here)
        yield from may(group, f"any role, as {who}", ASSUME, role, "", here)
