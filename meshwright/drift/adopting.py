"""The share and the subscription that would make a grant by hand one of the mesh."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from meshwright import names
from meshwright.access import is_open
from meshwright.access.rows import Problem
from meshwright.access.spelling import listed
from meshwright.language import Domain, Mesh, ProductRef, Share, Subscription, Table
from meshwright.writing.layout import placed
from meshwright.writing.spelling import spelled

from .differences import Difference
from .extent import READING, extent
from .state import Facts, Filter, FilterKey, database_of, targets

PURPOSE = "say what for"
"""Stands where only a person knows what to write; the rules take any words, reviewers don't."""


@dataclass(frozen=True)
class Proposal:
    """What to write, or why nothing would do."""

    difference: Difference
    share: str = ""
    """A line for the producer's file."""
    producer_file: str = ""
    subscription: str = ""
    """A line for the consumer's file; empty where it is there already."""
    consumer_file: str = ""
    why_not: str = ""


def proposals(
    mesh: Mesh, facts: Facts, differences: Sequence[Difference], filters: Mapping[FilterKey, Filter]
) -> Iterator[Proposal]:
    """One for each grant that nothing compiles to, in their order; those of one consumer on one table make one.

    Seeing a database goes with reading a table of it.
    """
    seen = set()
    found = [d for d in differences if d.grant is not None]
    reading = {_place(d, facts) for d in found if not _shows_a_database(d)}
    for difference in found:
        if _shows_a_database(difference) and _place(difference, facts) in reading:
            continue
        proposal = _proposal(mesh, facts, difference, filters)
        said = (proposal.share, proposal.subscription)
        if proposal.why_not or said not in seen:
            yield proposal
        seen.add(said)


def _proposal(
    mesh: Mesh, facts: Facts, difference: Difference, filters: Mapping[FilterKey, Filter]
) -> Proposal:  # fmt: skip
    consumer, role = _consumer(difference.principal, facts)
    domain = mesh.domain(consumer)
    if domain is None:
        return Proposal(difference, why_not=_nobodys(difference.principal, facts))
    if role and role not in names.CONSUMING_ROLES:
        return Proposal(difference, why_not=f"shares go to {listed(names.CONSUMING_ROLES)}, not to {role}")
    beyond = sorted(set(difference.permissions) - READING)
    if beyond:
        return Proposal(difference, why_not=f"a share lets read; {', '.join(beyond)} is beyond that")
    found = _subject(mesh, difference)
    if isinstance(found, str):
        return Proposal(difference, why_not=found)
    ref, table = found
    if ref.domain.name == consumer:
        own = "its roles reach by tag" if role else "a role that it adopted goes on reading by hand"
        return Proposal(difference, why_not=f"it is the domain's own product, which {own}")
    if is_open(ref.product):
        return Proposal(difference, why_not="the product is open; a grant by name beside it is not for the mesh")
    if any(share.to == consumer for share in ref.product.shares):
        where = f"there is a share with {consumer} already; widen it, or revoke this"
        return Proposal(difference, why_not=where)
    return _written(difference, domain, ref, table, filters)


def _written(
    difference: Difference, consumer: Domain, ref: ProductRef, table: Table | None, filters: Mapping[FilterKey, Filter]
) -> Proposal:
    limits = {} if table is None else _limits(difference, ref, table, filters)
    if isinstance(limits, str):
        return Proposal(difference, why_not=limits)
    share = Share(consumer.name, purpose=PURPOSE, **limits)
    asked = any((s.product, s.major) == (ref.name, ref.product.major) for s in consumer.consumes)
    subscription = Subscription(ref.name, major=ref.product.major, purpose=PURPOSE)
    return Proposal(
        difference,
        share=placed(spelled(share), 0),
        producer_file=f"domains/{ref.domain.name}/domain.py",
        subscription="" if asked else placed(spelled(subscription), 0),
        consumer_file=f"domains/{consumer.name}/domain.py",
    )


def _limits(
    difference: Difference, ref: ProductRef, table: Table, filters: Mapping[FilterKey, Filter]
) -> dict[str, Any] | str:
    """The arguments of the share, or why it can't be written."""
    assert difference.grant is not None
    found = extent(difference.grant, table, filters)
    if found is None:
        return "its data filter is gone"
    if isinstance(found, Problem):
        return f"its row filter is none that a share may have: {found}"
    columns, rows = found.columns, found.rows
    sensitive = [c.name for c in table.columns if c.sensitive and c.name in columns]
    plain = [c.name for c in table.columns if not c.sensitive]
    limited = any(name not in columns for name in plain)
    return {
        **({"tables": [table.name]} if limited or rows or len(ref.product.tables) > 1 else {}),
        **({"columns": columns} if limited else {}),
        **({"including": sensitive} if sensitive else {}),
        **({"rows": rows} if rows else {}),
    }


def _subject(mesh: Mesh, difference: Difference) -> tuple[ProductRef, Table | None] | str:
    assert difference.grant is not None
    target = next(targets(difference.grant))
    if target[0] not in ("database", "table", "column", "columns but", "filter"):
        return "shares name tables; locations and tags are the platform's"
    ref = mesh.database(str(target[1]))
    if ref is None:
        return f"there is no product with the database {target[1]}"
    if target[0] == "database" or target[2] == "*":
        return ref, None
    table = ref.product.table(str(target[2]))
    return (ref, table) if table is not None else f"{ref} has no table {target[2]}"


def _shows_a_database(difference: Difference) -> bool:
    return "Database" in (difference.grant or {})


def _place(difference: Difference, facts: Facts) -> tuple[str, str | None]:
    assert difference.grant is not None
    return _consumer(difference.principal, facts)[0], database_of(next(targets(difference.grant)))


def _nobodys(principal: str, facts: Facts) -> str:
    before, mark, role = principal.partition(":role/")
    if mark and before.endswith(f"::{facts.account}"):
        return f"no domain answers for the role; a share is with a domain: mesh adopt role {role} --domain DOMAIN"
    return "the principal is no role of a domain; a share is with a domain"


def _consumer(principal: str, facts: Facts) -> tuple[str, str]:
    """The domain and, where it is one of the mesh's, the role; empty for anybody else."""
    if not facts.is_ours(principal):
        return facts.adopters.get(principal, ""), ""
    domain, _, role = principal.removeprefix(facts.prefix).rpartition("-")
    return domain, role
