"""A database that was there before the mesh, and the tables that others fill in it."""

from dataclasses import dataclass

import pulumi
from pulumi_aws import glue, lakeformation

from meshwright.language import Environment, ProductRef

from ._component import MeshComponent
from ._product_tags import tag_product

AS_IT_IS = (
    "createTableDefaultPermissions",
    "description",
    "federatedDatabase",
    "locationUri",
    "parameters",
    "tags",
    "tagsAll",
    "targetDatabase",
)
"""What the mesh doesn't touch of a database that others made: all but its name."""


@dataclass(frozen=True, kw_only=True)
class AdoptedCatalogArgs:
    """Which database, and whose it is now."""

    ref: ProductRef
    """A product that adopts one."""
    environment: Environment
    open: bool
    """Whether every domain may read it; see ``meshwright.access``."""


@dataclass(frozen=True)
class AdoptedTable:
    """A table that is there already; the engine does not manage it, since its writer changes it."""

    name: pulumi.Output[str]
    database_name: pulumi.Output[str]


class AdoptedCatalog(MeshComponent):
    """An existing database under the mesh's governance: guarded, tagged, and otherwise as it was.

    Its tables are known by name. Whoever fills them goes on registering columns and partitions, which an engine that
    managed them would undo.
    """

    ref: ProductRef
    """Whose it is."""
    database: glue.CatalogDatabase
    """The existing one."""
    tables: dict[str, AdoptedTable]
    """By name."""
    tagged: lakeformation.ResourceLfTags
    """Comes last of what says how sensitive the product is, so that grants may wait for it."""

    def __init__(self, name: str, args: AdoptedCatalogArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("meshwright:index:AdoptedCatalog", name, opts)
        self.ref = args.ref
        existing = args.ref.database
        self.database = glue.CatalogDatabase(
            self.named("database"),
            name=existing,
            opts=self.child(existing=f"{args.environment.account}:{existing}", ignore_changes=AS_IT_IS),
        )
        self.tables = {
            t.name: AdoptedTable(pulumi.Output.from_input(t.name), self.database.name) for t in args.ref.product.tables
        }
        self.tagged = tag_product(self, args.ref, self.database, self.tables, open=args.open)
        self.register_outputs({"database": self.database.name})
