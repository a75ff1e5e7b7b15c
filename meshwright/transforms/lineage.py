"""Where a value comes from: edges from the columns a transform reads to the columns it writes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

Kind = Literal["DIRECT", "INDIRECT"]
State = Literal["raw", "treated", "cleared"]
_RANK = {"IDENTITY": 0, "TRANSFORMATION": 1, "AGGREGATION": 2}
_STATES: tuple[State, ...] = ("raw", "treated", "cleared")


class Edge(NamedTuple):
    """One column's part in another; kinds and subtypes are those of OpenLineage's columnLineage facet 1.2."""

    database: str
    """``landing`` of a landing."""
    table: str
    column: str
    kind: Kind = "DIRECT"
    """DIRECT: its value is in the result. INDIRECT: it only decides which value or row there is."""
    subtype: str = "IDENTITY"
    """IDENTITY, TRANSFORMATION, AGGREGATION; CONDITIONAL, FILTER, JOIN, GROUP_BY, SORT, WINDOW."""
    state: State = "raw"
    """treated: through ``pseudonymise``. cleared: nothing of a single value is left."""


Edges = frozenset[Edge]
NONE: Edges = frozenset()


@dataclass(frozen=True)
class Lineage:
    """Of one table: what each column is made of, and what decides which rows there are."""

    columns: Mapping[str, Edges]
    rows: Edges


def transformed(edges: Iterable[Edge], subtype: str = "TRANSFORMATION") -> Edges:
    """The edges of a value computed from a value with these edges."""
    return frozenset(
        e._replace(subtype=max(e.subtype, subtype, key=_RANK.__getitem__)) if e.kind == "DIRECT" else e for e in edges
    )


def indirect(edges: Iterable[Edge], subtype: str) -> Edges:
    """The edges of what a value with these edges decides on."""
    return frozenset(e._replace(kind="INDIRECT", subtype=subtype) if e.kind == "DIRECT" else e for e in edges)


def hidden(edges: Iterable[Edge], state: State) -> Edges:
    """The edges of a value after de-identification."""
    return frozenset(e._replace(state=max(e.state, state, key=_STATES.index)) for e in edges)
