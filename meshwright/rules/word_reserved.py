"""Names are not words that already mean something."""

from collections.abc import Iterator

from meshwright.language import Domain, Landing, Product, Table

from .facts import Facts
from .keywords import ATHENA, DUCKDB, SPARK, engines_reserving
from .rule import Breach, Rule

PLATFORM = frozenset({"foundation", "platform", "mesh", "landing", "default", "sandbox"})
"""Names of stacks, schemas and environments of the platform itself."""
KEYWORDS = ATHENA | SPARK | DUCKDB


def _check(facts: Facts) -> Iterator[Breach]:
    for what, named, scope in _named(facts):
        if named.name in PLATFORM:
            message = f'{what} "{named.name}" is a word of the platform'
            yield Breach(named.place.of("name"), scope, message)
        elif named.name in KEYWORDS:
            yield Breach(named.place.of("name"), scope, f'{what} "{named.name}" {_keyword(named.name)}')
    for at in facts.table_columns:
        if at.column.name in KEYWORDS:
            yield Breach(at.column.place.of("name"), at.scope, f"{at.name} {_keyword(at.column.name)}")


def _named(facts: Facts) -> Iterator[tuple[str, Domain | Product | Table | Landing, str]]:
    yield from (("domain", d, d.name) for d in facts.mesh.domains)
    yield from (("product", ref.product, ref.name) for ref in facts.products)
    yield from (("table", at.table, at.scope) for at in facts.tables)
    yield from (("landing", at.landing, at.scope) for at in facts.landings)


def _keyword(word: str) -> str:
    return f"is a keyword of {' and '.join(engines_reserving(word))}"


RULE = Rule(
    id="word-reserved",
    must="no domain, product, table or landing is named by a word of the platform, and they and table columns by no "
    "SQL keyword",
    why="stacks and schemas would clash, and queries would need quotes that their writers don't expect",
    fix="choose another name",
    check=_check,
    waivable=False,
)
