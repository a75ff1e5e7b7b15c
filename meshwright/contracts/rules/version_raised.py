"""A version follows from what changed."""

from collections.abc import Iterator

from meshwright.contracts.comparing import Comparison, ProductChange
from meshwright.contracts.grades import Grade
from meshwright.contracts.versions import parsed, required
from meshwright.rules.rule import Breach

from .change_rule import ChangeRule
from .telling import scope


def _check(comparison: Comparison) -> Iterator[Breach]:
    for product in comparison.products:
        problem = _of_changed(product) if product.kind == "changed" else _of_added(comparison, product)
        if problem and product.head:
            message, version = problem
            place = product.head.product.place.of("version")
            yield Breach(place, product.head.name, f"{product.head.name}: {message}", f'write version="{version}"')


def _of_changed(product: ProductChange) -> tuple[str, str] | None:
    """What is wrong with the version of what changed, and the version to write."""
    assert product.base is not None  # it is in both
    assert product.head is not None
    before, after = product.base.product.version, product.head.product.version
    # What doesn't belong into this major asks nothing of its version: the rules about changes say where it belongs.
    misplaced = product.grade >= Grade.MAJOR and product.head.product.major > 0
    grade = Grade.NONE if misplaced else product.grade
    wanted = required(before, grade)
    if parsed(after) < parsed(before):
        return f"version {after} is behind {before}", wanted
    if after == before:
        return None if grade is Grade.NONE else (f"version {after} stays, and {_deciding(product)}", wanted)
    patch, minor = required(before, Grade.PATCH), required(before, _SECOND[product.head.product.major > 0])
    if after not in (patch, minor):
        step = patch if parsed(after)[1] == parsed(before)[1] else minor
        return f"version {after} leaves out what follows {before}", max(step, wanted, key=parsed)
    if parsed(after) < parsed(wanted):
        return f"version {after} is too low after {before}, since {_deciding(product)}", wanted
    return None


_SECOND = {True: Grade.MINOR, False: Grade.MAJOR}
"""What raises the second number: from 1.0.0 on, and before."""


def _deciding(product: ProductChange) -> str:
    """The change that asks most, and how many there are beside it."""
    first = next(c for c in product.changes if c.grade is product.grade)
    others = len(product.changes) - 1
    more = f" and {others} more change{'s' if others > 1 else ''}" if others else ""
    where = f"{scope(product, first).removeprefix(product.ref.name + '.')}: " if first.table else ""
    return f"{where}{first.what} ({first.grade.name}){more}"


def _of_added(comparison: Comparison, product: ProductChange) -> tuple[str, str] | None:
    if product.beside is None or product.head is None:
        return None
    before, after = product.beside.product, product.head.product
    if product.required == after.version:
        return None
    added = [r.product for r in comparison.head.products() if r.name == product.head.name]
    if any(before.major < other.major < after.major for other in added):
        return None
    what = "is behind" if parsed(after.version) < parsed(before.version) else "leaves out what follows"
    return f"version {after.version} {what} {before.version}", f"{before.major + 1}.0.0"


RULE = ChangeRule(
    id="version-raised",
    must="a changed product has the next version that its changes ask for",
    why="readers and catalogs tell states of a product apart by its version, and what to expect by which number rose",
    fix="write the version that the message names",
    check=_check,
)
