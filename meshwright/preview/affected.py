"""Which stacks a change can reach."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from meshwright import access
from meshwright.access import Entitlement
from meshwright.language import Domain, Environment, Mesh, ProductRef
from meshwright.names import FOUNDATION
from meshwright.transforms import compile_table


def affected(
    base: Mesh,
    head: Mesh,
    environment: Environment,
    *,
    today: date,
    code: bool,
    among: frozenset[str] | None = None,
) -> tuple[str, ...]:
    """Names of the environment's stacks that may be another after the change, sorted.

    A stack follows from a part of the mesh; where that part is equal on both sides, so is the stack. ``among`` are the
    scopes outside of which nothing differs, where that is known: only those are looked at, and of the meshes no more
    is needed than these follow from. ``code`` says whether what builds the stacks changed: then every stack may be
    another.
    """
    name = environment.name
    scopes = {FOUNDATION, *(member.name for mesh in (base, head) for member in mesh.members)}
    if not code:
        before, after = _Parts(base, name, today), _Parts(head, name, today)
        scopes = {s for s in (scopes if among is None else scopes & among) if _differs(before, after, s)}
    return tuple(sorted(f"{scope}.{name}" for scope in scopes))


def stacks(base: Mesh, head: Mesh) -> int:
    """How many stacks an environment has before or after the change."""
    return 1 + len({member.name for mesh in (base, head) for member in mesh.members})


def _differs(before: "_Parts", after: "_Parts", scope: str) -> bool:
    if before.own(scope) != after.own(scope):
        return True
    # what is read changed in what isn't used, as often as not
    return before.sources(scope) != after.sources(scope) and before.plans(scope) != after.plans(scope)


class _Parts:
    """What each stack of an environment follows from, as values that can be compared with those of another mesh."""

    def __init__(self, mesh: Mesh, environment: str, today: date) -> None:
        self._mesh = mesh
        self._environment = mesh.environment(environment)
        self._granted: dict[str, list[Any]] = defaultdict(list)
        for entitlement in access.compile(mesh, today=today):
            self._granted[entitlement.ref.domain.name].append(_terms(entitlement))

    def own(self, scope: str) -> Any:
        """What its own definition says, what is agreed with others, and what is defined centrally."""
        central = (self._environment, self._mesh.governance)
        if scope == FOUNDATION:
            return central, self._mesh.members
        domain = self._mesh.domain(scope)
        if domain is None:
            return None
        granted = self._granted[scope]
        return central, domain, self._mesh.transforms.get(scope, {}), granted

    def sources(self, scope: str) -> list[Any]:
        """The products of others that its transforms may read."""
        domain = self._mesh.domain(scope)
        refs = (self._mesh.product(product, major) for product, major in _asked(domain))
        return [None if ref is None else (ref.product.name, ref.product.tables) for ref in refs]

    def plans(self, scope: str) -> list[Any]:
        """What its jobs do: all that its stack takes from the products of others."""
        return list(self._plans(self._mesh.domain(scope)))

    def _plans(self, domain: Domain | None) -> Iterator[Any]:
        if domain is None:
            return
        for product in domain.products:
            ref = ProductRef(domain, product)
            for table in product.tables:
                compiled = compile_table(self._mesh, ref, table)
                yield ref.database, table.name, compiled.plan, compiled.findings


def _asked(domain: Domain | None) -> Iterable[tuple[str, int]]:
    return ((s.product, s.major) for s in domain.consumes) if domain else ()


def _terms(e: Entitlement) -> Any:
    return e.consumer, e.ref.database, e.table.name, e.columns, e.rows, e.until, e.holders, e.actions, type(e.because)
