"""The columns of a landing and of its table, proposed by what a sample shows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from meshwright.errors import MeshError
from meshwright.language import Column, Governance
from meshwright.language.columns import Scalar
from meshwright.language.vocabulary import COLUMN_LENGTH, Treatment
from meshwright.rules.kinds import EXACT, NESTED
from meshwright.rules.pii_fits_type import TREATABLE
from meshwright.rules.word_reserved import KEYWORDS

from .keys import key
from .naming import in_sql
from .personal import POSTCODE, Kind, personal
from .sampled import Field, Sample

_TEXT = Scalar(kind="text")


@dataclass(frozen=True)
class Pair:
    """One column on its way from the landing to the table."""

    field: Field
    landed: Column
    kept: Column | None
    """None: it goes no further than the landing."""
    sql: str
    """How it is selected."""
    kind: Kind | None = None
    """What it is likely to tell of a person."""
    note: str = ""
    """The comment above it in the table, or in the landing where it goes no further."""

    @property
    def treatment(self) -> Treatment | None:
        """What happens to it in the table."""
        return self.kept.pii if self.kept else None


@dataclass(frozen=True)
class Proposed:
    """All columns of a product."""

    pairs: tuple[Pair, ...]
    key: tuple[str, ...]
    """Names of the table's columns that identify a row in the sample; none where nothing does."""
    filled: str | None = None
    """The column that stands in for a key although it is empty in some rows, which are left out."""


def propose(sample: Sample, table: str, governance: Governance) -> Proposed:
    """Landing and table columns for a sample.

    Raises:
        MeshError: there is nothing in it that a row could be identified by.
    """
    found = personal(sample.fields)
    pairs = [
        _pair(position, field, sample, found.get(field.name), table, governance)
        for position, field in enumerate(sample.fields, start=1)
    ]
    pairs = _distinct(pairs)
    keyed = key([p.field for p in pairs if _identifies(p)], table)
    stand_in = () if keyed else _stand_in(sample, pairs)
    named = {*keyed, *stand_in}
    filled = next((p.landed.name for p in pairs if p.field.name in stand_in and not p.field.complete), None)
    return Proposed(
        tuple(_numbered([_keyed(p) if p.field.name in named else p for p in pairs])),
        tuple(p.kept.name for p in pairs if p.kept and p.field.name in keyed),
        filled,
    )


def _pair(
    number: int, field: Field, sample: Sample, told: tuple[Kind, str] | None, table: str, governance: Governance
) -> Pair:  # fmt: skip
    column: Any = {"number": number, "name": field.name, "optional": not field.complete}
    type = field.type
    if told is not None:
        kind, by = told
        return _sensitive(column, field, sample, kind, f"by {by}: {kind.what}", table)
    name, sql = field.name, in_sql(field.name)
    note = ""
    wanted = governance.standard_types.get(name)
    if wanted == "text" and type.kind != "text" and type.kind not in NESTED | {"binary"}:
        type, sql = _TEXT, f"CAST({sql} AS STRING)"
    elif name in KEYWORDS or (wanted is not None and wanted != type.kind):
        name = f"{name[: COLUMN_LENGTH - 6]}_value"
    landed = Column(type=field.type, **column)
    kept = Column(**{**column, "name": name}, type=type)
    return Pair(field, landed, kept, sql if sql == name else f"{sql} AS {name}", note=note)


def _sensitive(column: Any, field: Field, sample: Sample, kind: Kind, why: str, table: str) -> Pair:
    """A column that is likely to tell of a person: stored as a pseudonym or coarsened, else not read at all."""
    type = _TEXT if kind is POSTCODE and sample.format == "csv" else field.type  # it keeps its zeros
    coarse = kind.coarse and type.kind in TREATABLE["generalise"]
    treatment: Treatment = "generalise" if coarse else "pseudonymise"
    whole = type.kind in {"text", "long", "integer", "date"}
    if not coarse and not whole and sample.format == "parquet":
        landed = Column(**column, type=type, pii="drop")
        return Pair(field, landed, None, "", kind, f"likely personal, {why}; never read: say otherwise if it is not")
    if not coarse and sample.format == "csv":
        type = _TEXT  # a number that names somebody is no quantity
    name = f"{field.name[: COLUMN_LENGTH - 6]}_value" if field.name in KEYWORDS else field.name
    past = {"generalise": "made coarser", "pseudonymise": "pseudonymised"}[treatment]
    landed = Column(**column, type=type, pii="keep", why=f"{past} on the way into {table}")
    kept = Column(**{**column, "name": name}, type=type if coarse else _TEXT, pii=treatment)
    sql = in_sql(field.name) if coarse or type.kind == "text" else f"CAST({in_sql(field.name)} AS STRING)"
    note = f"likely personal, {why}; {past} unless somebody says why not"
    return Pair(field, landed, kept, sql if sql == name else f"{sql} AS {name}", kind, note)


def _distinct(pairs: Sequence[Pair]) -> list[Pair]:
    """Table columns whose names were changed keep clear of the others."""
    done: list[Pair] = []
    taken = {p.field.name for p in pairs}
    for pair in pairs:
        if pair.kept is not None and pair.kept.name != pair.field.name:
            name, number = pair.kept.name, 1
            while name in taken:
                number += 1
                name = f"{pair.kept.name[: COLUMN_LENGTH - 5]}_{number}"
            taken.add(name)
            kept = pair.kept.model_copy(update={"name": name})
            pair = replace(pair, kept=kept, sql=f"{pair.sql.rpartition(' AS ')[0]} AS {name}")
        done.append(pair)
    return done


def _identifies(pair: Pair) -> bool:
    return pair.kept is not None and pair.kept.type.kind in EXACT and pair.kept.pii in (None, "pseudonymise")


def _stand_in(sample: Sample, pairs: Sequence[Pair]) -> tuple[str, ...]:
    """Where nothing identifies a row: the first column that could, one without gaps before others."""
    fit = sorted((p for p in pairs if _identifies(p)), key=lambda p: (not p.field.complete, p.kind is not None))
    if not fit:
        raise MeshError(
            f"{sample.path} has no column that could identify a row: text, whole numbers, decimals, days or times; "
            "add one"
        )
    return (fit[0].field.name,)


def _keyed(pair: Pair) -> Pair:
    assert pair.kept is not None  # it identifies
    return replace(pair, kept=pair.kept.model_copy(update={"key": True, "optional": False}))


def _numbered(pairs: Sequence[Pair]) -> Iterable[Pair]:
    """Table columns number by number, without the gaps that dropped ones leave; parts of nested ones come after."""
    tops = {p.field.name: n for n, p in enumerate((p for p in pairs if p.kept), start=1)}
    for pair in pairs:
        kept = pair.kept
        yield pair if kept is None else replace(pair, kept=kept.model_copy(update={"number": tops[pair.field.name]}))


def notes(pairs: Iterable[Pair], landing: str, table: str) -> Mapping[str, str]:
    """The comments of all columns."""
    found = {}
    for pair in pairs:
        if pair.field.renamed:
            found[f"landing.{landing}.{pair.landed.name}"] = f"the sample calls it {pair.field.header!a}"
        if pair.note and pair.kept is None:
            found[f"landing.{landing}.{pair.landed.name}"] = pair.note
        elif pair.note and pair.kept is not None:
            found[f"{table}.{pair.kept.name}"] = pair.note
    return found
