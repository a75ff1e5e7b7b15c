"""Which stacks a change can reach."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from meshwright import access
from meshwright.access import Entitlement
from meshwright.language import Domain, Environment, Mesh

FOUNDATION = "foundation"


def affected(base: Mesh, head: Mesh, environment: Environment, *, today: date, code: bool) -> tuple[str, ...]:
    """Names of the environment's stacks that may be another after the change, sorted.

    A stack follows from a part of the mesh; where that part is equal on both sides, so is the stack. ``code`` says
    whether what builds the stacks changed: then every stack may be another.
    """
    name = environment.name
    scopes = {FOUNDATION, *(d.name for m in (base, head) for d in m.domains)}
    if not code:
        before, after = _Parts(base, name, today), _Parts(head, name, today)
        scopes = {scope for scope in scopes if before.of(scope) != after.of(scope)}
    return tuple(sorted(f"{scope}.{name}" for scope in scopes))


def stacks(base: Mesh, head: Mesh, environment: Environment) -> int:
    """How many stacks the environment has before or after the change."""
    return 1 + len({d.name for m in (base, head) for d in m.domains})


class _Parts:
    """What each stack of an environment follows from."""

    def __init__(self, mesh: Mesh, environment: str, today: date) -> None:
        self._mesh = mesh
        self._environment = mesh.environment(environment)
        self._granted: dict[str, list[Any]] = defaultdict(list)
        for entitlement in access.compile(mesh, today=today):
            self._granted[entitlement.ref.domain.name].append(_terms(entitlement))
        self._names = tuple(d.name for d in mesh.domains)

    def of(self, scope: str) -> Any:
        """A value that is equal to another mesh's only where the stack is the same."""
        central = (self._environment, self._mesh.governance)
        if scope == FOUNDATION:
            return central, [(d.name, d.owner, d.cost_center) for d in self._mesh.domains]
        domain = self._mesh.domain(scope)
        return None if domain is None else (central, domain, self._of_domain(domain))

    def _of_domain(self, domain: Domain) -> Any:
        granted = self._granted[domain.name]
        opened = any(consumer == access.EVERYONE for consumer, *_ in granted)
        return (
            self._mesh.transforms.get(domain.name, {}),
            granted,
            self._names if opened else (),
            [self._source(product, major) for product, major in _asked(domain)],
        )

    def _source(self, product: str, major: int) -> Any:
        """What a transform sees of a product that it reads."""
        ref = self._mesh.product(product, major)
        return None if ref is None else [(t.name, t.columns) for t in ref.product.tables]


def _asked(domain: Domain) -> Iterable[tuple[str, int]]:
    return ((s.product, s.major) for s in domain.consumes)


def _terms(e: Entitlement) -> Any:
    return e.consumer, e.ref.database, e.table.name, e.columns, e.rows, e.until, e.roles, e.actions, type(e.because)
