"""Says of a database and its tables how sensitive they are, in the words that grants by tag go by."""

from collections.abc import Callable, Mapping, Sequence

import pulumi
from pulumi_aws import lakeformation

from meshwright.language import ProductRef, Table

from . import ontology
from ._catalog import Named, NamedTable


def mark_sensitive(
    name: str, table: Table, declared: NamedTable, opts: pulumi.ResourceOptions
) -> lakeformation.ResourceLfTags:
    """Tag the sensitive columns. What isn't marked inherits "not sensitive" from the database."""
    return lakeformation.ResourceLfTags(
        name,
        table_with_columns=lakeformation.ResourceLfTagsTableWithColumnsArgs(
            database_name=declared.database_name,
            name=declared.name,
            column_names=[c.name for c in table.columns if c.sensitive],
        ),
        lf_tags=[lakeformation.ResourceLfTagsLfTagArgs(key=ontology.SENSITIVITY, value=ontology.SENSITIVE)],
        opts=opts,
    )


def classify(
    name: str, ref: ProductRef, database: Named, *, open: bool, opts: pulumi.ResourceOptions
) -> lakeformation.ResourceLfTags:
    """Tag the database. Grants by tag begin to work here, so the sensitive columns must say so already."""
    said = {
        ontology.CLASSIFICATION: ref.product.classification,
        ontology.DOMAIN: ref.domain.name,
        ontology.SENSITIVITY: ontology.NOT_SENSITIVE,
        ontology.VISIBILITY: "open" if open else "shared",
    }
    return lakeformation.ResourceLfTags(
        name,
        database=lakeformation.ResourceLfTagsDatabaseArgs(name=database.name),
        lf_tags=[lakeformation.ResourceLfTagsLfTagArgs(key=k, value=v) for k, v in said.items()],
        opts=opts,
    )


def tag_product(
    named: Callable[[str], str],
    child: Callable[[Sequence[pulumi.Resource]], pulumi.ResourceOptions],
    ref: ProductRef,
    database: Named,
    tables: Mapping[str, NamedTable],
    *,
    open: bool,
) -> lakeformation.ResourceLfTags:
    """Tag the sensitive columns first and the database last, which is what grants wait for."""
    sensitive = [
        mark_sensitive(named(f"{t.name}-sensitive"), t, tables[t.name], child(()))
        for t in ref.product.tables
        if any(c.sensitive for c in t.columns)
    ]
    return classify(named("tags"), ref, database, open=open, opts=child(sensitive))
