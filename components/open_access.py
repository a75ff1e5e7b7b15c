"""What a domain may read of everything that is open."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
from pulumi_aws import lakeformation

from meshwright.access.standing import OPEN

from . import ontology
from ._component import MeshComponent
from ._grants import SEE, grant_by_tag, tables_of


@dataclass(frozen=True, kw_only=True)
class OpenAccessArgs:
    """Who reads, and what has to be there first."""

    role_arns: Mapping[str, pulumi.Input[str]]
    """The domain's roles, by duty."""
    tags: Mapping[str, lakeformation.LfTag]
    """Those that open data carries, by key."""


class OpenAccess(MeshComponent):
    """Lets a domain's pipeline and reader read what any domain calls open, but for sensitive columns.

    By tag, and in the foundation: four grants a domain, however much is open and however many open something. A product
    that is opened or closed changes its tag and no grant. No product has both this and a grant by name, which a tag
    would undo.

    A domain's grants wait for one another and for no other domain's, so that they follow from it alone. Where those of
    several meet, Lake Formation refuses one and the provider asks again.
    """

    def __init__(self, name: str, args: OpenAccessArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("meshwright:index:OpenAccess", name, opts)
        self._args = args

        opened = {ontology.VISIBILITY: "open"}
        self._last: Sequence[pulumi.Resource] = [args.tags[key] for key in sorted(tables_of(OPEN, opened))]
        for role in OPEN.roles:
            self._grant(role, "DATABASE", opened, SEE)
            self._grant(role, "TABLE", tables_of(OPEN, opened), OPEN.actions)

        self.register_outputs({})

    def _grant(self, role: str, kind: str, tags: Mapping[str, str], permissions: Sequence[str]) -> None:
        granted = grant_by_tag(
            self.named(f"{role}-{kind.lower()}s"),
            principal=self._args.role_arns[role],
            kind=kind,
            tags=tags,
            permissions=permissions,
            opts=self.child(after=self._last, delete_before_replace=True),
        )
        self._last = (granted,)
