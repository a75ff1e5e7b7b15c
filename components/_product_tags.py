"""Says of a database and its tables how sensitive they are, in the words that grants by tag go by."""

from collections.abc import Iterator, Mapping, Sequence

import pulumi
from pulumi_aws import lakeformation

from meshwright.language import ProductRef, Table

from . import ontology
from ._catalog import Named, NamedTable
from ._component import MeshComponent


def _mark_sensitive(component: MeshComponent, table: Table, declared: NamedTable) -> Iterator[pulumi.Resource]:
    """What isn't marked inherits "not sensitive" from the database.

    Each column is marked by itself: a mark can't be changed, so one of several columns would be set anew for one more,
    and taking off the old one would take it off all of them. Lake Formation refuses two changes of one table at a time,
    so they wait for one another.
    """
    last: tuple[pulumi.Resource, ...] = ()
    for column in (c for c in table.columns if c.sensitive):
        opts = component.child(after=last, delete_before_replace=True)
        if not last:
            opts.aliases = [pulumi.Alias(name=component.named(f"{table.name}-sensitive"))]  # once all in one
        marked = lakeformation.ResourceLfTags(
            component.named(f"{table.name}-{column.name}-sensitive"),
            table_with_columns=lakeformation.ResourceLfTagsTableWithColumnsArgs(
                database_name=declared.database_name, name=declared.name, column_names=[column.name]
            ),
            lf_tags=[lakeformation.ResourceLfTagsLfTagArgs(key=ontology.SENSITIVITY, value=ontology.SENSITIVE)],
            opts=opts,
        )
        last = (marked,)
        yield marked


def _classify(
    component: MeshComponent, ref: ProductRef, database: Named, *, after: Sequence[pulumi.Resource], open: bool
) -> lakeformation.ResourceLfTags:
    """Grants by tag begin to work here, so the sensitive columns must say so already.

    Tags can't be changed: the old ones go first, or taking them off would take off the new ones.
    """
    said = {
        ontology.CLASSIFICATION: ref.product.classification,
        ontology.DOMAIN: ref.domain.name,
        ontology.SENSITIVITY: ontology.NOT_SENSITIVE,
        ontology.VISIBILITY: "open" if open else "shared",
    }
    return lakeformation.ResourceLfTags(
        component.named("tags"),
        database=lakeformation.ResourceLfTagsDatabaseArgs(name=database.name),
        lf_tags=[lakeformation.ResourceLfTagsLfTagArgs(key=k, value=v) for k, v in said.items()],
        opts=component.child(after=after, delete_before_replace=True),
    )


def tag_product(
    component: MeshComponent, ref: ProductRef, database: Named, tables: Mapping[str, NamedTable], *, open: bool
) -> lakeformation.ResourceLfTags:
    """Tag the sensitive columns first and the database last, which is what grants wait for."""
    sensitive = [m for t in ref.product.tables for m in _mark_sensitive(component, t, tables[t.name])]
    return _classify(component, ref, database, after=sensitive, open=open)
