"""What a transform may read: landings of its own domain, and tables that are its own or subscribed to."""

from dataclasses import dataclass, field

from sqlglot import exp

from meshwright.language import Column, Mesh, ProductRef, Table
from meshwright.runtime.plan import Input

from .lineage import Edge
from .planning import landing_input, table_input
from .problems import Problem, did_you_mean, listed
from .types import Type, declared

LANDING = "landing"
_PATHS = ("parquet", "csv", "json", "orc", "avro", "text", "delta", "iceberg", "binaryfile", "hudi")


@dataclass
class Source:
    """A landing or a table that the transform reads."""

    view: str
    database: str
    name: str
    columns: dict[str, Column]
    ref: ProductRef | None = None
    """Of a table."""
    table: Table | None = None
    node: exp.Expr | None = None
    """Where it is first named."""
    used: set[str] = field(default_factory=set)

    def type(self, column: str) -> Type:
        """The type of a column."""
        return declared(self.columns[column].type)

    def edge(self, column: str) -> Edge:
        """The column as itself; one that was treated on its way into the table says so."""
        treated = self.table is not None and self.columns[column].pii not in (None, "keep")
        return Edge(self.database, self.name, column, state="treated" if treated else "raw")


class Sources:
    """Resolves the names in FROM, and remembers what was used."""

    def __init__(self, mesh: Mesh, ref: ProductRef, table: Table) -> None:
        self._mesh, self._ref, self._table = mesh, ref, table
        self.found: dict[str, Source] = {}

    def resolve(self, node: exp.Table) -> Source:
        """The source that ``landing.<name>`` or ``<database>.<table>`` names.

        Raises:
            Problem: there is none, or this table may not read it.
        """
        database, name = node.db.lower(), node.name.lower()
        if node.catalog:
            raise Problem(
                node,
                "source",
                f"{_written(node)} has more than two parts",
                "read a table as <domain>_<product>_v<major>.<table>; its metadata can't be read",
            )
        source = self._landing(node, name) if database == LANDING else self._published(node, database, name)
        source.node = node
        return self.found.setdefault(source.view, source)

    def inputs(self) -> tuple[Input, ...]:
        """What was read, by view."""
        return tuple(self._input(self.found[view]) for view in sorted(self.found))

    def _input(self, source: Source) -> Input:
        if source.ref is not None and source.table is not None:
            return table_input(source.ref, source.table, source.used)
        landing = self._ref.domain.landing(source.name)
        assert landing is not None  # resolved before
        return landing_input(landing)

    def _landing(self, node: exp.Table, name: str) -> Source:
        domain = self._ref.domain
        landing = domain.landing(name)
        if landing is None:
            known = [x.name for x in domain.landings]
            fix = f"declare landing({name!r}, …) in domains/{domain.name}/domain.py"
            raise Problem(
                node, "source", f"domain {domain.name} has no landing {name!r}", did_you_mean(name, known, fix)
            )
        columns = {c.name: c for c in landing.columns if c.pii != "drop"}
        return Source(f"{LANDING}__{name}", LANDING, name, columns)

    def _published(self, node: exp.Table, database: str, name: str) -> Source:
        ref = self._mesh.database(database)
        if ref is None:
            raise self._unknown(node, database)
        table = ref.product.table(name)
        if table is None:
            known = [t.name for t in ref.product.tables]
            raise Problem(
                node,
                "source",
                f"product {ref} has no table {name!r}",
                did_you_mean(name, known, f"name one of {listed(known)}"),
            )
        if ref.database == self._ref.database and name == self._table.name:
            raise Problem(
                node, "source", f"{database}.{name} reads itself", "read the landings or tables that it is made from"
            )
        self._check_subscribed(node, ref, name)
        return Source(f"{database}__{name}", database, name, {c.name: c for c in table.columns}, ref, table)

    def _unknown(self, node: exp.Table, database: str) -> Problem:
        if database in _PATHS:
            return Problem(
                node,
                "source",
                f"{_written(node)} reads files by their path",
                "declare a landing and read it as landing.<name>",
            )
        known = [ref.database for ref in self._mesh.products()]
        fix = "read landing.<name> or <domain>_<product>_v<major>.<table>"
        return Problem(node, "source", f"no product is called {database!r} in SQL", did_you_mean(database, known, fix))

    def _check_subscribed(self, node: exp.Table, ref: ProductRef, name: str) -> None:
        if ref.domain.name == self._ref.domain.name:
            return
        major = ref.product.major
        for asked in self._ref.domain.consumes:
            if asked.product == ref.name and asked.major == major and (asked.tables is None or name in asked.tables):
                return
        words = f'Subscription("{ref.name}", major={major}, purpose="…")'
        raise Problem(
            node,
            "subscription",
            f"domain {self._ref.domain.name} has no subscription to table {name} of {ref}",
            f"add {words} to consumes in domains/{self._ref.domain.name}/domain.py",
        )


def unqualified(node: exp.Table) -> Problem:
    """A table without a database that is no CTE either."""
    fix = "write landing.<name> for a landing, <domain>_<product>_v<major>.<table> for a table, or name a query by WITH"
    return Problem(node, "source", f"nothing is called {node.name!r} here", fix)


def _written(node: exp.Table) -> str:
    return ".".join(p.name for p in node.parts)[:80]
