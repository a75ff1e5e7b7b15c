"""A table as AWS Glue creates Iceberg tables: with the numbers that its columns are declared with."""

import json

import pulumi
from pulumi_aws import glue

from meshwright.contracts.iceberg import doc, iceberg_type
from meshwright.language import Column, Table

FORMAT_VERSION = "2"


def iceberg_input(
    table: Table, *, location: pulumi.Input[str], properties: dict[str, str]
) -> glue.CatalogTableOpenTableFormatInputArgs:
    """What creates the table's first metadata, and changes its schema later.

    Whatever is to be taken back one day has to be said in another way then, not left out: an update sends what is here
    and nothing of what was here before.
    """
    return glue.CatalogTableOpenTableFormatInputArgs(
        iceberg_input=glue.CatalogTableOpenTableFormatInputIcebergInputArgs(
            metadata_operation="CREATE",
            version=FORMAT_VERSION,
            iceberg_table_input=glue.CatalogTableOpenTableFormatInputIcebergInputIcebergTableInputArgs(
                location=location,
                schema=_schema(table),
                partition_spec=_partition_spec(table),
                properties=properties,
            ),
        )
    )


def _schema(table: Table) -> glue.CatalogTableOpenTableFormatInputIcebergInputIcebergTableInputSchemaArgs:
    return glue.CatalogTableOpenTableFormatInputIcebergInputIcebergTableInputSchemaArgs(
        schema_id=0,
        type="struct",
        identifier_field_ids=[c.number for c in table.columns if c.key],
        fields=[_field(c) for c in table.columns],
    )


def _field(column: Column) -> glue.CatalogTableOpenTableFormatInputIcebergInputIcebergTableInputSchemaFieldArgs:
    return glue.CatalogTableOpenTableFormatInputIcebergInputIcebergTableInputSchemaFieldArgs(
        id=column.number,
        name=column.name,
        required=not column.optional,
        type=json.dumps(iceberg_type(column.type), separators=(",", ":")),
        doc=doc(column),
    )


def _partition_spec(
    table: Table,
) -> glue.CatalogTableOpenTableFormatInputIcebergInputIcebergTableInputPartitionSpecArgs | None:
    if not table.partitions:
        return None
    numbers = {c.name: c.number for c in table.columns}
    return glue.CatalogTableOpenTableFormatInputIcebergInputIcebergTableInputPartitionSpecArgs(
        spec_id=0,
        fields=[
            glue.CatalogTableOpenTableFormatInputIcebergInputIcebergTableInputPartitionSpecFieldArgs(
                source_id=numbers[partition.source],
                name=partition.name,
                transform=partition.transform,
            )
            for partition in table.partitions  # Glue numbers them, and never uses a number twice
        ],
    )
