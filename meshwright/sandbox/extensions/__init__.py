"""What moto lacks or gets wrong, one file for each part of a service.

These modules are loaded inside the server process only. ``install`` fails loudly when moto's next version has learnt
what an extension adds.
"""

from . import (
    glue_optimizers,
    glue_quality,
    glue_tables,
    lakeformation_filters,
    lakeformation_permissions,
    lakeformation_resources,
    lakeformation_tags,
)

EXTENSIONS = (
    glue_optimizers,
    glue_quality,
    glue_tables,
    lakeformation_filters,
    lakeformation_permissions,
    lakeformation_resources,
    lakeformation_tags,
)


def install() -> None:
    """Add everything to moto; once, before it serves."""
    for extension in EXTENSIONS:
        extension.install()
