"""Which domain answers for what."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from meshwright.errors import MeshError
from meshwright.scaffold.naming import domain_problem

from .estate import Estate


@dataclass(frozen=True)
class Assignments:
    """By name, the domain of each bucket, database and role."""

    buckets: Mapping[str, str]
    databases: Mapping[str, str]
    roles: Mapping[str, str]
    """By the role as it stands behind ``:role/``."""

    @property
    def domains(self) -> tuple[str, ...]:
        """Every domain that is given something, sorted."""
        return tuple(sorted({*self.buckets.values(), *self.databases.values(), *self.roles.values()}))

    def without(self, known: Collection[str]) -> "Assignments":
        """The same but for what is named ``bucket <name>`` and the like."""
        return Assignments(
            {name: of for name, of in self.buckets.items() if f"bucket {name}" not in known},
            {name: of for name, of in self.databases.items() if f"database {name}" not in known},
            {name: of for name, of in self.roles.items() if f"role {name}" not in known},
        )


def assign(estate: Estate, written: Iterable[str]) -> Assignments:
    """Read ``NAME=DOMAIN``, where the name is that of a bucket, a database or a role; ``bucket:NAME=DOMAIN`` and the
    like where several have it.

    Raises:
        MeshError: it is written otherwise, no domain can be called so, there is no such thing, or several have the
            name.
    """
    held: dict[str, dict[str, str]] = {"bucket": {}, "database": {}, "role": {}}
    known = {
        "bucket": {b: b for b in estate.buckets},
        "database": {d.name: d.name for d in estate.databases},
        "role": {short: r for r in estate.roles for short in (r, r.rpartition("/")[2])},
    }
    for text in written:
        left, equals, domain = text.rpartition("=")
        kind, colon, name = left.partition(":")
        if not equals or not left or not domain:
            raise MeshError(f'"{text}" assigns nothing; write NAME=DOMAIN, such as orders_raw=retail')
        if (problem := domain_problem(domain)) is not None:
            raise MeshError(problem)
        kinds = [kind] if colon and kind in known else list(known)
        name = name if colon and kind in known else left
        found = [k for k in kinds if name in known[k]]
        if not found:
            raise MeshError(f'the account has no bucket, database or role "{name}" that the mesh did not make')
        if len(found) > 1:
            raise MeshError(
                f'"{name}" is a {" and a ".join(found)}; write {found[0]}:{name}={domain} for the one you mean'
            )
        thing = known[found[0]][name]
        if held[found[0]].setdefault(thing, domain) != domain:
            raise MeshError(f'"{name}" is given to {held[found[0]][thing]} and to {domain}; one domain answers for it')
    return Assignments(held["bucket"], held["database"], held["role"])


def read(text: str) -> Iterator[str]:
    """The assignments of a file: one a line, comments behind ``#``; a line that names no domain assigns nothing."""
    for line in text.splitlines():
        said = line.partition("#")[0].strip().replace(" ", "")
        if said and not said.endswith("="):
            yield said
