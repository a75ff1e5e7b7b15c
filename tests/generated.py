"""Writes meshes of any size that pass every check."""

import shutil
from pathlib import Path

PROJECT = Path(__file__).parent.parent


def write_mesh(
    root: Path, *, domains: int, products: int = 2, tables: int = 2, columns: int = 10, reads: int = 5
) -> None:
    """A mesh in ``root``: each domain has a landing, ``products`` products, and reads ``reads`` domains before it.

    Stacks, governance and environments are the project's own.
    """
    root.mkdir(parents=True, exist_ok=True)
    shutil.copy(PROJECT / "Pulumi.yaml", root)
    shutil.copytree(PROJECT / "stacks", root / "stacks", ignore=shutil.ignore_patterns("__pycache__"))
    for number in range(domains):
        folder = root / "domains" / _domain(number)
        (folder / "transforms").mkdir(parents=True)
        (folder / "domain.py").write_text(_definition(number, domains, products, tables, columns, reads))
        for product in range(products):
            for table in range(tables):
                sql = _transform(number, product, columns, reads)
                (folder / "transforms" / f"p{product}_t{table}.sql").write_text(sql)


def _domain(number: int) -> str:
    return f"d{number:04d}"


def _read_by(number: int, reads: int) -> list[int]:
    return list(range(max(0, number - reads), number))


def _definition(number: int, domains: int, products: int, tables: int, columns: int, reads: int) -> str:
    name = _domain(number)
    readers = [n for n in range(number + 1, min(domains, number + reads + 1))]
    shares = "\n".join(f'                Share("{_domain(n)}", purpose="planning"),' for n in readers)
    described = "\n".join(
        f'                    double({i}, "measure_{i}", optional=True, unit="kg"),' for i in range(3, columns + 1)
    )
    consumes = "\n".join(
        f'        Subscription("{_domain(n)}.product0", major=1, purpose="planning"),' for n in _read_by(number, reads)
    )
    blocks = []
    for product in range(products):
        body = "\n".join(
            f"""                Table("p{product}_t{table}", partition_by=["month(measured_at)"], columns=[
                    text(1, "item_id", key=True),
                    timestamp(2, "measured_at"),
{described}
                ], expects=[Expect.unique("item_id"), Expect.complete("measured_at", at_least=0.99)]),"""
            for table in range(tables)
        )
        offered = shares if product == 0 else ""
        blocks.append(f"""        Product("product{product}", version="1.2.0", purpose="measurements",
            classification="internal",
            tables=[
{body}
            ],
            objectives=[Objective.fresh(within="26h")],
            schedule=daily("05:00"),
            shares=[
{offered}
            ]),""")
    landed = "\n".join(f'            double({i}, "measure_{i}", optional=True),' for i in range(3, columns + 1))
    return f'''"""Generated."""
from meshwright import (
    Domain, Expect, Objective, Product, Share, Subscription, Table, daily, double, landing, text, timestamp
)

domain = Domain("{name}", owner="{name}@example.org", cost_center="CC-{number}",
    landings=[landing("raw", format="csv", columns=[
            text(1, "item_id"),
            timestamp(2, "measured_at"),
{landed}
    ])],
    products=[
{chr(10).join(blocks)}
    ],
    consumes=[
{consumes}
    ],
)
'''


def _transform(number: int, product: int, columns: int, reads: int) -> str:
    measures = ", ".join(f"r.measure_{i}" for i in range(3, columns + 1))
    if product != 0 or not _read_by(number, reads):
        return f"SELECT r.item_id, r.measured_at, {measures} FROM landing.raw AS r\n"
    joins = "\n".join(
        f"LEFT JOIN {_domain(n)}_product0_v1.p0_t0 AS t{n} ON t{n}.item_id = r.item_id" for n in _read_by(number, reads)
    )
    return f"SELECT r.item_id, r.measured_at, {measures}\nFROM landing.raw AS r\n{joins}\n"
