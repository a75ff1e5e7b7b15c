"""Base mesh against head mesh: what became of each product, each domain and each environment, and whom it touches."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from meshwright.language import Domain, Mesh, ProductRef

from .consumers import Consumer, Consumers
from .domains import DomainChange, EnvironmentChange, domain_changes, environment_changes
from .grades import Change, Grade, highest
from .grading import NO_TRANSFORMS, grade
from .rows import Row
from .versions import required


@dataclass(frozen=True)
class ProductChange:
    """What became of one major of a product."""

    base: ProductRef | None
    """None where it is added."""
    head: ProductRef | None
    """None where it is removed."""
    changes: tuple[Change, ...]
    """Graded. Of what is removed, that it is; of what is added, none."""
    beside: ProductRef | None
    """The major, in the base, that an added one stands beside or replaces; None where it is the first."""
    explained: tuple[Change, ...]
    """How an added major differs from ``beside``: to be told, not graded, since the tables are new ones."""
    consumers: tuple[Consumer, ...]
    """Who reads it in the base, by name."""

    @property
    def kind(self) -> Literal["added", "removed", "changed"]:
        """What became of it as a whole."""
        return "added" if self.base is None else "removed" if self.head is None else "changed"

    @property
    def ref(self) -> ProductRef:
        """The product in the head; in the base where it is gone."""
        found = self.head or self.base
        assert found is not None  # one of the two is there
        return found

    @property
    def grade(self) -> Grade:
        """The highest grade of its changes."""
        return highest(self.changes)

    @property
    def declared(self) -> str | None:
        """The version that the head gives it; None where it is removed."""
        return self.head.product.version if self.head else None

    @property
    def required(self) -> str | None:
        """The lowest version that its changes allow; None where it is removed, or is the first of its name.

        A higher major than its own means: keep what was, and write that version beside it.
        """
        if self.head is None:
            return None
        if self.base is not None:
            return required(self.base.product.version, self.grade)
        return f"{self.beside.product.major + 1}.0.0" if self.beside else None

    def touched(self, change: Change) -> tuple[Consumer, ...]:
        """The consumers that one of its changes touches: those that read the table, and the column in it."""
        if change.column is not None and change.before is None:
            return ()  # nobody reads yet what is new
        return tuple(c for c in self.consumers if c.reads(change.table, change.before))


@dataclass(frozen=True)
class Comparison:
    """Everything that differs between two states of a mesh. What could not be read on either side is left out."""

    base: Mesh
    head: Mesh
    today: date
    """The day that agreements and sunsets are judged by, in UTC."""
    products: tuple[ProductChange, ...]
    """Those that differ, by name and major."""
    domains: tuple[DomainChange, ...]
    """Those that differ in themselves, by name."""
    environments: tuple[EnvironmentChange, ...]
    """Those that differ, by name."""

    @property
    def empty(self) -> bool:
        """Whether nothing differs."""
        return not (self.products or self.domains or self.environments)


def compare(base: Mesh, head: Mesh, *, today: date) -> Comparison:
    """Compare two states of a mesh; what is the same in both costs no more than to see that. Pure."""
    consumers = Consumers(base, head, today)
    products: list[ProductChange] = []
    for name in _differing(base, head):
        products += _products(base, head, name, consumers)
    return Comparison(
        base=base,
        head=head,
        today=today,
        products=tuple(sorted(products, key=lambda p: (p.ref.name, p.ref.product.major))),
        domains=tuple(domain_changes(base, head)),
        environments=tuple(environment_changes(base, head)),
    )


def _differing(base: Mesh, head: Mesh) -> list[str]:
    """Domains that differ in anything, and can be read in both."""
    names = {d.name for d in base.domains} | {d.name for d in head.domains}
    unread = base.unread | head.unread
    return [name for name in sorted(names) if name not in unread and _differs(base, head, name)]


def _differs(base: Mesh, head: Mesh, name: str) -> bool:
    before, after = base.domain(name), head.domain(name)
    return (before is not after and before != after) or base.transforms.get(name) != head.transforms.get(name)


def _products(base: Mesh, head: Mesh, name: str, consumers: Consumers) -> Iterator[ProductChange]:
    before, after = _by_major(base.domain(name)), _by_major(head.domain(name))
    texts = base.transforms.get(name, NO_TRANSFORMS), head.transforms.get(name, NO_TRANSFORMS)
    for key in sorted({*before, *after}):
        old, new = before.get(key), after.get(key)
        if old is None and new is not None:
            beside = _newest(before, new)
            explained = grade(beside.product, new.product, *texts) if beside else ()
            yield ProductChange(None, new, (), beside, explained, ())
        elif old is not None and new is None:
            yield ProductChange(old, None, _removed(old, after, before), None, (), consumers.of(old))
        elif old is not None and new is not None:
            changes = grade(old.product, new.product, *texts)
            if changes or old.product != new.product:
                yield ProductChange(old, new, changes, None, (), consumers.of(old))


def _by_major(domain: Domain | None) -> dict[tuple[str, int], ProductRef]:
    if domain is None:
        return {}
    return {(p.name, p.major): ProductRef(domain, p) for p in reversed(domain.products)}


def _newest(before: dict[tuple[str, int], ProductRef], new: ProductRef) -> ProductRef | None:
    """Of the majors that there were, the newest."""
    same = [ref for ref in before.values() if ref.product.name == new.product.name]
    return max(same, key=lambda ref: ref.product.major, default=None)


def _removed(
    old: ProductRef, after: dict[tuple[str, int], ProductRef], before: dict[tuple[str, int], ProductRef]
) -> tuple[Change, ...]:
    place, tables = old.product.place, [t.columns for t in old.product.tables]
    twins = [
        ref.product.name
        for key, ref in after.items()
        if key not in before and [t.columns for t in ref.product.tables] == tables
    ]
    twin = next((name for name in twins if name != old.product.name), None)
    if twin is None:
        row, what, meaning = Row.REMOVED, f"{old} is removed", "queries that name it fail"
    else:
        row, what = Row.RENAMED, f'{old} is called "{twin}"'
        meaning = "readers see one product removed and another one added, which begins empty"
    return (Change(place, row, Grade.MAJOR, None, None, what, meaning, at_risk=True),)
