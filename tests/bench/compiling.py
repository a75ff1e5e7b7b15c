"""How long it takes to work out who may see what, whatever the size of the mesh."""

import statistics
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from meshwright import access
from meshwright.language import Domain, Governance, Mesh, Product, Share, Subscription, Table, double, text, timestamp
from tests.bench.figures import Figure

SIZES = (100, 1000)
READS = 5
"""Subscriptions of a domain."""
TODAY = date(2026, 11, 23)
_RUNS = 5

OFFERED: tuple[dict[str, Any], ...] = (
    {},
    {"tables": ["t0"], "columns": ["item_id", "measured_at", "measure_3", "site"]},
    {"tables": ["t0"], "rows": "site = 'JFK' OR measure_3 BETWEEN 1 AND 5"},
    {"including": ["person"], "until": "2027-12-31"},
    {"tables": ["t1"], "without": ["measure_4"], "rows": "site IN ('JFK', 'LGA', 'EWR') AND measure_5 > 0"},
)
"""What shares say, in turn."""
ASKED: tuple[dict[str, Any], ...] = (
    {},
    {"tables": ["t0"], "rows": "site <> 'EWR'"},
    {"tables": ["t0"], "columns": ["item_id", "site", "measure_3"], "until": "2027-06-30"},
    {},
    {"tables": ["t1"], "rows": "measure_5 < 100"},
)
"""What the subscriptions to them say."""


def compiling_figures() -> list[Figure]:
    """Entitlements of meshes whose domains have two products of two tables, and read one of each of five others.

    The clock counts Python's collector too, which looks through the whole mesh now and then: hence the ratio and range.
    """
    found, costs = [], []
    for domains in SIZES:
        mesh = _mesh(domains)
        walls, processors, entitlements = zip(*(_compiled(mesh) for _ in range(_RUNS)), strict=True)
        cost = [took * 1e6 / entitlements[0] for took in processors]
        costs.append(statistics.median(cost))
        what = f"compiling access, {domains:,} domains, {domains * READS:,} subscriptions"
        found += [
            Figure(f"{what}, {entitlements[0]:,} entitlements", list(walls), "s", 1.0 if domains == 1000 else None),
            Figure(f"{what}, of a processor", list(processors), "s", None),
            Figure(f"{what}, per entitlement, of a processor", cost, "µs", None),
        ]
    ratio = f"compiling access, an entitlement among {SIZES[1]:,} domains by one among {SIZES[0]:,}"
    return [*found, Figure(ratio, [costs[1] / costs[0]], "times", None)]


def _compiled(mesh: Mesh) -> tuple[float, float, int]:
    """Seconds on the clock, seconds of a processor, and how many entitlements there are."""
    mesh = replace(mesh)  # what a mesh finds out once is found out anew
    wall, processor = time.perf_counter(), time.process_time()
    entitlements = access.compile(mesh, today=TODAY)
    return time.perf_counter() - wall, time.process_time() - processor, len(entitlements)


def _mesh(domains: int) -> Mesh:
    """Rings of domains that each read the five before them."""
    governance = Governance(owner="platform@example.org", allowed_regions=["eu-west-1"])
    return Mesh(domains=tuple(_domain(n, domains) for n in range(domains)), governance=governance, environments=())


def _domain(number: int, domains: int) -> Domain:
    return Domain(
        _named(number),
        owner="d@example.org",
        cost_center="CC-1",
        products=[
            _product("product0", list(_shares(number, domains))),
            _product("product1", []),
        ],
        consumes=[
            Subscription(f"{_named((number - n) % domains)}.product0", major=1, purpose="planning", **ASKED[n - 1])
            for n in range(1, READS + 1)
        ],
    )


def _shares(number: int, domains: int) -> Iterator[Share]:
    for n in range(1, READS + 1):
        yield Share(_named((number + n) % domains), purpose="planning", **OFFERED[n - 1])


def _product(name: str, shares: list[Share]) -> Product:
    return Product(
        name, version="1.2.0", purpose="measurements", classification="confidential", shares=shares,
        tables=[_table("t0"), _table("t1")],
    )  # fmt: skip


def _table(name: str) -> Table:
    measures = [double(n, f"measure_{n}", optional=True) for n in range(3, 9)]
    return Table(name, columns=[
        text(1, "item_id", key=True), timestamp(2, "measured_at"), *measures, text(9, "site"),
        text(10, "person", pii="mask"),
    ])  # fmt: skip


def _named(number: int) -> str:
    return f"d{number:04d}"


if __name__ == "__main__":
    print(f"Python {sys.version.split()[0]}")
    for figure in compiling_figures():
        print(figure, flush=True)
