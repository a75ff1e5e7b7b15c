"""Grants of Lake Formation that come without an agreement: by another component, where nothing was shared."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from meshwright.preview.report import PrivilegeChange, PrivilegeStep, ResourceChange
from meshwright.recording.graph import Resource

GRANT, FILTER = "aws:lakeformation/permissions:Permissions", "aws:lakeformation/dataCellsFilter:DataCellsFilter"
_LISTS = ("permissions", "permissionsWithGrantOptions")
_OTHERS = ("catalogId",)
By = Mapping[str, Mapping[str, Resource]]
"""By stack and URN."""
Agreed = Callable[[str, str], bool]
"""Whether access of a domain to a database changes, and so says what is granted; to any where that is empty."""


@dataclass(frozen=True)
class _Granted:
    principal: str
    subject: str
    """As JSON."""
    permission: str


def unagreed(
    touched: Iterable[ResourceChange],
    before: By,
    after: By,
    *,
    scope: Callable[[str], str],
    agreed: Agreed,
    show: Callable[[str], str],
) -> Iterator[PrivilegeChange]:
    """What of the grants and filters that a deployment touches is more, or may be more, than was agreed.

    ``scope`` tells the domain of a role by its name.
    """
    held = {g for stack in before.values() for r in stack.values() if r.type == GRANT for g in _grants(r)}
    for change in touched:
        resource = after.get(change.stack, {}).get(change.urn)
        if resource is None:
            continue
        if resource.type == GRANT:
            yield from _more(resource, held, scope, agreed, show)
        elif resource.type == FILTER and (old := before.get(change.stack, {}).get(change.urn)) is not None:
            yield from _wider(old, resource, agreed, show)


def _grants(resource: Resource) -> Iterator[_Granted]:
    subject = {k: v for k, v in resource.inputs.items() if k not in (*_LISTS, *_OTHERS, "principal")}
    text = json.dumps(subject, sort_keys=True, default=str)
    for name, end in zip(_LISTS, ("", " and may grant it"), strict=True):
        for permission in resource.inputs.get(name) or ():
            yield _Granted(str(resource.inputs.get("principal", "")), text, f"{permission}{end}")


def _more(
    resource: Resource, held: set[_Granted], scope: Callable[[str], str], agreed: Agreed, show: Callable[[str], str]
) -> Iterator[PrivilegeChange]:
    new = [grant for grant in _grants(resource) if grant not in held]
    if not new:
        return
    principal = new[0].principal
    domain = scope(principal.rpartition("/")[2])
    if agreed(domain, _database(resource.inputs)):
        return
    gained = {"values": tuple(show(grant.permission) for grant in new)}
    step = PrivilegeStep(what=f"on {show(new[0].subject)}", kind="added", gained=gained, lost={}, escalation=True)
    yield PrivilegeChange(
        holder="what Lake Formation grants, agreed by nobody, to", name=show(principal), scope=domain, steps=(step,)
    )


def _wider(old: Resource, new: Resource, agreed: Agreed, show: Callable[[str], str]) -> Iterator[PrivilegeChange]:
    """A filter is called as its consumer; whether other rows or columns are more is what an agreement would tell."""
    before, after = (r.inputs.get("tableData") or r.inputs for r in (old, new))
    consumer, database = str(after.get("name", "")), _database(after)
    if before == after or agreed(consumer, database):
        return
    texts = [json.dumps(side, sort_keys=True, default=str) for side in (before, after)]
    lost, gained = ({"values": (show(text),)} for text in texts)
    step = PrivilegeStep(what="data filter", kind="changed", gained=gained, lost=lost, escalation=True)
    name = f"{consumer} of {database}"
    yield PrivilegeChange(holder="the data filter", name=name, scope=consumer, steps=(step,))


def _database(inputs: Mapping[str, Any]) -> str:
    for value in inputs.values():
        if isinstance(value, Mapping) and (found := value.get("databaseName")):
            return str(found)
    named = inputs.get("database")
    return str(named.get("name", "")) if isinstance(named, Mapping) else str(inputs.get("databaseName", ""))
