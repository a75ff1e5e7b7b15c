"""Of what others fill, a definition says no more than the mesh can hold to."""

from collections.abc import Iterator

from .facts import Facts
from .rule import Breach, Rule


def _check(facts: Facts) -> Iterator[Breach]:
    for ref in facts.products:
        product = ref.product
        if product.filled:
            continue
        for field in ("schedule", "objectives", "retire"):
            if getattr(product, field):
                yield Breach(product.place.of(field), ref.name, f"{ref.name} is adopted and has {field}=")
        for table in product.tables:
            scope = f"{ref.name}.{table.name}"
            for field in ("partition_by", "expects", "retire"):
                if getattr(table, field):
                    yield Breach(table.place.of(field), scope, f"{scope} is adopted and has {field}=")
            if table.transform != f"{table.name}.sql":
                yield Breach(table.place.of("transform"), scope, f"{scope} is adopted and has transform=")


RULE = Rule(
    id="adopted-plain",
    must="an adopted product has no schedule=, objectives= or retire=, its tables no transform=, partition_by=, "
    "expects= or retire=",
    why="others fill it: nothing would run, be measured or be laid out as it says, and nothing of it is ever deleted",
    fix="leave it out, or make a new major beside it that the mesh fills",
    check=_check,
    waivable=False,
)
