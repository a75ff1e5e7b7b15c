"""How many of each thing AWS allows, and how many a mesh needs.

Numbers are those of "Service endpoints and quotas" in the AWS General Reference, read in November 2026. Where a quota
can be raised, ``highest`` is how far AWS documents that it goes.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from meshwright.language import Environment, Member, Place
from meshwright.names import ORCHESTRATOR, ROLES, STORES, WORKGROUPS

from .facts import Facts


@dataclass(frozen=True)
class Quota:
    """How many of one thing an account has room for, in each region unless ``everywhere``."""

    what: str
    default: int
    needed: Callable[[Sequence[Member]], int]
    """By one environment with these domains, for the domains' part; the foundation's few come on top."""
    highest: int | None = None
    """With a raise; None where AWS names no end."""
    everywhere: bool = False
    """Whether the account's regions share it."""


@dataclass(frozen=True)
class Need:
    """What the mesh needs of something that has a quota."""

    place: Place
    scope: str
    what: str
    """Such as ``IAM roles in account 123456789012``."""
    number: int
    default: int
    highest: int | None = None


QUOTAS = (
    Quota("IAM roles", 1_000, lambda m: len((*ROLES, ORCHESTRATOR)) * len(m), highest=5_000, everywhere=True),
    Quota("S3 buckets", 10_000, lambda m: len(STORES) * len(m), highest=1_000_000, everywhere=True),
    Quota("Glue databases", 10_000, lambda m: sum(one.products for one in m)),
    Quota("Glue jobs", 1_000, lambda m: sum(one.tables for one in m)),
    Quota("Glue security configurations", 250, len),
    Quota("Athena workgroups", 1_000, lambda m: len(WORKGROUPS) * len(m)),
    Quota("EventBridge Scheduler groups", 500, len),
    Quota("EventBridge rules on the mesh's bus", 300, lambda m: sum(one.waiting for one in m)),
)
FILTERS_PER_TABLE = 100
"""Lake Formation data filters on one table."""
COLUMNS_PER_TABLE = 1_598
"""Columns of an external table, as Redshift Spectrum reads it; the narrowest of the catalog's readers."""


def needs(facts: Facts) -> Iterator[Need]:
    """Everything the mesh needs that has a quota."""
    yield from needs_of_mesh(facts)
    yield from needs_of_tables(facts)


def needs_of_mesh(facts: Facts) -> Iterator[Need]:
    """What all domains need together, be they in a slice or beyond."""
    environments = facts.mesh.environments
    for quota in QUOTAS:
        number = quota.needed(facts.mesh.members)
        in_account = Counter(e.account for e in environments)
        for environment in _first_of_account(environments) if quota.everywhere else environments:
            where = f"account {environment.account}" + ("" if quota.everywhere else f" in {environment.region}")
            times = in_account[environment.account] if quota.everywhere else 1
            place = environment.place.of("account")
            yield Need(place, "", f"{quota.what} in {where}", number * times, quota.default, quota.highest)


def needs_of_tables(facts: Facts) -> Iterator[Need]:
    """What each table needs by itself."""
    for at in facts.tables:
        columns = len(at.table.columns)
        yield Need(at.place.of("columns"), at.scope, f"columns in {at.name}", columns, COLUMNS_PER_TABLE)
    limited = Counter(e.place for e in facts.entitlements if e.agreed and not e.whole)
    for ref in facts.products:
        for table in ref.product.tables:
            what = f"data filters on {ref.name}.{table.name}"
            number = limited[ref.database, table.name]
            if number:
                yield Need(ref.product.place.of("shares"), ref.name, what, number, FILTERS_PER_TABLE)


def _first_of_account(environments: tuple[Environment, ...]) -> list[Environment]:
    return list({e.account: e for e in reversed(environments)}.values())[::-1]
