"""What a domain's pipeline reads in the sandbox: what its role was granted, as on AWS."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from meshwright import names
from meshwright.language import Environment, Mesh
from meshwright.runtime.errors import RunError
from meshwright.runtime.local.tables import load, published, snapshot_of
from meshwright.runtime.plan import Input

from .denials import denial
from .granted import Grants
from .seeing import View
from .server import Server

if TYPE_CHECKING:
    import pyarrow as pa
    from pyiceberg.catalog import Catalog
    from pyiceberg.table import Table

ROLE = "pipeline"


@dataclass(frozen=True)
class GrantedTables:
    """Reads tables through the grants of a domain's pipeline role."""

    server: Server
    mesh: Mesh
    environment: Environment
    consumer: str
    catalog: "Catalog"
    today: date

    def read(self, given: Input) -> "tuple[pa.Table, str]":
        """The visible rows of the columns that a transform uses.

        Raises:
            RunError: the table isn't there, was never published, or a column is not granted.
        """
        table = load(self.catalog, given.database, given.name)
        snapshot_of(table)
        view, columns = self._view(table, given), tuple(c.name for c in given.columns)
        hidden = [c for c in columns if c not in view.columns]
        if hidden or not view.columns:
            why = denial(
                self.mesh, self.consumer, ROLE, given.database, given.name, hidden if view.columns else (),
                today=self.today,
            )  # fmt: skip
            raise RunError(f"the pipeline of {self.consumer} may not read {why}")
        return view.rows(columns), self._version(table, view, columns)

    def version(self, given: Input) -> str:
        """The snapshot, and what limits its rows for this pipeline."""
        table = load(self.catalog, given.database, given.name)
        return self._version(table, self._view(table, given), tuple(c.name for c in given.columns))

    @cached_property
    def _grants(self) -> Grants:
        return Grants(self.server, names.role_arn(self.environment, self.consumer, ROLE))

    def _view(self, table: "Table", given: Input) -> View:
        columns = [f.name for f in table.schema().fields]
        return View(self.mesh, table, self._grants.on(given.database, given.name, columns))

    def _version(self, table: "Table", view: View, columns: tuple[str, ...]) -> str:
        current = published(table)
        limit = view.limit(columns)
        return "" if current is None else f"{current.snapshot_id}{f' where {limit}' if limit else ''}"
