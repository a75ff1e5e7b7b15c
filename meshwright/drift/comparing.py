"""The comparison. Pure: two states and a few facts in, differences out, always in the same order."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from meshwright.account.lake import resource_text

from .beside import filters, tag_values, tags
from .differences import Difference, Drift
from .kept import judged
from .reasons import reason_left_behind
from .state import COLUMN, Facts, Grant, LakeState, Target, database_of, table_of, targets

EVERYTHING = frozenset({"ALL", "SUPER"})
Held = tuple[str, Target]


def compare(wanted: LakeState, actual: LakeState, facts: Facts) -> Drift:
    """What differs: grants first, then filters, tags and the values of tags."""
    ours, implicit, others = _sorted_out(actual, facts, wanted)
    should, has = _by_target(wanted.grants), _by_target(ours)
    found = [
        *_missing(should, has),
        *_surplus(should, ours, facts),
        *filters(wanted, actual, facts),
        *tags(wanted, actual),
        *tag_values(wanted, actual),
    ]
    same = sum(len(permissions & has.get(held, frozenset())) for held, permissions in should.items())
    order = sorted(
        judged(found, wanted, actual, facts), key=lambda d: (d.about, d.kind, d.subject, d.principal, d.permissions)
    )
    return Drift(tuple(order), implicit=implicit, others=others, compared=same)


def _sorted_out(actual: LakeState, facts: Facts, wanted: LakeState) -> tuple[list[Grant], int, int]:
    """The grants that concern the mesh, and how many others there are of either kind."""
    ours, implicit, others = [], 0, 0
    compiled = {(grant.principal, target) for grant in wanted.grants for target in targets(grant.resource)}
    for grant in actual.grants:
        declared = any((grant.principal, target) in compiled for target in targets(grant.resource))
        if not _concerns(grant, facts, wanted):
            others += 1
        elif _is_implicit(grant, facts) and not declared:
            implicit += 1
        else:
            ours.append(grant)
    return ours, implicit, others


def _concerns(grant: Grant, facts: Facts, wanted: LakeState) -> bool:
    target = next(targets(grant.resource))
    match target:
        case ("location", arn):
            there = str(arn).startswith(facts.bucket_prefix)
        case ("tag", key, _):
            there = key in wanted.values
        case ("tagged", _, tuple(expression)):
            there = any(key in wanted.values for key, _ in expression)
        case _:
            there = database_of(target) in facts.databases
    return there or facts.is_ours(grant.principal)


def _is_implicit(grant: Grant, facts: Facts) -> bool:
    """Creators hold everything on what they created, administrators may describe and alter what there is.

    An administrator's permission to read somebody else's table is none of these: it was granted.
    """
    target = next(targets(grant.resource))
    table = table_of(target)
    if table is not None:
        creator = facts.creators.get((str(database_of(target)), table))
        return creator is not None and grant.principal.rpartition("/")[2] == creator
    return grant.principal in facts.administrators and not facts.is_ours(grant.principal)


def _by_target(grants: "tuple[Grant, ...] | list[Grant]") -> dict[Held, frozenset[str]]:
    held: dict[Held, frozenset[str]] = defaultdict(frozenset)
    for grant in grants:
        for target in targets(grant.resource):
            held[grant.principal, target] |= grant.permissions
    return held


def _missing(should: Mapping[Held, frozenset[str]], has: Mapping[Held, frozenset[str]]) -> Iterator[Difference]:
    for (principal, target), permissions in should.items():
        held = has.get((principal, target), frozenset())
        lacking = permissions - held
        if lacking and not held & EVERYTHING:
            yield Difference("missing", "grant", _words(target), principal, tuple(sorted(lacking)))


def _surplus(should: Mapping[Held, frozenset[str]], ours: list[Grant], facts: Facts) -> Iterator[Difference]:
    for grant in ours:
        by_surplus: dict[tuple[frozenset[str], frozenset[str]], list[Target]] = defaultdict(list)
        for target in targets(grant.resource):
            surplus = grant.permissions - should.get((grant.principal, target), frozenset())
            if surplus or grant.grantable:
                by_surplus[surplus, grant.grantable].append(target)
        for (surplus, grantable), found in by_surplus.items():
            yield _not_compiled(grant, found, surplus, grantable, should, facts)


def _not_compiled(
    grant: Grant,
    found: list[Target],
    surplus: frozenset[str],
    grantable: frozenset[str],
    should: Mapping[Held, frozenset[str]],
    facts: Facts,
) -> Difference:
    resource = _narrowed(grant.resource, found)
    why = reason_left_behind(grant.principal, found[0], facts)
    wanted = should.get((grant.principal, found[0]), frozenset())
    who = {"DataLakePrincipalIdentifier": grant.principal}
    request = {"Principal": who, "Resource": resource, "Permissions": sorted(surplus or grantable)}
    if grantable:
        request["PermissionsWithGrantOption"] = sorted(grantable)
    again = {"Principal": who, "Resource": resource, "Permissions": sorted(wanted)}
    takes_more = bool(surplus & EVERYTHING) or not surplus
    return Difference(
        "left behind" if why else "unmanaged",
        "grant",
        resource_text(resource),
        grant.principal,
        (*sorted(surplus), *(f"{p} with grant option" for p in sorted(grantable))),
        why=why or _by_hand(grant, facts),
        revocable={"operation": "revoke_permissions", "parameters": request},
        keeps={"operation": "grant_permissions", "parameters": again} if takes_more and wanted else None,
        grant=resource,
    )


def _by_hand(grant: Grant, facts: Facts) -> str:
    if facts.is_ours(grant.principal):
        return "granted by hand: no share and subscription say so"
    return "granted by hand, to somebody who is no role of the mesh"


def _narrowed(resource: Mapping[str, Any], found: list[Target]) -> dict[str, Any]:
    """The resource with the columns that are found alone, in the form of requests."""
    ((kind, content),) = resource.items()
    kept = dict(content)
    if kind == "Table" and "TableWildcard" in kept:  # AWS lists a name with it, and refuses both in a request
        kept.pop("Name", None)
    if found[0][0] == COLUMN:
        kept["ColumnNames"] = [str(target[3]) for target in found]
    return {kind: kept}


def _words(target: Target) -> str:
    match target:
        case ("catalog",):
            return "the catalog"
        case ("table", database, name):
            return f"every table of {database}" if name == "*" else f"table {database}.{name}"
        case ("column", database, table, column):
            return f"columns {column} of {database}.{table}"
        case ("filter", database, table, name):
            return f"filter {name} of {database}.{table}"
        case ("tagged", kind, tuple(expression)):
            said = ", ".join(f"{key}={'|'.join(values)}" for key, values in expression)
            return f"every {str(kind).lower()} tagged {said}"
    return " ".join(map(str, target))
