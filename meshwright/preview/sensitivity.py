"""Columns that become sensitive, cease to be, or are treated in another way."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from meshwright.language import Column, Mesh, ProductRef, Table
from meshwright.preview.report import SensitivityChange
from meshwright.transforms import Edge, compile_table

PLAIN = "not sensitive"
_STRENGTH = {PLAIN: 0, "keep": 1, "inherit": 2, "generalise": 3, "mask": 3, "pseudonymise": 3, "drop": 4}
"""How much is left of a value, from everything to nothing; between those alike nobody can say which is weaker."""
_KNOWN = {"raw": "as it is", "treated": "pseudonymised", "cleared": "de-identified"}


class _At(NamedTuple):
    """A column where it stands, known by its number."""

    path: str
    column: Column

    @property
    def treatment(self) -> str:
        return self.column.pii or PLAIN


def changes(base: Mesh, head: Mesh) -> tuple[SensitivityChange, ...]:
    """Every column whose declared sensitivity changes or that is sensitive and new, and every column that is made of
    other sensitive columns than before; landings count too."""
    found = [*_declared(base, head), *_derived(base, head)]
    return tuple(sorted(found, key=lambda change: (change.column, change.because)))


def _declared(base: Mesh, head: Mesh) -> Iterator[SensitivityChange]:
    before, after = dict(_columns(base)), dict(_columns(head))
    for key, new in after.items():
        old = before.get(key)
        if old is None and new.column.pii is not None:
            yield SensitivityChange(column=new.path, before="", after=new.treatment, weaker=False)
        elif old is not None and old.treatment != new.treatment:
            weaker = _STRENGTH[new.treatment] < _STRENGTH[old.treatment]
            yield SensitivityChange(column=new.path, before=old.treatment, after=new.treatment, weaker=weaker)


_Key = tuple[str, str, int]


def _columns(mesh: Mesh) -> Iterator[tuple[_Key, _At]]:
    for ref, table in mesh.tables():
        above = f"{ref.name}.{table.name}"
        yield from ((((ref.database, table.name, at.column.number)), at) for at in _walk(table.columns, above))
    for domain in mesh.domains:
        for landing in domain.landings:
            above = f"{domain.name}.landing.{landing.name}"
            yield from (((domain.name, landing.name, at.column.number), at) for at in _walk(landing.columns, above))


def _walk(columns: tuple[Column, ...], above: str) -> Iterator[_At]:
    for column in columns:
        path = f"{above}.{column.name}"
        yield _At(path, column)
        yield from _walk(column.parts, path)


def _derived(base: Mesh, head: Mesh) -> Iterator[SensitivityChange]:
    """Columns that are there on both sides, and whose values come from other sensitive columns."""
    for ref, table in head.tables():
        earlier = base.database(ref.database)
        old = earlier.product.table(table.name) if earlier else None
        if earlier is None or old is None or not _may_differ(base, earlier, old, head, ref, table):
            continue
        before, after = _origins(base, earlier, old), _origins(head, ref, table)
        for column in table.columns:
            gone, new = (_only(a, b, column.number) for a, b in ((before, after), (after, before)))
            if column.number in before and column.number in after and (gone or new):
                yield SensitivityChange(
                    column=f"{ref.name}.{table.name}.{column.name}",
                    before=_listed(before[column.number]),
                    after=_listed(after[column.number]),
                    weaker=any(state == "raw" for _, state in new),
                    because="lineage",
                )


def _may_differ(base: Mesh, earlier: ProductRef, old: Table, head: Mesh, ref: ProductRef, table: Table) -> bool:
    """Whether anything that the transform follows from changed; reading SQL takes its time."""
    texts = (
        m.transforms.get(r.domain.name, {}).get(t.transform) for m, r, t in ((base, earlier, old), (head, ref, table))
    )
    first, second = texts
    if first != second or old.columns != table.columns or earlier.domain.landings != ref.domain.landings:
        return True
    asked = {(s.product, s.major) for s in (*earlier.domain.consumes, *ref.domain.consumes)}
    return any(base.product(*a) != head.product(*a) for a in asked)


_Origins = dict[int, frozenset[tuple[str, str]]]


def _origins(mesh: Mesh, ref: ProductRef, table: Table) -> _Origins:
    """By column number, the sensitive columns whose values are in it and what is left of them."""
    lineage = compile_table(mesh, ref, table).lineage
    if lineage is None:
        return {}
    return {
        c.number: frozenset(
            (f"{e.database}.{e.table}.{e.column}", e.state) for e in lineage.columns[c.name] if _tells(mesh, ref, e)
        )
        for c in table.columns
    }


def _tells(mesh: Mesh, ref: ProductRef, edge: Edge) -> bool:
    """Whether something sensitive reaches a value, at least in part."""
    if edge.kind != "DIRECT" and edge.subtype != "CONDITIONAL":
        return False
    columns: tuple[Column, ...] = ()
    if edge.database == "landing":
        landing = ref.domain.landing(edge.table)
        columns = landing.columns if landing else ()
    elif (source := mesh.database(edge.database)) is not None and (read := source.product.table(edge.table)):
        columns = read.columns
    return any(c.name == edge.column and c.sensitive for c in columns)


def _only(
    one: Mapping[int, frozenset[tuple[str, str]]], other: Mapping[int, frozenset[tuple[str, str]]], number: int
) -> frozenset[tuple[str, str]]:
    return one.get(number, frozenset()) - other.get(number, frozenset())


def _listed(origins: frozenset[tuple[str, str]]) -> str:
    return ", ".join(f"{column} {_KNOWN[state]}" for column, state in sorted(origins)) or "nothing sensitive"
