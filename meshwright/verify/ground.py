"""What the checks stand on: the account as it is, and what is wanted of it."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

from meshwright.account.desired import Desired
from meshwright.account.reaching import Account
from meshwright.sandbox.errors import ApiError
from meshwright.sandbox.resources import kind_of

from .results import Breach, Observation

AT_ONCE = 12
"""How many things are asked about at once; the sandbox answers one at a time anyway."""
T = TypeVar("T")


@dataclass(frozen=True)
class Ground:
    """One environment: its account and its desired graphs."""

    account: Account
    desired: Desired
    _roles: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def up(self) -> str:
        """What builds what is missing; in a real account the engine has to be told first that it is."""
        environment = self.account.environment.name
        return "mesh up" if self.account.sandbox else f"mesh refresh --env {environment} && mesh up --env {environment}"

    @cached_property
    def settings(self) -> dict[str, Any]:
        """Lake Formation's settings."""
        found: dict[str, Any] = self.account.api.call("lakeformation", "get_data_lake_settings")["DataLakeSettings"]
        return found

    def role(self, name: str) -> dict[str, Any]:
        """A role without its policies; asked for once."""
        if name not in self._roles:
            self._roles[name] = self.account.api.call("iam", "get_role", RoleName=name)["Role"]
        return self._roles[name]

    @cached_property
    def permissions(self) -> list[dict[str, Any]]:
        """Everything that Lake Formation was told to grant, page by page."""
        return self.account.api.pages("lakeformation", "list_permissions", "PrincipalResourcePermissions")

    def each(
        self, things: Iterable[T], name: Callable[[T], str], look: Callable[[T], Observation | None]
    ) -> Iterator[Observation]:
        """What is seen of each thing, in their order; what AWS refuses to tell is a breach, not a silence."""

        def seen(thing: T) -> Observation | None:
            try:
                return look(thing)
            except ApiError as problem:
                return self.unreadable(name(thing), problem)

        with ThreadPoolExecutor(1 if self.account.sandbox else AT_ONCE) as pool:
            yield from (found for found in pool.map(seen, things) if found is not None)

    def unreadable(self, subject: str, problem: ApiError) -> Breach:
        """What AWS says of something that it doesn't show."""
        if is_gone(problem):
            return Breach(subject, "does not exist", "is declared", cure=f"run: {self.up}")
        told = f"{problem.service}.{problem.operation} answered {problem.code}: {problem.message}"
        return Breach(subject, "can't be read", told, cure="let the role that verifies read it")


def is_gone(problem: ApiError) -> bool:
    """Whether AWS says that there is no such thing."""
    return kind_of("aws:kms/key:Key").is_gone(problem)
