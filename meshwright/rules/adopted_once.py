"""What was there before the mesh has one domain that answers for it."""

from collections.abc import Iterator

from meshwright.language import Definition, database_name

from .facts import Facts
from .rule import Breach, Rule


def _check(facts: Facts) -> Iterator[Breach]:
    made = {
        database_name(r.domain.name, r.product.name, r.product.major): r for r in facts.products if r.product.filled
    }
    seen: dict[tuple[str, str], Definition] = {}
    for kind, name, definition, field, scope in _adopted(facts):
        place = definition.place.of(field)
        if kind == "database" and name in made:
            message = f'{scope}: database "{name}" is what the mesh makes for {made[name].name}'
            yield Breach(place, scope, message)
        elif (kind, name) in seen:
            message = f'{scope}: {kind} "{name}" is adopted already, at {seen[kind, name].place}'
            yield Breach(place, scope, message)
        seen.setdefault((kind, name), definition)


def _adopted(facts: Facts) -> Iterator[tuple[str, str, Definition, str, str]]:
    """Kind, name, definition, the field that says so, and scope."""
    for ref in facts.products:
        if ref.product.adopts is not None:
            yield "database", ref.product.adopts, ref.product, "adopts", ref.name
    for domain in facts.mesh.domains:
        if domain.adopts is not None:
            for bucket in domain.adopts.buckets:
                yield "bucket", bucket, domain.adopts, "buckets", domain.name
            for role in domain.adopts.roles:
                yield "role", role.rpartition("/")[2], domain.adopts, "roles", domain.name


RULE = Rule(
    id="adopted-once",
    must="a database, a bucket or a role that was there before is adopted once, and is none that the mesh makes",
    why="two domains would answer for one thing, and each grant on it would have two sources",
    fix="leave it to one domain",
    check=_check,
    waivable=False,
)
