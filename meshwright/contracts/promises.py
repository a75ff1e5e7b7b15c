"""Grades expectations and objectives: rows 15, 16, 28 and 29."""

from collections.abc import Callable, Iterator, Mapping

from meshwright.access.spelling import listed
from meshwright.language import Place, Product

from . import promised
from .grades import Change, Grade
from .ground import Ground
from .promised import Promise, Subject
from .rows import Row

_Make = Callable[[Row, Grade, Place, str, str], Change]
"""A change from its row, grade, place, what changed and what that means."""
WEAKER = "readers that rely on it may meet what they were promised not to"
STRONGER = "readers may rely on more"


def expectations(ground: Ground) -> Iterator[Change]:
    """Every change of what a table's expectations promise. Those of a dropped column go with it."""

    def make(row: Row, grade: Grade, place: Place, what: str, meaning: str) -> Change:
        return ground.change(row, grade, place, None, what, meaning)

    before = {
        subject: promise
        for subject, promise in promised.of_table(ground.base).items()
        if not any(isinstance(c, int) and c not in ground.after for c in promise.columns)
    }
    yield from _differences(before, promised.of_table(ground.head), make, "expectation")


def objectives(base: Product, head: Product) -> Iterator[Change]:
    """Every change of what a product's objectives promise."""

    def make(row: Row, grade: Grade, place: Place, what: str, meaning: str) -> Change:
        return Change(place, row, grade, None, None, what, meaning)

    yield from _differences(promised.of_product(base), promised.of_product(head), make, "objective")


def _differences(
    before: Mapping[Subject, Promise], after: Mapping[Subject, Promise], make: _Make, noun: str
) -> Iterator[Change]:
    for subject, promise in before.items():
        if subject not in after:
            yield _gone(promise, after, make, noun)
        elif promise.kind == "one_of":
            yield from _values(promise, after[subject], make)
        else:
            yield from _limits(promise, after[subject], make, noun)
    for subject, promise in after.items():
        if subject not in before:
            row = Row.VALUES_LIMITED if promise.kind == "one_of" else Row.PROMISE_ADDED
            yield make(row, Grade.MINOR, promise.place, f"{noun} added: {promise.words}", STRONGER)


def _gone(promise: Promise, after: Mapping[Subject, Promise], make: _Make, noun: str) -> Change:
    if promise.kind == "one_of":
        what = f"allowed values lifted: {promise.words}"
        return make(Row.VALUES_LIMITED, Grade.MAJOR, promise.place, what, "readers may meet any value")
    fewer = next((p for p in after.values() if p.kind == "unique" and p.columns < promise.columns), None)
    if promise.kind == "unique" and fewer is not None:
        what = f"expectation tightened: {fewer.words}, before {promise.words}"
        return make(Row.PROMISE_CHANGED, Grade.MINOR, fewer.place, what, STRONGER)
    return make(Row.PROMISE_CHANGED, Grade.MAJOR, promise.place, f"{noun} removed: {promise.words}", WEAKER)


def _values(before: Promise, after: Promise, make: _Make) -> Iterator[Change]:
    added = [v for v in after.values if v not in before.values]
    removed = [v for v in before.values if v not in after.values]
    if added:
        what = f"allowed value{'s' * (len(added) > 1)} added: {_listed(added)} ({after.words})"
        meaning = "readers may meet a value that they don't know"
        yield make(Row.ALLOWED_VALUES, Grade.MAJOR, after.place, what, meaning)
    if removed:
        what = f"allowed value{'s' * (len(removed) > 1)} removed: {_listed(removed)} ({after.words})"
        yield make(Row.ALLOWED_VALUES, Grade.MINOR, after.place, what, STRONGER)


def _limits(before: Promise, after: Promise, make: _Make, noun: str) -> Iterator[Change]:
    words = f"{after.words}, before {before.words}"
    if after.looser(before):
        yield make(Row.PROMISE_CHANGED, Grade.MAJOR, after.place, f"{noun} loosened: {words}", WEAKER)
    elif after.tighter(before):
        yield make(Row.PROMISE_CHANGED, Grade.MINOR, after.place, f"{noun} tightened: {words}", STRONGER)


def _listed(values: list[str]) -> str:
    shown = [v.strip("'") if v.startswith("'") else v for v in values]
    return listed(shown)
