"""Who may become a role: services here, people and pipelines in ``people_cases.py`` and ``pipeline_cases.py``."""

from collections.abc import Iterator

from meshwright import names

from . import people_cases
from .askers import ELSEWHERE, LOCATIONS, Site, service
from .case import Case, alone, may

ASSUME = "sts:AssumeRole"


def cases(site: Site) -> Iterator[Case]:
    """Of every role that the mesh makes."""
    yield from people_cases.cases(site)
    yield from _runners(site)


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
