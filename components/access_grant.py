"""What one domain may read of another's product."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pulumi
from pulumi_aws import lakeformation

from meshwright import names
from meshwright.access import Entitlement
from meshwright.language import Environment

from ._catalog import Catalog
from ._component import MeshComponent
from ._grants import SEE, SELECT
from ._turns import Turns
from .policies import Account


@dataclass(frozen=True, kw_only=True)
class AccessGrantArgs:
    """What was agreed, and on what."""

    entitlements: Sequence[Entitlement]
    """Of one consumer, on tables of one product."""
    catalog: Catalog
    """The product's."""
    environment: Environment
    turns: Turns
    """Shared by all grants of the stack."""


class AccessGrant(MeshComponent):
    """One consumer's access to one product: no table, column or row beyond what was agreed.

    A limit on columns is a data cells filter, with all rows where rows aren't limited: Glue's jobs fail on tables that
    they reach by columns granted simply. Each filter names its columns, since one that names what it leaves out would
    open whatever is added later.
    """

    def __init__(self, name: str, args: AccessGrantArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("meshwright:index:AccessGrant", name, opts)
        self._args = args

        for called, principal in sorted({holder for e in args.entitlements for holder in self._holders(e)}):
            self._show_database(called, principal)
        for entitlement in args.entitlements:
            if not entitlement.whole:
                self._filter(entitlement)
            for called, principal in self._holders(entitlement):
                if entitlement.whole:
                    self._grant_table(entitlement, called, principal)
                else:
                    self._grant_filtered(entitlement, called, principal)

        self.register_outputs({})

    def _show_database(self, called: str, principal: str) -> None:
        database = self._args.catalog.database
        self._args.turns.take(
            self._args.entitlements[0].ref.database,
            lambda after: lakeformation.Permissions(
                self.named(f"describe-database-{called}"),
                principal=principal,
                database=lakeformation.PermissionsDatabaseArgs(name=database.name),
                permissions=list(SEE),
                opts=self.child(after=after, delete_before_replace=True),
            ),
            first=[self._args.catalog.tagged],
        )

    def _grant_table(self, entitlement: Entitlement, called: str, principal: str) -> None:
        table = self._args.catalog.tables[entitlement.table.name]
        self._args.turns.take(
            _table(entitlement),
            lambda after: lakeformation.Permissions(
                self.named(f"{entitlement.table.name}-{called}"),
                principal=principal,
                table=lakeformation.PermissionsTableArgs(database_name=table.database_name, name=table.name),
                permissions=list(entitlement.actions),
                opts=self.child(after=after, delete_before_replace=True),
            ),
            first=[self._args.catalog.tagged],
        )

    def _filter(self, entitlement: Entitlement) -> None:
        table = self._args.catalog.tables[entitlement.table.name]
        # the SDK's class has no fields, and so no types
        all_rows = lakeformation.DataCellsFilterTableDataRowFilterAllRowsWildcardArgs()  # type: ignore[no-untyped-call]
        rows = lakeformation.DataCellsFilterTableDataRowFilterArgs(
            filter_expression=entitlement.rows,
            all_rows_wildcard=all_rows if entitlement.rows is None else None,
        )
        self._args.turns.take(
            _table(entitlement),
            lambda after: lakeformation.DataCellsFilter(
                self.named(f"{entitlement.table.name}-filter"),
                table_data=lakeformation.DataCellsFilterTableDataArgs(
                    table_catalog_id=self._args.environment.account,
                    database_name=table.database_name,
                    table_name=table.name,
                    name=names.data_filter(entitlement.consumer),
                    column_names=list(entitlement.columns),
                    row_filter=rows,
                ),
                opts=self.child(after=after),
            ),
            first=[self._args.catalog.tagged],
        )

    def _grant_filtered(self, entitlement: Entitlement, called: str, principal: str) -> None:
        table = self._args.catalog.tables[entitlement.table.name]
        self._args.turns.take(
            _table(entitlement),
            lambda after: lakeformation.Permissions(
                self.named(f"{entitlement.table.name}-{called}"),
                principal=principal,
                data_cells_filter=lakeformation.PermissionsDataCellsFilterArgs(
                    table_catalog_id=self._args.environment.account,
                    database_name=table.database_name,
                    table_name=table.name,
                    name=names.data_filter(entitlement.consumer),
                ),
                permissions=list(SELECT),
                opts=self.child(after=after, delete_before_replace=True),
            ),
            first=[self._args.catalog.tagged],
        )

    def _holders(self, entitlement: Entitlement) -> Iterator[tuple[str, str]]:
        """What the resources of each role are called by, and its ARN."""
        account = Account(self._args.environment)
        for role in entitlement.roles:
            yield role, account.role(entitlement.consumer, role)
        for role in entitlement.existing:
            last = role.rpartition("/")[2]
            called = f"adopted-{last}" if last in entitlement.roles else last
            yield called, account.arn("iam", f"role/{role}", regional=False)


def _table(entitlement: Entitlement) -> str:
    """What grants on it take turns for."""
    return f"{entitlement.ref.database}.{entitlement.table.name}"
