"""How far a policy reaches at most: its patterns alone, as if every condition held."""

from fnmatch import fnmatchcase

from components.policies import Policy, Statement


def reaches(policy: Policy, action: str, resource: str) -> bool:
    """Whether any permission names the action on the resource, and no denial without a condition does.

    Conditions of permissions are not looked at, so a False is certain.
    """
    if any(s.effect == "Deny" and not s.conditions and _names(s, action, resource) for s in policy.statements):
        return False
    return any(s.effect == "Allow" and _names(s, action, resource) for s in policy.statements)


def _names(statement: Statement, action: str, resource: str) -> bool:
    patterns = [str(r) for r in statement.resources]
    named = any(fnmatchcase(action, a) for a in statement.actions)
    return named and any(fnmatchcase(resource, p) for p in patterns)
