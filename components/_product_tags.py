"""Says of a database and its tables how sensitive they are, in the words that grants by tag go by."""

from collections.abc import Mapping, Sequence

import pulumi
from pulumi_aws import lakeformation

from meshwright.language import ProductRef, Table

from . import ontology
from ._catalog import Named, NamedTable
from ._component import MeshComponent


def _mark_sensitive(component: MeshComponent, table: Table, declared: NamedTable) -> lakeformation.ResourceLfTags:
    """What isn't marked inherits "not sensitive" from the database."""
    return lakeformation.ResourceLfTags(
        component.named(f"{table.name}-sensitive"),
        table_with_columns=lakeformation.ResourceLfTagsTableWithColumnsArgs(
            database_name=declared.database_name,
            name=declared.name,
            column_names=[c.name for c in table.columns if c.sensitive],
        ),
        lf_tags=[lakeformation.ResourceLfTagsLfTagArgs(key=ontology.SENSITIVITY, value=ontology.SENSITIVE)],
        opts=component.child(),
    )


def _classify(
    component: MeshComponent, ref: ProductRef, database: Named, *, after: Sequence[pulumi.Resource], open: bool
) -> lakeformation.ResourceLfTags:
    """Grants by tag begin to work here, so the sensitive columns must say so already."""
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
        opts=component.child(after=after),
    )


def tag_product(
    component: MeshComponent, ref: ProductRef, database: Named, tables: Mapping[str, NamedTable], *, open: bool
) -> lakeformation.ResourceLfTags:
    """Tag the sensitive columns first and the database last, which is what grants wait for."""
    sensitive = [
        _mark_sensitive(component, t, tables[t.name]) for t in ref.product.tables if any(c.sensitive for c in t.columns)
    ]
    return _classify(component, ref, database, after=sensitive, open=open)
