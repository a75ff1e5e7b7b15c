"""Which people may become a role, by each way that an environment knows them."""

from collections.abc import Iterator

from meshwright import names

from .askers import ELSEWHERE, Site, anybody, service, signed_in, vouched
from .case import Case, Said, alone, may
from .environments import CENTRAL, OIDC, SAML, SIGN_IN
from .evaluator import Asker

ASSUME, TAG = "sts:AssumeRole", "sts:TagSession"
LETTERS = {"owner": "O", "engineer": "E", "reader": "R", names.BREAK_GLASS: "B"}


def cases(site: Site) -> Iterator[Case]:
    """Of the roles of people, and of the one for emergencies where there is one."""
    for duty in names.PEOPLE:
        yield from _taking(site, site.own, duty, site.role(site.own, duty))
    if site.platform and site.environment in (CENTRAL, SAML, OIDC):
        yield from _taking(site, names.PLATFORM, names.BREAK_GLASS, site.break_glass)


def _taking(site: Site, domain: str, duty: str, role: str) -> Iterator[Case]:
    group = f"become {duty}"
    match site.environment:
        case env if env == CENTRAL:
            yield from _by_permission_set(site, group, domain, duty, role)
        case env if env in (SAML, OIDC):
            yield from _by_provider(site, group, domain, duty, role)
        case _:
            yield from _by_tags(site, group, domain, duty, role)
    yield alone(group, "a service", service("glue"), ASSUME, role, allowed=False)


def _by_permission_set(site: Site, group: str, domain: str, duty: str, role: str) -> Iterator[Case]:
    """The permission set and the department both have to say it; emergencies are no department's."""
    emergency = domain == names.PLATFORM
    another = "reader" if duty != "reader" else "owner"
    arn, right = site.signed_in(domain, duty), None if emergency else domain
    tagged = {} if emergency else {"domain": domain}
    for what, who, allowed in (
        ("by its permission set", signed_in(site, f"{duty} signed in", domain, duty, right), True),
        ("by that of another duty", signed_in(site, f"{another} signed in", site.own, another, site.own), False),
        ("by that of another domain", signed_in(site, "stranger", site.other, another, site.own), False),
        ("from another department", signed_in(site, "stranger", domain, duty, site.other), emergency),
        ("without a department", signed_in(site, "stranger", domain, duty, None), emergency),
        ("by a set that goes on", _like(site, arn.replace(f"-{duty}_", f"-{duty}-more_"), tagged), False),
        ("by a role that looks like it", _like(site, site.iam(f"role/{arn.rpartition('/')[2]}"), tagged), False),
        ("by its permission set, elsewhere", anybody("stranger", arn.replace(site.ground.account, ELSEWHERE),
                                                     ELSEWHERE, **tagged), False),
    ):  # fmt: skip
        named = who if not allowed else _named(who, f"{duty} signed in")
        yield alone(group, what, named, ASSUME, role, allowed=allowed)
        yield alone(group, f"{what}, tagging", named, TAG, role, allowed=False)
    yield from may(group, "any role", ASSUME, role, LETTERS[duty])


def _like(site: Site, arn: str, tags: dict[str, str]) -> Asker:
    return anybody("stranger", arn, site.ground.account, **tags)


def _named(who: Asker, name: str) -> Asker:
    return Asker(name, who.arn, who.account, who.identity, who.boundary, who.context, who.bounded_by)


def _by_provider(site: Site, group: str, domain: str, duty: str, role: str) -> Iterator[Case]:
    """An assertion or a token: of the provider, for us, with these two tags and no other."""
    if site.environment == SAML:
        action, audience, ours = "sts:AssumeRoleWithSAML", "SAML:aud", "https://signin.aws.amazon.com/saml"
        provider = "saml-provider/corporate"
    else:
        action, audience, ours = "sts:AssumeRoleWithWebIdentity", f"{SIGN_IN}:aud", "mesh"
        provider = f"oidc-provider/{SIGN_IN}"
    known, keys = vouched("somebody", site.iam(provider)), "aws:TagKeys"
    other, elsewhere = (
        vouched("stranger", arn)
        for arn in (site.iam(provider.replace("/", "/other-")), f"arn:aws:iam::{ELSEWHERE}:{provider}")
    )
    tags: Said = {"aws:RequestTag/domain": domain, "aws:RequestTag/duty": duty}
    full: Said = {audience: ours, **tags, keys: ("domain", "duty")}
    another = "reader" if duty != "reader" else "owner"
    asked: tuple[tuple[str, Asker, Said, bool], ...] = (
        ("as said", known, full, True),
        ("of another duty", known, {**full, "aws:RequestTag/duty": another}, False),
        ("of another domain", known, {**full, "aws:RequestTag/domain": site.other}, False),
        ("of no domain", known, {audience: ours, "aws:RequestTag/duty": duty, keys: ("duty",)}, False),
        ("of no duty", known, {audience: ours, "aws:RequestTag/domain": domain, keys: ("domain",)}, False),
        ("with one more tag", known, {**full, keys: ("domain", "duty", "admin")}, False),
        ("for somebody else", known, {**full, audience: "https://example.org"}, False),
        ("for nobody in particular", known, {**tags, keys: ("domain", "duty")}, False),
        ("by another provider", other, full, False),
        ("by a provider of another account", elsewhere, full, False),
    )
    for what, who, says, allowed in asked:
        for one in (action, TAG):
            yield alone(group, what, who, one, role, allowed=allowed, says=says)
        yield alone(group, f"{what}, otherwise", who, ASSUME, role, allowed=False, says=says)
    yield from may(group, "any role", action, role, "", full)
    yield from may(group, "any role, otherwise", ASSUME, role, "", full)


def _by_tags(site: Site, group: str, domain: str, duty: str, role: str) -> Iterator[Case]:
    """Whoever is signed in to the account, and tagged so."""
    another = next(d for d in names.PEOPLE if d != duty)
    for what, who, allowed in (
        (f"{duty} of the domain", _tagged(site, domain, duty), True),
        (f"{another} of the domain", _tagged(site, domain, another), False),
        (f"{duty} of another domain", _tagged(site, site.other, duty), False),
        (f"{duty} of the domain, in another account", _tagged(site, domain, duty, ELSEWHERE), False),
    ):
        yield alone(group, what, who, ASSUME, role, allowed=allowed)
        yield alone(group, f"{what}, tagging", who, TAG, role, allowed=False)
    yield from may(group, "any role", ASSUME, role, "")


def _tagged(site: Site, domain: str, duty: str, account: str | None = None) -> Asker:
    account = account or site.ground.account
    return anybody(f"{duty} of {domain}", f"arn:aws:iam::{account}:role/person", account, domain=domain, duty=duty)
