"""Grants made by hand as shares and subscriptions, where they say no more than these can."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from meshwright.access.agreements import Offer
from meshwright.access.rows import Problem
from meshwright.account.lake import EVERY_IAM_PRINCIPAL, resource_text
from meshwright.drift.extent import READING, Extent, extent
from meshwright.drift.state import Filter, FilterKey, Grant
from meshwright.language import Share, Table

from .assigning import Assignments
from .catalogs import Asking, Catalog
from .estate import AWS_MADE, Estate
from .products import Left

PURPOSE = "granted by hand before the mesh"


@dataclass
class Agreed:
    """What the grants come to."""

    shares: dict[str, list[Share]] = field(default_factory=lambda: defaultdict(list))
    """By database."""
    asked: dict[str, list[Asking]] = field(default_factory=lambda: defaultdict(list))
    """By consumer."""
    shared: list[Grant] = field(default_factory=list)
    """What is agreed on now."""
    covered: list[Grant] = field(default_factory=list)
    """What goes without saying."""
    left: list[Left] = field(default_factory=list)
    """What stays as it is, and why."""
    others: list[Grant] = field(default_factory=list)
    """What has nothing to do with what is assigned."""


@dataclass(frozen=True)
class Scope:
    """What grants are looked at: those on what is assigned, and those of roles that are."""

    estate: Estate
    assigned: Assignments
    """With the roles that were adopted before."""
    roles: Collection[str]
    """Those that are assigned now."""
    whole: bool = False
    """Whether everything in the account is asked about, as far as it concerns what is adopted."""

    def concerns(self, grant: Grant, catalogs: Mapping[str, Catalog]) -> bool:
        """Whether a grant is looked at."""
        role = _role(grant, self.estate) or ""
        if role in self.roles:
            return True
        if grant.database in catalogs and self.assigned.roles.get(role) in self._domains:
            return True  # what roles of one domain see of a table comes to one share
        if grant.database is None:
            place = str(grant.resource.get("DataLocation", {}).get("ResourceArn", "")).partition(":::")[2]
            return place.partition("/")[0] in self.assigned.buckets or (self.whole and grant.kind == "LFTagPolicy")
        return grant.database in self.assigned.databases and grant.database in catalogs

    @cached_property
    def _domains(self) -> frozenset[str]:
        return frozenset(self.assigned.roles[role] for role in self.roles)


_Found = dict[tuple[str, str], dict[str, list[tuple[Grant, Extent]]]]


def agree(scope: Scope, catalogs: Mapping[str, Catalog]) -> Agreed:
    """Turn the grants on adopted databases into shares."""
    done, estate, assigned = Agreed(), scope.estate, scope.assigned
    found: _Found = defaultdict(lambda: defaultdict(list))
    for grant in estate.grants:
        if not scope.concerns(grant, catalogs):
            done.others.append(grant)
            continue
        catalog = catalogs.get(grant.database or "")
        why = _outside(grant) if catalog is None else _beyond(grant, estate, assigned)
        if why is not None or catalog is None:
            done.left.append(left(grant, why or "", estate))
            continue
        consumer = assigned.roles[_role(grant, estate) or ""]
        if consumer == catalog.owner or grant.kind == "Database" or grant.permissions == {"DESCRIBE"}:
            done.covered.append(grant)
            continue
        for name, covered in _covered(grant, catalog.tables, estate.filters):
            if isinstance(covered, str):
                done.left.append(left(grant, covered, estate))
            else:
                found[catalog.database, consumer][name].append((grant, covered))
    for (database, consumer), by_table in sorted(found.items()):
        _Settling(done, catalogs[database], consumer, estate).settle(by_table)
    return done


def left(grant: Grant, why: str, estate: Estate) -> Left:
    """A grant that stays as it is."""
    return Left(told(grant, estate), why, grant)


def told(grant: Grant, estate: Estate) -> str:
    """A grant, for a person."""
    return f"{holder(grant, estate)}: {', '.join(sorted(grant.permissions))} on {resource_text(grant.resource)}"


def holder(grant: Grant, estate: Estate) -> str:
    """Who has it: a role of the account by its name, anybody else as Lake Formation says it."""
    role = _role(grant, estate)
    return grant.principal if role is None else f"role {role}"


def _outside(grant: Grant) -> str:
    if grant.kind == "DataLocation":
        return "it lets somebody create tables at a location, which no share does"
    if grant.kind == "LFTagPolicy":
        return "it reaches whatever carries a tag; the mesh tags what it owns by itself"
    return "nobody answers for its database yet"


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
    if role.startswith(AWS_MADE):
        return "AWS made the role; people come by groups of Identity Center, see docs/identity.md"
    if role not in estate.roles:
        return "the role is gone, so that nobody reads by it; take it back when you like"
    if grant.grantable:
        return "it may be passed on, and only a share lets somebody in"
    if more := sorted(grant.permissions - READING):
        return f"a share is for reading; {', '.join(more)} is more"
    if role not in assigned.roles:
        return f"nobody answers for the role yet: mesh adopt role {role} --domain DOMAIN"
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


@dataclass(frozen=True)
class _Settling:
    """The grants of one domain on one database."""

    done: Agreed
    catalog: Catalog
    consumer: str
    estate: Estate

    def settle(self, by_table: Mapping[str, list[tuple[Grant, Extent]]]) -> None:
        """One share of whole tables, one for each limited one; none where roles of a domain see different things."""
        whole, limited, asked = [], [], []
        for table in self.catalog.tables:
            given = by_table.get(table.name, [])
            if not given:
                continue
            offered = self.catalog.offered(self.consumer, table.name)
            if offered is not None or len({covered for _, covered in given}) > 1:
                if self._known(given, offered):
                    asked.append(table.name)
                continue
            self.done.shared += [grant for grant, _ in given]
            asked.append(table.name)
            covered = given[0][1]
            every = len(covered.columns) == len(table.columns)
            if every and covered.rows is None:
                whole.append(table.name)
            else:
                limited.append(self._share([table.name], None if every else covered.columns, covered.rows))
        every = len(whole) == len(self.catalog.tables)
        first = [self._share(None if every else whole)] if whole else []
        self.done.shares[self.catalog.database] += [*first, *limited]
        if asked:
            every = len(asked) == len(self.catalog.tables)
            asking = Asking(self.catalog.product, self.catalog.major, tuple(asked), every)
            self.done.asked[self.consumer].append(asking)

    def _known(self, given: list[tuple[Grant, Extent]], offered: Offer | None) -> bool:
        """Account for grants that no new share comes of; whether what is shared already covers one of them."""
        some = False
        for grant, mine in given:
            if offered is None:
                why = f"roles of {self.consumer} see different parts of the table, and a share is for all of them"
                self.done.left.append(left(grant, why, self.estate))
            elif _covers(offered, mine):
                self.done.shared.append(grant)
                some = True
            else:
                why = f"the share with {self.consumer} gives less; widen it, or leave this as it is"
                self.done.left.append(left(grant, why, self.estate))
        return some

    def _share(
        self, tables: list[str] | None, columns: tuple[str, ...] | None = None, rows: str | None = None
    ) -> Share:
        return Share(self.consumer, purpose=PURPOSE, tables=tables, columns=columns, rows=rows)


def _covers(offered: Offer, mine: Extent) -> bool:
    rows = None if offered.rows is None else offered.rows.text
    return set(mine.columns) <= set(offered.columns) and rows in (None, mine.rows)
