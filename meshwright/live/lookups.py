"""Finding what an interrupted creation left under an id that AWS made up."""

from collections.abc import Callable, Iterator, Mapping
from importlib.util import find_spec
from typing import Any

from meshwright.account.desired import KEY
from meshwright.account.reaching import account_of, identity_of
from meshwright.language import Environment
from meshwright.sandbox.errors import ApiError
from meshwright.sandbox.resources.identity_center import named_set

QUERY = "aws:athena/namedQuery:NamedQuery"
PERMISSION_SET = "aws:ssoadmin/permissionSet:PermissionSet"


def left(environment: Environment, type_: str, inputs: Mapping[str, Any], known: frozenset[str]) -> str | None:
    """The id of the newest resource that fits these inputs and isn't ``known``; None where none does.

    Also None where nobody can ask: without boto3, or without the permission.
    """
    if type_ not in FINDERS or find_spec("boto3") is None:
        return None
    try:
        return next((id_ for id_ in FINDERS[type_](environment, inputs) if id_ not in known), None)
    except ApiError:
        return None


def _keys(environment: Environment, inputs: Mapping[str, Any]) -> Iterator[str]:
    """Enabled keys of this description and these tags that no alias names: an alias is made right after its key."""
    api = account_of(environment).api
    named = {a.get("TargetKeyId") for a in api.pages("kms", "list_aliases", "Aliases")}
    fitting = []
    for id_ in (key["KeyId"] for key in api.pages("kms", "list_keys", "Keys")):
        if id_ in named:
            continue
        found = api.call("kms", "describe_key", KeyId=id_)["KeyMetadata"]
        if found.get("Description") == inputs.get("description") and found["KeyState"] == "Enabled":
            tags = api.pages("kms", "list_resource_tags", "Tags", KeyId=id_)
            held = {tag["TagKey"]: tag["TagValue"] for tag in tags}
            if dict(inputs.get("tags") or {}).items() <= held.items():
                fitting.append((found["CreationDate"], id_))
    return (id_ for _, id_ in sorted(fitting, reverse=True))


def _queries(environment: Environment, inputs: Mapping[str, Any]) -> Iterator[str]:
    """Named queries of this name in this workgroup."""
    api, group = account_of(environment).api, inputs.get("workgroup", "primary")
    for id_ in api.pages("athena", "list_named_queries", "NamedQueryIds", WorkGroup=group):
        if api.call("athena", "get_named_query", NamedQueryId=id_)["NamedQuery"]["Name"] == inputs.get("name"):
            yield id_


def _sets(environment: Environment, inputs: Mapping[str, Any]) -> Iterator[str]:
    """The permission set of this name: an instance has but one."""
    if arn := named_set(identity_of(environment), inputs):
        yield f"{arn},{inputs['instanceArn']}"


FINDERS: Mapping[str, Callable[[Environment, Mapping[str, Any]], Iterator[str]]] = {
    KEY: _keys,
    QUERY: _queries,
    PERMISSION_SET: _sets,
}
"""Types whose ids AWS makes up, so that nothing but a look at what there is tells of one."""
