"""Checks on what roles may do, and who may take them: what is declared, and nothing added by hand."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from meshwright.account.desired import Declared

from .comparing import same_policy
from .ground import Ground
from .results import Breach, Observation, Sound

ROLE, INLINE = "aws:iam/role:Role", "aws:iam/rolePolicy:RolePolicy"
ATTACHED, MANAGED = "aws:iam/rolePolicyAttachment:RolePolicyAttachment", "aws:iam/policy:Policy"


def roles_say_what_is_declared(ground: Ground) -> Iterator[Observation]:
    """Who may take each role, what it may do, and the boundaries and policies that are attached to roles.

    A deployment only puts back what it declares: what is attached beside it has to be taken away by hand.
    """
    made = [d for d in ground.desired.of(ROLE) if not d.adopted]  # of others' roles nothing is declared but the name
    yield from ground.each(made, _name, lambda d: _role(ground, d))
    yield from ground.each(ground.desired.of(MANAGED), _name, lambda d: _managed(ground, d))


def _role(ground: Ground, declared: Declared) -> Observation:
    name, api = _name(declared), ground.account.api
    if not _same(ground.role(name)["AssumeRolePolicyDocument"], declared.inputs["assumeRolePolicy"]):
        return Breach(name, "others may take it", "trust as declared", cure=f"run: {ground.up}")
    inline = {str(d.inputs["name"]): d.inputs["policy"] for d in _of(ground, INLINE, name)}
    held = set(api.pages("iam", "list_role_policies", "PolicyNames", RoleName=name))
    attached = {str(d.inputs["policyArn"]) for d in _of(ground, ATTACHED, name)}
    listed = api.pages("iam", "list_attached_role_policies", "AttachedPolicies", RoleName=name)
    more = {p: f"delete-role-policy --role-name {name} --policy-name {p}" for p in sorted(held - set(inline))}
    stray = sorted({str(p["PolicyArn"]) for p in listed} - attached)
    more |= {p: f"detach-role-policy --role-name {name} --policy-arn {p}" for p in stray}
    if more:
        cure = f"run: {'; '.join(f'aws iam {command}' for command in more.values())}"
        return Breach(name, f"has more policies: {', '.join(more)}", "policies as declared", cure=cure)
    if held != set(inline) or len(listed) != len(attached):
        return Breach(name, "lacks a policy", "policies as declared", cure=f"run: {ground.up}")
    for policy, wanted in inline.items():
        found = api.call("iam", "get_role_policy", RoleName=name, PolicyName=policy)["PolicyDocument"]
        if not _same(found, wanted):
            return Breach(name, f"its policy {policy} is another", "policies as declared", cure=f"run: {ground.up}")
    return Sound(name, "trust and policies as declared")


def _managed(ground: Ground, declared: Declared) -> Observation:
    name, api, arn = _name(declared), ground.account.api, str(declared.outputs["arn"])
    version = api.call("iam", "get_policy", PolicyArn=arn)["Policy"]["DefaultVersionId"]
    told = api.call("iam", "get_policy_version", PolicyArn=arn, VersionId=version)["PolicyVersion"]
    if _same(told["Document"], declared.inputs["policy"]):
        return Sound(name, "trust and policies as declared")
    return Breach(name, "its policy is another", "policies as declared", cure=f"run: {ground.up}")


def _of(ground: Ground, token: str, role: str) -> list[Declared]:
    return [d for d in ground.desired.of(token) if str(d.inputs["role"]) == role]


def _name(declared: Declared) -> str:
    return str(declared.inputs["name"])


def _same(found: str | Mapping[str, Any], wanted: str) -> bool:
    return same_policy(found if isinstance(found, str) else json.dumps(found), str(wanted))
