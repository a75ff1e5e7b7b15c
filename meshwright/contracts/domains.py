"""What became of domains and environments, as far as it isn't their products'."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from meshwright.language import Domain, Environment, Mesh

from .grades import Change, Grade
from .rows import Row


@dataclass(frozen=True)
class DomainChange:
    """What became of a domain."""

    name: str
    base: Domain | None
    """None where it is added."""
    head: Domain | None
    """None where it is removed."""
    changes: tuple[Change, ...]
    """Of what it says of itself. They ask no bump of its products, whose definitions stay as they were."""

    @property
    def kind(self) -> Literal["added", "removed", "changed"]:
        """What became of it as a whole."""
        return "added" if self.base is None else "removed" if self.head is None else "changed"


@dataclass(frozen=True)
class EnvironmentChange:
    """What became of an environment."""

    name: str
    base: Environment | None
    """None where it is added."""
    head: Environment | None
    """None where it is removed."""
    changes: tuple[Change, ...]
    """That it moves: every product in it begins empty in the new place, and its data stays in the old one."""


def domain_changes(base: Mesh, head: Mesh) -> Iterator[DomainChange]:
    """Every domain that differs in itself, by name. One that can't be read on either side is left out."""
    for name in sorted({d.name for d in base.domains} | {d.name for d in head.domains}):
        before, after = base.domain(name), head.domain(name)
        if before is after or name in base.unread | head.unread:
            continue
        changes = tuple(_described(before, after)) if before and after else ()
        if changes or before is None or after is None:
            yield DomainChange(name, before, after, changes)


def _described(base: Domain, head: Domain) -> Iterator[Change]:
    for field, noun in (("owner", "owner"), ("cost_center", "cost center"), ("description", "description")):
        before, after = getattr(base, field), getattr(head, field)
        if before != after:
            place = head.place.of(field)
            what = (
                f"the domain's {noun} changes"
                if field == "description"
                else (f"the domain's {noun} is {after or 'not given'}, before {before or 'not given'}")
            )
            meaning = "nothing but the documentation and the tags change"
            yield Change(place, Row.DESCRIBED, Grade.PATCH, None, None, what, meaning)


def environment_changes(base: Mesh, head: Mesh) -> Iterator[EnvironmentChange]:
    """Every environment that comes, goes or moves, by name."""
    old, new = {e.name: e for e in base.environments}, {e.name: e for e in head.environments}
    for name in sorted({*old, *new}):
        before, after = old.get(name), new.get(name)
        changes = tuple(_moved(before, after)) if before and after else ()
        if changes or before is None or after is None:
            yield EnvironmentChange(name, before, after, changes)


def _moved(base: Environment, head: Environment) -> Iterator[Change]:
    for field in ("account", "region", "endpoint"):
        before, after = getattr(base, field), getattr(head, field)
        if field == "endpoint" and before and after:
            continue  # an account that isn't AWS's answers at another address
        if before != after:
            what = f"{field} {after or 'of AWS itself'}, before {before or 'of AWS itself'}"
            meaning = "every product begins empty in the new place, and its data stays in the old one"
            place = head.place.of(field)
            yield Change(place, Row.MOVED, Grade.MAJOR, None, None, what, meaning, at_risk=True)
