"""Who people are before they take a role, and how far Identity Center's own role goes: one step."""

from meshwright import names
from meshwright.language import IdentityCenter, Oidc, Saml

from .account import Account
from .statement import Condition, Policy, Principal, Statement, Text, allow, deny, roles, when

ASSUME = ("sts:AssumeRole",)
TAGS = ("domain", "duty")
"""The session tags that a provider of identity sends; it sends no others."""


def trust(account: Account, domain: str, duty: str) -> Statement:
    """Lets in whoever has a duty in a domain, as the environment's identity says it."""
    sid = f"Assume{duty.title().replace('-', '')}"
    match account.environment.identity:
        case IdentityCenter():
            return _by_permission_set(sid, account, domain, duty)
        case Saml(provider=provider):
            arn = account.arn("iam", f"saml-provider/{provider}", regional=False)
            host = "signin.amazonaws.cn" if account.partition == "aws-cn" else "signin.aws.amazon.com"
            return _federated(sid, "sts:AssumeRoleWithSAML", arn, ("SAML:aud", f"https://{host}/saml"), domain, duty)
        case Oidc(provider=provider, audience=audience):
            arn = account.arn("iam", f"oidc-provider/{provider}", regional=False)
            return _federated(sid, "sts:AssumeRoleWithWebIdentity", arn, (f"{provider}:aud", audience), domain, duty)
        case None:
            return _by_tags(sid, account, domain, duty)


def assumes(role_arn: Text, domain: str | None) -> Policy:
    """All that a permission set allows: to take one role, in the domain that the person's department says.

    The group and the department both have to say it: whoever keeps one of the two lists can let nobody in alone.
    """
    conditions = () if domain is None else (when("StringEquals", "aws:PrincipalTag/domain", domain),)
    return Policy((allow("TakeTheRole", ASSUME, [role_arn], *conditions),))


def boundary(account: Account) -> Policy:
    """What Identity Center's roles can't go beyond, whatever is attached to their permission sets by hand."""
    taken = roles_to_take(account)
    return Policy((allow("TakeRoles", ASSUME, taken), deny("DenyAllElse", ["*"], not_resources=taken)))


def roles_to_take(account: Account) -> list[Text]:
    """The roles that people take, by ARN; the domain may be any."""
    return [*(account.role("*", duty) for duty in names.PEOPLE), break_glass_arn(account)]


def break_glass_arn(account: Account) -> str:
    """The role for emergencies; known before it exists."""
    name = names.break_glass(account.environment.name)
    return account.arn("iam", f"role{names.PLATFORM_PATH}{name}", regional=False)


def _by_permission_set(sid: str, account: Account, domain: str, duty: str) -> Statement:
    """Identity Center's role for one permission set; nobody in the account can make a role below its path."""
    name = names.permission_set(account.environment.name, domain, duty)
    # a question mark is one character: the role of a set whose name goes on is another
    arn = account.arn("iam", f"role/aws-reserved/sso.amazonaws.com/*AWSReservedSSO_{name}_{'?' * 16}", regional=False)
    conditions = [when("ArnLike", "aws:PrincipalArn", arn)]
    if domain != names.PLATFORM:
        conditions.append(when("StringEquals", "aws:PrincipalTag/domain", domain))
    return allow(sid, ASSUME, (), *conditions, principals=[roles(account.root)])


def _federated(
    sid: str, action: str, provider_arn: str, audience: tuple[str, str], domain: str, duty: str
) -> Statement:
    return allow(
        sid,
        [action, "sts:TagSession"],
        (),
        when("StringEquals", audience[0], audience[1]),
        *_tagged("aws:RequestTag", domain, duty),
        when("ForAllValues:StringEquals", "aws:TagKeys", *TAGS),
        principals=[Principal("Federated", (provider_arn,))],
    )


def _by_tags(sid: str, account: Account, domain: str, duty: str) -> Statement:
    """A signed-in person of this account whose session or role says both the domain and the duty.

    No person has these tags by default, so the safe state of a new account is that nobody can take the role.
    """
    return allow(sid, ASSUME, (), *_tagged("aws:PrincipalTag", domain, duty), principals=[roles(account.root)])


def _tagged(where: str, domain: str, duty: str) -> list[Condition]:
    return [when("StringEquals", f"{where}/{key}", value) for key, value in zip(TAGS, (domain, duty), strict=True)]
