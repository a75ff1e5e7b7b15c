"""What compiling a table's transform gives."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from meshwright.findings import Finding
from meshwright.language import Place, ProductRef, Table
from meshwright.runtime.plan import Input, Plan

from .lineage import Lineage


@dataclass(frozen=True)
class Compiled:
    """One table's transform, read and checked."""

    ref: ProductRef
    table: Table
    plan: Plan | None
    """None where a finding is an error."""
    findings: tuple[Finding, ...]
    inputs: tuple[Input, ...]
    """What it reads; known as far as the SQL could be read, even where there is no plan."""
    places: Mapping[tuple[str, str], Place] = field(default_factory=dict)
    """Where each table it reads is first named, by (database, table)."""
    lineage: Lineage | None = None
    """From column to column; None where the SQL could not be read."""

    @property
    def tables(self) -> tuple[tuple[str, str], ...]:
        """(database, table) of every table it reads, sorted."""
        return tuple(sorted((i.database, i.name) for i in self.inputs if i.kind == "table"))

    @property
    def landings(self) -> tuple[str, ...]:
        """Names of the landings it reads, sorted."""
        return tuple(sorted(i.name for i in self.inputs if i.kind == "landing"))
