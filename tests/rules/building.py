"""Builds small meshes that pass every rule, so that a test changes the one thing it is about.

Everything is written at a made-up place, whose line says which argument it is: ``shown`` turns a finding into a line
such as ``product: purpose-present sales.orders has no purpose; add …``.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, ParamSpec, TypeVar

from meshwright import language
from meshwright.findings import Finding
from meshwright.language import (
    Adopted,
    Column,
    Domain,
    Environment,
    Expect,
    Governance,
    Mesh,
    Objective,
    Place,
    Product,
    Share,
    Subscription,
    Table,
    Waiver,
    written_at,
)

P = ParamSpec("P")
T = TypeVar("T")

TODAY = date(2026, 11, 23)
_KINDS = (
    "domain", "landing", "product", "table", "column", "share", "subscription", "expectation", "objective", "schedule",
    "environment", "governance", "waiver", "adopted",
)  # fmt: skip
_FIELDS = (
    "name", "owner", "cost_center", "landings", "products", "consumes", "description", "version", "tables", "purpose",
    "classification", "objectives", "schedule", "shares", "visibility", "columns", "transform", "partition_by",
    "expects", "reserved", "number", "key", "optional", "pii", "why", "default", "to", "without", "including", "rows",
    "until", "product", "major", "sample", "account", "region", "rule", "scope", "levels",
    "sunset", "successor", "urgent", "unit", "deprecated", "endpoint",
    "adopts", "buckets", "roles", "retire",
)  # fmt: skip


def _at(kind: str, make: Callable[P, T]) -> Callable[P, T]:
    """``make``, with the place of its kind: each argument that is given stands on a line of its own."""
    first = 100 * (1 + _KINDS.index(kind))

    def placed(*args: P.args, **kwargs: P.kwargs) -> T:
        names = {"domain": ("name",), "product": ("name",), "table": ("name",), "share": ("to",), "waiver": ("rule",)}
        given = {*kwargs, *names.get(kind, ("number", "name", "product"))}
        fields = {f: (first + 1 + i, 1) for i, f in enumerate(_FIELDS) if f in given}
        with written_at(Place("mesh.py", first, 1, fields)):
            return make(*args, **kwargs)

    return placed


def shown(finding: Finding) -> str:
    """A finding whose place is told by kind and argument."""
    kind, field = divmod(finding.place.line, 100)
    where = f"{_KINDS[kind - 1]}.{_FIELDS[field - 1]}" if field else _KINDS[kind - 1]
    place = where if finding.place.path == "mesh.py" else str(finding.place)
    return str(finding).replace(f"{finding.place}: ", f"{place}: ", 1)


text = _at("column", language.text)
integer = _at("column", language.integer)
long = _at("column", language.long)
double = _at("column", language.double)
boolean = _at("column", language.boolean)
day = _at("column", language.date)
timestamp = _at("column", language.timestamp)
binary = _at("column", language.binary)
decimal = _at("column", language.decimal)
list_of = _at("column", language.list_of)
struct = _at("column", language.struct)
map_of = _at("column", language.map_of)
landing = _at("landing", language.landing)
share = _at("share", Share)
subscription = _at("subscription", Subscription)
waiver = _at("waiver", Waiver)
environment = _at("environment", Environment)
daily = _at("schedule", language.daily)
on_publish = _at("schedule", language.on_publish)
complete = _at("expectation", Expect.complete)
unique = _at("expectation", Expect.unique)
between = _at("expectation", Expect.between)
one_of = _at("expectation", Expect.one_of)
matches = _at("expectation", Expect.matches)
rows = _at("expectation", Expect.rows)
fresh = _at("objective", Objective.fresh)
quality = _at("objective", Objective.quality)
adopted = _at("adopted", Adopted)
_domain, _product, _table = _at("domain", Domain), _at("product", Product), _at("table", Table)
_governance = _at("governance", Governance)

ORDERS_COLUMNS: tuple[Column, ...] = (
    text(1, "order_id", key=True),
    text(2, "country"),
    integer(3, "amount"),
    text(4, "email", optional=True, pii="pseudonymise"),
)


def table(name: str = "orders", **changed: Any) -> Table:
    """``orders``: order_id (key), country, amount, and email, which is sensitive."""
    given = {"columns": ORDERS_COLUMNS, "expects": [unique("order_id")], "transform": f"{name}.sql", **changed}
    if "columns" in changed and "expects" not in changed:
        given["expects"] = [rows(at_least=1)]
    return _table(name, **given)


def product(name: str = "orders", **changed: Any) -> Product:
    """``orders`` 1.0.0, internal, with the table ``orders``."""
    given = {
        "version": "1.0.0",
        "tables": [table()],
        "purpose": "one row per order",
        "classification": "internal",
        "objectives": [fresh(within="26h")],
        **changed,
    }
    return _product(name, **{k: v for k, v in given.items() if v is not LEFT_OUT})


def replaced(**changed: Any) -> Product:
    """``orders`` 1.0.0, which major 2 replaces."""
    return product(**{"sunset": "2027-06-30", "successor": 2, **changed})


def domain(name: str = "sales", **changed: Any) -> Domain:
    """``sales``, with nothing in it."""
    given = {"owner": f"{name}@example.org", "cost_center": "CC-1", **changed}
    return _domain(name, **{k: v for k, v in given.items() if v is not LEFT_OUT})


LEFT_OUT = object()
"""As an argument: not given."""
SANDBOX = environment("sandbox", account="123456789012", region="eu-west-1")


def governance(**changed: Any) -> Governance:
    """Allows eu-west-1 and everything else."""
    return _governance(**{"owner": "platform@example.org", "allowed_regions": ["eu-west-1"], **changed})


def mesh(
    *domains: Domain,
    environments: Iterable[Environment] = (SANDBOX,),
    transforms: Mapping[str, Iterable[str]] | None = None,
    samples: Iterable[str] = (),
    **governing: Any,
) -> Mesh:
    """The domains, sorted, with the transforms they name; ``governing`` goes to ``governance``."""
    files = {d.name: {t.transform: "SELECT 1" for p in d.products if p.filled for t in p.tables} for d in domains}
    for name, written in (transforms or {}).items():
        files[name] = dict.fromkeys(written, "SELECT 1")
    return Mesh(
        domains=tuple(sorted(domains, key=lambda d: d.name)),
        governance=governance(**governing),
        environments=tuple(environments),
        transforms=MappingProxyType(files),
        samples=frozenset(samples),
    )


def selling(**changed: Any) -> Domain:
    """``sales``, whose product ``orders`` is changed."""
    return domain("sales", products=[product(**changed)])


def with_table(**changed: Any) -> Mesh:
    """A mesh of ``sales`` alone, whose table ``orders`` is changed."""
    return mesh(selling(tables=[table(**changed)]))


def with_columns(*columns: Column, **changed: Any) -> Mesh:
    """A mesh of ``sales`` alone, whose table ``orders`` has a key and these columns."""
    return with_table(columns=[text(1, "order_id", key=True), *columns], **changed)


def asking(**changed: Any) -> Domain:
    """``planning``, which subscribes to ``sales.orders`` v1."""
    given = {"major": 1, "purpose": "forecasts", **changed}
    return domain("planning", consumes=[subscription(given.pop("product", "sales.orders"), **given)])


def sharing(**changed: Any) -> Mesh:
    """``sales`` shares ``orders`` with ``planning``, which subscribes.

    ``asked`` is ``planning``, ``tables`` are the product's; anything else changes the share.
    """
    asked, tables = changed.pop("asked", asking()), changed.pop("tables", [table()])
    offered = share("planning", **{"purpose": "forecasts", **changed})
    return mesh(selling(shares=[offered], tables=tables), asked)


def large(domains: int, *, products: int = 3, tables: int = 2, columns: int = 10, reads: int = 5) -> Mesh:
    """A mesh of this size that passes every rule; each domain reads ``reads`` of the domains before it."""

    def columns_of() -> list[Column]:
        more = [language.double(n, f"measure_{n}", optional=True, unit="kg") for n in range(3, columns + 1)]
        return [language.text(1, "item_id", key=True), language.timestamp(2, "measured_at"), *more]

    def one(number: int) -> Domain:
        readers = range(number + 1, min(domains, number + reads + 1))
        return Domain(
            f"d{number:04d}",
            owner=f"d{number}@example.org",
            cost_center=f"CC-{number}",
            products=[
                Product(
                    f"product{p}",
                    version="1.2.0",
                    purpose="measurements",
                    classification="internal",
                    objectives=[Objective.fresh(within="26h")],
                    schedule=language.daily("05:00"),
                    shares=[Share(f"d{r:04d}", purpose="planning") for r in readers] if p == 0 else [],
                    tables=[
                        Table(
                            f"p{p}_t{t}",
                            columns=columns_of(),
                            partition_by=["month(measured_at)"],
                            expects=[Expect.unique("item_id"), Expect.complete("measured_at", at_least=0.99)],
                        )
                        for t in range(tables)
                    ],
                )
                for p in range(products)
            ],
            consumes=[
                Subscription(f"d{n:04d}.product0", major=1, purpose="planning")
                for n in range(max(0, number - reads), number)
            ],
        )

    return mesh(*(one(n) for n in range(domains)))
