"""Grants made by hand as shares and subscriptions, where they say no more than these can."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from meshwright.access.rows import RowLimit, parse
from meshwright.language import Share, Subscription, Table

from .assigning import Assignments
from .estate import Estate, Filter, HandGrant
from .products import Left

PURPOSE = "granted by hand before the mesh"
READING = frozenset({"SELECT", "DESCRIBE"})


@dataclass(frozen=True)
class Terms:
    """What a grant lets somebody read of a table."""

    columns: tuple[str, ...]
    """In the table's order."""
    rows: str | None = None


@dataclass
class Agreed:
    """What the grants come to."""

    shares: dict[str, list[Share]] = field(default_factory=lambda: defaultdict(list))
    """By database."""
    subscriptions: dict[str, list[Subscription]] = field(default_factory=lambda: defaultdict(list))
    """By consumer."""
    covered: list[HandGrant] = field(default_factory=list)
    """What is agreed on now, or goes without saying."""
    left: list[Left] = field(default_factory=list)


def agree(
    estate: Estate, assigned: Assignments, tables: Mapping[str, list[Table]], products: Mapping[str, str]
) -> Agreed:
    """Turn the grants on adopted databases into shares.

    ``tables`` are those that have a contract, by database; ``products`` are ``<domain>.<product>`` by database.
    """
    done = Agreed()
    found: dict[tuple[str, str], dict[str, list[tuple[HandGrant, Terms]]]] = defaultdict(lambda: defaultdict(list))
    filters = {(f.database, f.table, f.name): f for f in estate.filters}
    for grant in estate.grants:
        if grant.database is None or grant.database not in tables:
            if grant.database is not None or grant.kind in ("DataLocation", "LFTagPolicy"):
                done.left.append(Left(str(grant), _outside(grant)))
            continue
        if (why := _beyond(grant, estate, assigned)) is not None:
            done.left.append(Left(str(grant), why))
            continue
        consumer = assigned.roles[_role(grant, estate) or ""]
        owner = assigned.databases[grant.database]
        if consumer == owner or grant.kind == "Database" or grant.permissions == ("DESCRIBE",):
            done.covered.append(grant)
            continue
        for name, terms in _terms(grant, tables[grant.database], filters):
            if isinstance(terms, str):
                done.left.append(Left(str(grant), terms))
            else:
                found[grant.database, consumer][name].append((grant, terms))
    for (database, consumer), by_table in sorted(found.items()):
        _settle(done, products[database], database, consumer, tables[database], by_table)
    return done


def _outside(grant: HandGrant) -> str:
    if grant.kind == "DataLocation":
        return "it lets somebody create tables at a location, which no share does"
    if grant.kind == "LFTagPolicy":
        return "it reaches whatever carries a tag; the mesh tags what it owns by itself"
    return "its database is not adopted"


def _role(grant: HandGrant, estate: Estate) -> str | None:
    """The role that a grant is for, as it stands behind ``:role/``."""
    before, mark, role = grant.principal.partition(":role/")
    return role if mark and before.endswith(f"::{estate.account}") else None


def _beyond(grant: HandGrant, estate: Estate, assigned: Assignments) -> str | None:
    """Why a grant can't become a share; None where it can."""
    if grant.principal == "IAM_ALLOWED_PRINCIPALS":
        return "it lets everybody in whom IAM lets in; mesh verify tells when it can go"
    role = _role(grant, estate)
    if role is None:
        return "shares are with domains, whose people and jobs come by roles of this account"
    if grant.grantable:
        return "it may be passed on, and only a share lets somebody in"
    if more := sorted(set(grant.permissions) - READING):
        return f"a share is for reading; {', '.join(more)} is more"
    if role not in assigned.roles:
        return f'nobody answers for the role; assign it, as in --assign "{role}=<domain>"'
    return None


def _terms(
    grant: HandGrant, tables: Iterable[Table], filters: Mapping[tuple[str, str, str], Filter]
) -> Iterator[tuple[str, Terms | str]]:
    by_name = {t.name: t for t in tables}
    for name in by_name if grant.table is None else (grant.table,):
        table = by_name.get(name)
        if table is None:
            yield name, "its table is not adopted"
            continue
        columns, without, rows = grant.columns, grant.without, None
        if grant.filter is not None:
            limit = filters.get((grant.database or "", name, grant.filter))
            if limit is None:
                yield name, "its filter is gone"
                continue
            columns, without, rows = limit.columns, limit.without, _rows(limit.rows)
            if rows is not None and not isinstance(parsed := parse(rows, table), RowLimit):
                yield name, f"its row limit can't be a share's: {parsed}"
                continue
        kept = tuple(c.name for c in table.columns if (columns is None or c.name in columns) and c.name not in without)
        yield name, Terms(kept, rows) if kept else "it covers no column of the table"


def _rows(expression: str | None) -> str | None:
    """Lake Formation gives back TRUE for every row."""
    said = (expression or "").strip()
    return None if said.upper() in ("", "TRUE") else said


def _settle(
    done: Agreed,
    product: str,
    database: str,
    consumer: str,
    tables: list[Table],
    by_table: Mapping[str, list[tuple[HandGrant, Terms]]],
) -> None:
    """One share of whole tables, one for each limited one; none where roles of a domain see different things."""
    whole, shared = [], []
    for table in tables:
        given = by_table.get(table.name, [])
        if not given:
            continue
        if len({terms for _, terms in given}) > 1:
            why = f"roles of {consumer} see different parts of {database}.{table.name}, and a share is for all of them"
            done.left += [Left(str(grant), why) for grant, _ in given]
            continue
        done.covered += [grant for grant, _ in given]
        shared.append(table.name)
        terms = given[0][1]
        every = len(terms.columns) == len(table.columns)
        if every and terms.rows is None:
            whole.append(table.name)
        else:
            columns = None if every else terms.columns
            limited = Share(consumer, purpose=PURPOSE, tables=[table.name], columns=columns, rows=terms.rows)
            done.shares[database].append(limited)
    if whole:
        some = whole if len(whole) < len(tables) else None
        done.shares[database].insert(0, Share(consumer, purpose=PURPOSE, tables=some))
    if shared:
        asked = shared if len(shared) < len(tables) else None
        done.subscriptions[consumer].append(Subscription(product, major=1, purpose=PURPOSE, tables=asked))
