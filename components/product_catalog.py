"""What a product looks like to whoever reads it: a database of Iceberg tables, and what is said of them."""

from dataclasses import dataclass

import pulumi
from pulumi_aws import glue, lakeformation

from meshwright import names
from meshwright.language import Environment, ProductRef, Table

from ._component import MeshComponent
from ._iceberg import iceberg_input
from ._keeping import keeps
from ._product_tags import tag_product
from .domain_access import DomainAccess
from .policies import Account
from .tags import domain_tags

SNAPSHOT_DAYS = 30
"""How far back a reader can travel in time. Longer than any run, so no run loses what it reads."""
SNAPSHOTS_KEPT = 10
"""Snapshots that are kept however old they are."""
ORPHAN_DAYS = 7
"""How long a file that no snapshot knows is kept: much longer than a run, whose files are unknown until it ends."""
COMPACT_FROM = 50
"""Files in a partition from which on they are merged."""
TABLE_PROPERTIES = {
    "write.format.default": "parquet",
    "write.parquet.compression-codec": "zstd",
    "write.object-storage.enabled": "true",
    "write.metadata.delete-after-commit.enabled": "true",
    "history.expire.max-snapshot-age-ms": str(SNAPSHOT_DAYS * 86_400_000),
    "history.expire.min-snapshots-to-keep": str(SNAPSHOTS_KEPT),
}
"""For every engine that writes a table. Files are spread by hash, since S3 limits requests by prefix."""
WRITTEN_BY_COMMITS = ("description", "parameters", "storageDescriptor")
"""What Glue derives from the Iceberg metadata, anew with every commit of a job.

The provider sends none of it when it creates an Iceberg table, so the properties say it all.
"""


@dataclass(frozen=True, kw_only=True)
class ProductCatalogArgs:
    """What only the caller knows."""

    ref: ProductRef
    environment: Environment
    data_bucket: pulumi.Input[str]
    """Name of the bucket that the tables stand in, registered with Lake Formation."""
    open: bool
    """Whether every domain may read it; see ``meshwright.access``."""
    access: DomainAccess
    """Lets the domain's pipeline write the tables, and so tend them."""


