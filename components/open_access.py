"""What every domain may read of a domain's open products."""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi

from meshwright.access.standing import OPEN
from meshwright.language import Domain, Environment

from . import ontology
from ._component import MeshComponent
from ._grants import SEE, grant_by_tag, tables_of
from ._turns import Turns
from .policies import Account


@dataclass(frozen=True, kw_only=True)
class OpenAccessArgs:
    """Whose products are open, and to whom."""

    domain: Domain
    readers: Sequence[str]
    """The other domains, by name."""
    environment: Environment
    turns: Turns
    """Shared by all grants of the stack."""


class OpenAccess(MeshComponent):
    """Lets the pipelines and readers of every other domain read what a domain calls open, but for sensitive columns.

    By tag: a product that stops being open loses its tag, and with it all of them at once. No product has both this and
    a grant by name, which a tag would undo.
    """

    def __init__(self, name: str, args: OpenAccessArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("meshwright:index:OpenAccess", name, opts)
        self._args = args

        opened = {ontology.DOMAIN: args.domain.name, ontology.VISIBILITY: "open"}
        for reader in args.readers:
            for role in OPEN.roles:
                self._grant(reader, role, "DATABASE", opened, SEE)
                self._grant(reader, role, "TABLE", tables_of(OPEN, opened), OPEN.actions)

        self.register_outputs({})

    def _grant(self, reader: str, role: str, kind: str, tags: dict[str, str], permissions: Sequence[str]) -> None:
        self._args.turns.take(
            f"{kind} {sorted(tags.items())}",
            lambda after: grant_by_tag(
                self.named(f"{reader}-{role}-{kind.lower()}s"),
                principal=Account(self._args.environment).role(reader, role),
                kind=kind,
                tags=tags,
                permissions=permissions,
                opts=self.child(after=after, delete_before_replace=True),
            ),
        )
