"""``mesh ls``: what there is, whose it is, who reads it, and how it stands."""

import sys
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from meshwright.cli import tables
from meshwright.cli.ending import Status
from meshwright.cli.output import as_shown, cell, print_rows, print_table, strong, width
from meshwright.cli.project import day, find_root, load_mesh, need_sandbox_extra
from meshwright.cli.summary import listed, percent

if TYPE_CHECKING:
    from meshwright.sandbox.overview import Standing

WIDE = ("domain", "product", "version", "owner", "readers", "last run (UTC)", "status", "freshness", "quality")
NARROW = ("product", "readers", "last run (UTC)", "freshness", "quality")
FIELDS = (
    "domain", "product", "version", "sunset", "successor", "owner", "readers", "last_run", "status", "published",
    "rows", "fresh_within", "fresh", "quality",
)  # fmt: skip


def list_products(format: str, today: str | None) -> int:
    """Print every product and how it stands."""
    need_sandbox_extra()
    from meshwright.sandbox.overview import overview
    from meshwright.sandbox.server import running

    root, on = find_root(), day(today)
    loaded, server = load_mesh(root), running(root)
    standings = overview(loaded.mesh, server, today=on)
    if format == "table":
        _print(standings)
    else:
        print_rows(FIELDS, [_record(s, format) for s in standings], format)
    sys.stdout.flush()
    if format == "table" and server is None:
        print("the sandbox is not running, so nothing is known of runs; start it with `mesh up`", file=sys.stderr)
    if loaded.tell():
        print("mesh: what these keep from being read is missing in the list; mend them", file=sys.stderr)
        return Status.REFUSED
    return Status.DONE


def _record(s: "Standing", format: str) -> tuple[Any, ...]:
    """For machines: a value for each of ``FIELDS``."""
    product, readers = s.ref.product, list(s.readers) if format == "json" else " ".join(s.readers)
    published, quality = s.last_published, s.quality
    return (
        s.ref.domain.name, product.name, product.version, product.sunset, product.successor, s.ref.domain.owner,
        readers, s.last_run, s.status, published, s.rows, s.fresh_within, s.fresh, quality,
    )  # fmt: skip


def _print(standings: "Sequence[Standing]") -> None:
    """One row a product, with all there is to say where it fits, else in groups by domain."""
    if not standings:
        print("there are no products; write one in domains/<name>/domain.py")
        return
    wide = [
        (
            s.ref.domain.name, s.ref.product.name, _version(s), s.ref.domain.owner, listed(s.readers),
            _clock(s.last_run), s.status, _freshness(s), percent(s.quality),
        )
        for s in standings
    ]  # fmt: skip
    if tables.fits(WIDE, [[cell(value) for value in row] for row in wide], width()):
        print_table(WIDE, wide)
    else:
        _print_by_domain(standings)


def _print_by_domain(standings: "Sequence[Standing]") -> None:
    rows = [
        [
            f"  {s.ref.product.name} {_version(s)}",
            listed(s.readers) or "-",
            f"{s.status} {_shortly(s.last_run, s.now)}" if s.last_run else "-",
            cell(_freshness(s)),
            cell(percent(s.quality)),
        ]
        for s in standings
    ]
    heading, rule, *lines = as_shown(tables.table(NARROW, rows, [False] * len(NARROW), width()))
    print()
    if len(lines) != len(rows):
        print("\n".join([heading, rule, *lines]))  # not even cut cells fit
    else:
        print(f"{heading}\n{rule}")
        for number, (s, line) in enumerate(zip(standings, lines, strict=True)):
            if number == 0 or standings[number - 1].ref.domain.name != s.ref.domain.name:
                print(f"{strong(s.ref.domain.name)}  {s.ref.domain.owner or ''}".rstrip())
            print(line)
    print()


def _version(s: "Standing") -> str:
    """The version, and the last day of a major that another one replaces."""
    product = s.ref.product
    return product.version if product.sunset is None else f"{product.version} until {product.sunset}"


def _clock(moment: datetime | None) -> str | None:
    return None if moment is None else f"{moment:%Y-%m-%d %H:%M}"


def _shortly(moment: datetime, now: datetime) -> str:
    """The time of a moment of the last day, the date of an earlier one."""
    return f"{moment:%H:%M}" if now - moment < timedelta(days=1) else f"{moment:%Y-%m-%d}"


def _freshness(s: "Standing") -> str | None:
    """How old the published rows are, next to how old they may be, in a definition's own units."""
    if s.last_published is None:
        return None
    hours, minutes = divmod(int((s.now - s.last_published).total_seconds()) // 60, 60)
    old = f"{hours // 24}d" if hours >= 48 else f"{hours}h" if hours else f"{minutes}m"
    return old if s.fresh_within is None else f"{old} {'of' if s.fresh else 'over'} {s.fresh_within}"