class ProductCatalog(MeshComponent):
    """The Glue database of one product major, and its tables. What holds data outlives the stack, unless retired."""

    ref: ProductRef
    """Whose it is."""
    database: glue.CatalogDatabase
    """``<domain>_<product>_v<major>``."""
    tables: dict[str, glue.CatalogTable]
    """By name."""
    tagged: lakeformation.ResourceLfTags
    """Comes last of what says how sensitive the product is, so that grants may wait for it."""

    def __init__(self, name: str, args: ProductCatalogArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("meshwright:index:ProductCatalog", name, opts)
        self._args = args
        self.ref = args.ref
        self._product = args.ref.product

        self.database = self._database()
        self.tables = {t.name: self._table(t) for t in self._product.tables}
        self.tagged = tag_product(self, args.ref, self.database, self.tables, open=args.open)
        for table in self._product.tables:
            self._tend(table)

        self.register_outputs({"database": self.database.name})

    def _location(self, table: str) -> pulumi.Output[str]:
        return pulumi.Output.from_input(self._args.data_bucket).apply(
            lambda bucket: names.data_location(bucket, self._args.ref.database, table)
        )

    def _facts(self) -> dict[str, str]:
        """What a reader of the catalog wants to know of the product."""
        ref = self._args.ref
        facts = {
            "mesh.product": ref.name,
            "mesh.version": self._product.version,
            "mesh.classification": self._product.classification,
        }
        return {**facts, "mesh.owner": ref.domain.owner} if ref.domain.owner else facts

    def _ending(self) -> dict[str, str]:
        """Until when this major stands, and which one follows it.

        Said of the database alone: its parameters are replaced as a whole, while what an Iceberg table was once told of
        itself stays when it is told no more.
        """
        said = {"mesh.sunset": self._product.sunset, "mesh.successor": self._product.successor}
        return {name: str(value) for name, value in said.items() if value is not None}

    def _database(self) -> glue.CatalogDatabase:
        ref = self._args.ref
        return glue.CatalogDatabase(
            self.named("database"),
            name=ref.database,
            description=self._product.purpose,
            location_uri=pulumi.Output.concat("s3://", self._args.data_bucket, "/", ref.database),
            parameters={**self._facts(), **self._ending()},
            create_table_default_permissions=[],
            tags=domain_tags(self._args.environment, ref.domain),
            opts=self.child(stateful=keeps(self._args.environment, ref.domain, self._product)),
        )

    def _table(self, table: Table) -> glue.CatalogTable:
        properties = {**self._facts(), **TABLE_PROPERTIES, **self._description(table)}
        return glue.CatalogTable(
            self.named(f"{table.name}-table"),
            name=table.name,
            database_name=self.database.name,
            open_table_format_input=iceberg_input(table, location=self._location(table.name), properties=properties),
            opts=self.child(
                stateful=keeps(self._args.environment, self.ref.domain, self._product, table),
                after=[self._args.access.location],
                ignore_changes=WRITTEN_BY_COMMITS,
            ),
        )

    def _description(self, table: Table) -> dict[str, str]:
        """What Glue says of the table, for engines to write: Spark takes it from ``comment``, pyiceberg from the other.

        Never left out, since a property of an Iceberg table is set and not removed.
        """
        said = table.description or self._product.purpose or str(self.ref)
        return {"comment": said, "Description": said}

    def _tend(self, table: Table) -> None:
        """Glue merges small files, drops old snapshots, and deletes files that nothing knows any more."""
        self._optimize(
            table,
            "compaction",
            compaction=glue.CatalogTableOptimizerConfigurationCompactionConfigurationArgs(
                iceberg_configuration=glue.CatalogTableOptimizerConfigurationCompactionConfigurationIcebergConfigurationArgs(
                    strategy="binpack", min_input_files=COMPACT_FROM
                )
            ),
        )
        self._optimize(
            table,
            "retention",
            retention=glue.CatalogTableOptimizerConfigurationRetentionConfigurationArgs(
                iceberg_configuration=glue.CatalogTableOptimizerConfigurationRetentionConfigurationIcebergConfigurationArgs(
                    snapshot_retention_period_in_days=SNAPSHOT_DAYS,
                    number_of_snapshots_to_retain=SNAPSHOTS_KEPT,
                    clean_expired_files=True,
                )
            ),
        )
        self._optimize(
            table,
            "orphan_file_deletion",
            orphans=glue.CatalogTableOptimizerConfigurationOrphanFileDeletionConfigurationArgs(
                iceberg_configuration=glue.CatalogTableOptimizerConfigurationOrphanFileDeletionConfigurationIcebergConfigurationArgs(
                    location=self._location(table.name), orphan_file_retention_period_in_days=ORPHAN_DAYS
                )
            ),
        )

    def _optimize(
        self,
        table: Table,
        kind: str,
        *,
        compaction: glue.CatalogTableOptimizerConfigurationCompactionConfigurationArgs | None = None,
        retention: glue.CatalogTableOptimizerConfigurationRetentionConfigurationArgs | None = None,
        orphans: glue.CatalogTableOptimizerConfigurationOrphanFileDeletionConfigurationArgs | None = None,
    ) -> None:
        environment, declared = self._args.environment, self.tables[table.name]
        role = Account(environment).role(self._args.ref.domain.name, "pipeline")
        glue.CatalogTableOptimizer(
            self.named(f"{table.name}-{kind.replace('_', '-')}"),
            catalog_id=environment.account,
            database_name=declared.database_name,
            table_name=declared.name,
            type=kind,
            configuration=glue.CatalogTableOptimizerConfigurationArgs(
                enabled=True,
                role_arn=role,
                compaction_configuration=compaction,
                retention_configuration=retention,
                orphan_file_deletion_configuration=orphans,
            ),
            opts=self.child(after=(*self._args.access.tending, self.tagged)),
        )
