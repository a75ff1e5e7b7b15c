"""Grants and filters by hand on what was adopted: whoever reads by them goes on, until a share gives the same."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from meshwright.account.lake import EVERY_IAM_PRINCIPAL
from meshwright.language import Table

from .differences import Difference
from .extent import READING, Extent, extent
from .state import Facts, FilterKey, Grant, LakeState, Target, database_of, table_of, targets

SUPERFLUOUS = "granted by hand before its role was adopted: a share gives it as well"


def judged(found: Iterable[Difference], wanted: LakeState, actual: LakeState, facts: Facts) -> Iterator[Difference]:
    """The differences, where what others made by hand on adopted databases is kept unless it is superfluous."""
    work = _Work(wanted, actual, facts)
    told = [work.grant(d) for d in found]
    leaned_on = {key for d in told if d.kind == "kept" for key in _filters(d)}
    for difference in told:
        yield work.filter(difference, leaned_on)


@dataclass(frozen=True)
class _Work:
    wanted: LakeState
    actual: LakeState
    facts: Facts

    def grant(self, found: Difference) -> Difference:
        """A grant with what becomes of it; anything else as it is."""
        if found.grant is None or self.facts.is_ours(found.principal):
            return found
        database = database_of(next(targets(found.grant)))
        if database is None or database not in self.facts.adopted:
            return found
        if self._superfluous(found, self.facts.adopted[database]):
            return replace(found, why=SUPERFLUOUS)
        return replace(found, kind="kept", why=self._why(found, database), revocable=None, keeps=None)

    def filter(self, found: Difference, leaned_on: set[FilterKey]) -> Difference:
        """A filter with what becomes of it; anything else as it is."""
        if found.about != "filter" or found.kind != "unmanaged" or found.revocable is None:
            return found
        told = found.revocable["parameters"]
        key = (str(told["DatabaseName"]), str(told["TableName"]), str(told["Name"]))
        if key[0] not in self.facts.adopted:
            return found
        if key in leaned_on:
            return replace(found, kind="kept", why="grants that are kept lean on it", revocable=None)
        return replace(found, why="made by hand, and nothing that is kept leans on it")

    def _superfluous(self, found: Difference, tables: Mapping[str, Table]) -> bool:
        """Whether what is compiled for the same principal, and is there, covers all of it."""
        assert found.grant is not None
        if not set(found.permissions) <= READING:
            return False
        named = table_of(next(targets(found.grant)))
        if named is None or named == "*":
            return False
        table = tables.get(named)
        if table is None:
            return False
        mine = extent(found.grant, table, self.actual.filters)
        given = (extent(g.resource, table, self.wanted.filters) for g in self._given(found.principal, table, found))
        return isinstance(mine, Extent) and any(isinstance(e, Extent) and _covers(e, mine) for e in given)

    def _given(self, principal: str, table: Table, found: Difference) -> Iterator[Grant]:
        assert found.grant is not None
        database = database_of(next(targets(found.grant)))
        held = {t for g in self.actual.grants if g.principal == principal for t in targets(g.resource)}
        for grant in self.wanted.grants:
            if (grant.principal, grant.database, grant.table) == (principal, database, table.name):
                reads = "SELECT" in grant.permissions or "SELECT" not in found.permissions
                if reads and set(targets(grant.resource)) <= held:
                    yield grant

    def _why(self, found: Difference, database: str) -> str:
        domain = self.facts.adopters.get(found.principal)
        if found.principal == EVERY_IAM_PRINCIPAL:
            return "lets in everybody whom IAM lets in; mesh verify tells when it can go (V05)"
        if domain is not None and domain == self.facts.owners.get(database):
            return f"by hand, to a role of {domain}, whose data it is"
        if domain is not None:
            return f"by hand, to a role that {domain} adopted; no share gives all of it"
        return f"by hand, to somebody whom no domain answers for, on what {self.facts.owners.get(database)} adopted"


def _covers(one: Extent, other: Extent) -> bool:
    return set(other.columns) <= set(one.columns) and one.rows in (None, other.rows)


def _filters(found: Difference) -> Iterator[FilterKey]:
    targeted: Iterable[Target] = targets(found.grant) if found.grant is not None else ()
    for target in targeted:
        if target[0] == "filter":
            yield str(target[1]), str(target[2]), str(target[3])
