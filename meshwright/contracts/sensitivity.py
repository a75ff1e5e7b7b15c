"""Grades changes of how closely values are kept: row 17."""

from collections.abc import Iterator
from typing import get_args

from meshwright.language import Classification, Column, Product

from .grades import Approval, Change, Grade
from .ground import Ground
from .rows import Row

STRENGTH = (None, "keep", "inherit", "pseudonymise", "generalise", "mask")
"""Treatments from weakest to strongest: how much is left of a person after each."""
CLASSIFICATIONS: tuple[Classification, ...] = get_args(Classification)
"""From least to most sensitive."""


def treatment(ground: Ground, base: Column, head: Column, path: str) -> Change:
    """What another ``pii`` of a column means."""
    what = f'column "{path}" is {_treated(head)}, before {_treated(base)}'
    if _rank(head) > _rank(base):
        grade, approval = closer(urgent=ground.urgent)
        meaning = (
            "only who is granted it by name still reads it" if base.pii is None else "readers get less of its values"
        )
    else:
        grade, approval = Grade.MAJOR, "governance"
        meaning = "everyone who reads the table reads it" if head.pii is None else "readers get more of people's values"
    return ground.change(Row.SENSITIVITY, grade, head.place.of("pii"), path, what, meaning, approval)


def classification(base: Product, head: Product, *, urgent: bool) -> Iterator[Change]:
    """What another classification means."""
    if base.classification == head.classification:
        return
    place = head.place.of("classification")
    what = f"the classification is {head.classification}, before {base.classification}"
    if CLASSIFICATIONS.index(head.classification) > CLASSIFICATIONS.index(base.classification):
        grade, approval = closer(urgent=urgent)
        meaning = "whoever may not read data of that class loses access"
    else:
        grade, approval, meaning = Grade.MINOR, "governance", "it may be opened to more readers"
    yield Change(place, Row.SENSITIVITY, grade, None, None, what, meaning, approval)


def closer(*, urgent: bool) -> tuple[Grade, Approval | None]:
    """How much it matters that values are kept more closely."""
    return (Grade.MINOR, "governance") if urgent else (Grade.MAJOR, None)


def _rank(column: Column) -> int:
    return STRENGTH.index(column.pii) if column.pii in STRENGTH else len(STRENGTH)


def _treated(column: Column) -> str:
    return f'treated as sensitive (pii="{column.pii}")' if column.pii else "not sensitive"
