"""Grants made by hand as shares and subscriptions, where they say no more than these can."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from meshwright.access.rows import Problem
from meshwright.account.lake import EVERY_IAM_PRINCIPAL, resource_text
from meshwright.drift.extent import READING, Extent, extent
from meshwright.drift.state import Filter, FilterKey, Grant
from meshwright.language import Share, Subscription, Table

from .assigning import Assignments
from .estate import Estate
from .products import Left

PURPOSE = "granted by hand before the mesh"


@dataclass
class Agreed:
    """What the grants come to."""

    shares: dict[str, list[Share]] = field(default_factory=lambda: defaultdict(list))
    """By database."""
    subscriptions: dict[str, list[Subscription]] = field(default_factory=lambda: defaultdict(list))
    """By consumer."""
    covered: list[Grant] = field(default_factory=list)
    """What is agreed on now, or goes without saying."""
    left: list[Left] = field(default_factory=list)


def agree(
    estate: Estate, assigned: Assignments, tables: Mapping[str, list[Table]], products: Mapping[str, str]
) -> Agreed:
    """Turn the grants on adopted databases into shares.

    ``tables`` are those that have a contract, by database; ``products`` are ``<domain>.<product>`` by database.
    """
    done = Agreed()
    found: dict[tuple[str, str], dict[str, list[tuple[Grant, Extent]]]] = defaultdict(lambda: defaultdict(list))
    for grant in estate.grants:
        database = grant.database
        if database is None or database not in tables:
            if database is not None or grant.kind in ("DataLocation", "LFTagPolicy"):
                done.left.append(Left(told(grant), _outside(grant)))
            continue
        if (why := _beyond(grant, estate, assigned)) is not None:
            done.left.append(Left(told(grant), why))
            continue
        consumer = assigned.roles[_role(grant, estate) or ""]
        owner = assigned.databases[database]
        if consumer == owner or grant.kind == "Database" or grant.permissions == {"DESCRIBE"}:
            done.covered.append(grant)
            continue
        for name, covered in _covered(grant, tables[database], estate.filters):
            if isinstance(covered, str):
                done.left.append(Left(told(grant), covered))
            else:
                found[database, consumer][name].append((grant, covered))
    for (database, consumer), by_table in sorted(found.items()):
        _settle(done, products[database], database, consumer, tables[database], by_table)
    return done


def told(grant: Grant) -> str:
    """A grant, for a person."""
    return f"{grant.principal}: {', '.join(sorted(grant.permissions))} on {resource_text(grant.resource)}"


def _outside(grant: Grant) -> str:
    if grant.kind == "DataLocation":
        return "it lets somebody create tables at a location, which no share does"
    if grant.kind == "LFTagPolicy":
        return "it reaches whatever carries a tag; the mesh tags what it owns by itself"
    return "its database is not adopted with it"


def _role(grant: Grant, estate: Estate) -> str | None:
    """The role that a grant is for, as it stands behind ``:role/``."""
    before, mark, role = grant.principal.partition(":role/")
    return role if mark and before.endswith(f"::{estate.account}") else None


def _beyond(grant: Grant, estate: Estate, assigned: Assignments) -> str | None:
    """Why a grant can't become a share; None where it can."""
    if grant.principal == EVERY_IAM_PRINCIPAL:
        return "it lets everybody in whom IAM lets in; mesh verify tells when it can go"
    role = _role(grant, estate)
    if role is None:
        return "shares are with domains, whose people and jobs come by roles of this account"
    if grant.grantable:
        return "it may be passed on, and only a share lets somebody in"
    if more := sorted(grant.permissions - READING):
        return f"a share is for reading; {', '.join(more)} is more"
    if role not in assigned.roles:
        return f'nobody answers for the role; assign it, as in --assign "{role}=<domain>"'
    return None


def _covered(
    grant: Grant, tables: Iterable[Table], filters: Mapping[FilterKey, Filter]
) -> Iterator[tuple[str, Extent | str]]:
    """By table, what a grant covers of it, or why that can't be a share's."""
    by_name = {t.name: t for t in tables}
    for name in by_name if grant.table is None else (grant.table,):
        if (table := by_name.get(name)) is None:
            yield name, "its table is not adopted"
            continue
        found = extent(grant.resource, table, filters)
        if found is None:
            yield name, "its filter is gone"
        elif isinstance(found, Problem):
            yield name, f"its row limit can't be a share's: {found}"
        else:
            yield name, found if found.columns else "it covers no column of the table"


def _settle(
    done: Agreed,
    product: str,
    database: str,
    consumer: str,
    tables: list[Table],
    by_table: Mapping[str, list[tuple[Grant, Extent]]],
) -> None:
    """One share of whole tables, one for each limited one; none where roles of a domain see different things."""
    whole, shared = [], []
    for table in tables:
        given = by_table.get(table.name, [])
        if not given:
            continue
        if len({covered for _, covered in given}) > 1:
            why = f"roles of {consumer} see different parts of {database}.{table.name}, and a share is for all of them"
            done.left += [Left(told(grant), why) for grant, _ in given]
            continue
        done.covered += [grant for grant, _ in given]
        shared.append(table.name)
        covered = given[0][1]
        every = len(covered.columns) == len(table.columns)
        if every and covered.rows is None:
            whole.append(table.name)
        else:
            columns = None if every else covered.columns
            limited = Share(consumer, purpose=PURPOSE, tables=[table.name], columns=columns, rows=covered.rows)
            done.shares[database].append(limited)
    if whole:
        some = whole if len(whole) < len(tables) else None
        done.shares[database].insert(0, Share(consumer, purpose=PURPOSE, tables=some))
    if shared:
        asked = shared if len(shared) < len(tables) else None
        done.subscriptions[consumer].append(Subscription(product, major=1, purpose=PURPOSE, tables=asked))
