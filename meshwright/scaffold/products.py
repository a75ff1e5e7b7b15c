"""Drafts of products: from a sample, or from nothing but a name."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from meshwright.errors import MeshError
from meshwright.language import Domain, Expect, Expectation, Governance, Landing, Objective, Product, Table, daily
from meshwright.language.columns import Scalar
from meshwright.language.vocabulary import PRODUCT_LENGTH
from meshwright.rules.word_reserved import KEYWORDS, PLATFORM

from .columns import Proposed, notes, propose
from .copies import copy
from .draft import Draft
from .naming import numbered, plain
from .sampled import KEPT, Field, Sample

VERSION = "0.1.0"
"""Of a new product: one that may still change in every way, and is shared with nobody."""


def from_sample(sample: Sample, name: str, domain: Domain, governance: Governance, folder: Path) -> Draft:
    """A product with one table that hands on what lands.

    Args:
        sample: what lands.
        name: of the product and its table.
        domain: that it goes into.
        governance: knows the standard columns.
        folder: the domain's; a sample inside it is used where it is, unless it has to be changed.

    Raises:
        MeshError: nothing in the sample could identify a row.
    """
    landing = _landing_name(name, sample.path, domain)
    proposed = propose(sample, name, governance)
    beside = _beside(sample, proposed, folder)
    file = beside or f"samples/{landing}.{sample.format}"
    table = _table(name, landing, proposed)
    product = Product(
        name,
        version=VERSION,
        purpose=_purpose(proposed, landing),
        tables=[table],
        objectives=[Objective.fresh(within="26h")],
        schedule=daily("05:00"),
    )
    columns = tuple(p.landed for p in proposed.pairs)
    return Draft(
        product,
        (Landing(name=landing, format=sample.format, null=sample.null, sample=file, columns=columns),),
        {table.transform: _sql(proposed, landing)},
        {} if beside else {file: copy(sample, proposed.pairs)},
        {**notes(proposed.pairs, landing, f"{name}_v0.{name}"), **_product_notes(name, proposed)},
        tuple(_remarks(sample, proposed, landing, beside)),
    )


def from_name(name: str, domain: Domain, governance: Governance, folder: Path) -> Draft:
    """A small product with made-up columns and rows, to be replaced by real ones."""
    subject = name.removesuffix("s") if len(name) > 2 else name
    made_up = (
        Field(f"{subject}_id", f"{subject}_id", Scalar(kind="text"), ["a1", "a2", "a3"]),
        Field("happened_at", "happened_at", Scalar(kind="timestamp"), [f"2027-01-0{n}T08:00:00Z" for n in (1, 2, 3)]),
        Field("quantity", "quantity", Scalar(kind="long"), ["7", None, "12"]),
    )
    sample = Sample(Path(f"{name}.csv"), "csv", made_up, rows=3, whole=True)
    draft = from_sample(sample, name, domain, governance, folder)
    landing = draft.landings[0].name
    draft = Draft(
        draft.product, draft.landings, draft.transforms, draft.samples,
        {**draft.notes, f"landing.{landing}": "TODO: what really lands; these columns and their sample are made up"},
        (f"columns and rows of landing {landing} are made up; put your own in their place, or start from a file with "
         "--from",),
    )  # fmt: skip
    return draft


def _table(name: str, landing: str, proposed: Proposed) -> Table:
    columns = [p.kept for p in proposed.pairs if p.kept is not None]
    return Table(name, columns=columns, expects=[expected(proposed.key)])


def expected(key: Sequence[str]) -> Expectation:
    """What is expected at least of a table with this key, if it has one."""
    return Expect.unique(*key) if key else Expect.rows()


def _purpose(proposed: Proposed, landing: str) -> str:
    keyed = " and ".join(k.replace("_", " ") for k in proposed.key)
    return f"one row for each {keyed} of {landing}" if keyed else f"the rows of {landing}, as they land"


def _sql(proposed: Proposed, landing: str) -> str:
    selected = ",\n".join(f"  {p.sql}" for p in proposed.pairs if p.kept is not None)
    where = f"WHERE {proposed.filled} IS NOT NULL\n" if proposed.filled else ""
    return f"SELECT\n{selected}\nFROM landing.{landing}\n{where}"


def _product_notes(name: str, proposed: Proposed) -> Mapping[str, str]:
    found = {f"{name}_v0": "TODO: purpose in a sentence of yours, classification, and 1.0.0 once others may rely on it"}
    if not proposed.key:
        found[f"{name}_v0.{name}"] = "TODO: nothing in the sample identifies a row; say key=True of what does"
    return found


def _landing_name(name: str, path: Path, domain: Domain) -> str:
    """The product's name, else the file's, else the product's with a number."""
    taken = {x.name for x in domain.landings} | PLATFORM | KEYWORDS

    def candidates() -> Iterator[str]:
        yield name
        yield plain(path.stem)[:PRODUCT_LENGTH].rstrip("_")
        yield from numbered(name)

    found = next((c for c in candidates() if c and c not in taken), None)
    if found is None:
        raise MeshError(f"domain {domain.name} has too many landings called {name}; choose another name")
    return found


def _beside(sample: Sample, proposed: Proposed, folder: Path) -> str | None:
    """The sample's path in the domain's folder, where it can be used as it is."""
    path, within = sample.path.resolve(), folder.resolve()
    if not path.is_relative_to(within) or not sample.whole or any(f.renamed for f in sample.fields):
        return None
    relative = path.relative_to(within).as_posix()
    return None if any(c in relative for c in ":\\") or not relative.isprintable() else relative


def _remarks(sample: Sample, proposed: Proposed, landing: str, beside: str | None) -> Iterator[str]:
    if not sample.whole:
        yield f"only the first {sample.rows:,} rows of {sample.path.name} were looked at"
    for field in sample.fields:
        if field.renamed:
            yield (
                f'column "{field.header}" is declared as {field.name}: files that land in {landing} have to call it so'
            )
    yield from (f"left out: {what}" for what in sample.left_out)
    for pair in proposed.pairs:
        if pair.kind is not None:
            yield f"column {pair.landed.name} is likely personal ({pair.kind.what}): {_done(pair.treatment)}"
    if not proposed.key:
        yield "no column and no two columns identify a row in the sample: say what does with key=True"
    if beside is None and (sample.rows > KEPT or any(p.kind for p in proposed.pairs)):
        yield f"the copy of the sample holds at most {KEPT:,} rows, and made-up values where they are likely personal"
    elif any(p.kind for p in proposed.pairs):
        yield f"{beside} is used as it is, with everything personal in it: see that it may be there"


def _done(treatment: str | None) -> str:
    return "it is never read" if treatment is None else f'pii="{treatment}"'
