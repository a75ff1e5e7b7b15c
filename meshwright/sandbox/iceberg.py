"""The sandbox's Iceberg catalog."""

from typing import TYPE_CHECKING

from .server import Server

if TYPE_CHECKING:
    from pyiceberg.catalog.glue import GlueCatalog


def catalog(server: Server) -> "GlueCatalog":
    """pyiceberg's view of the sandbox's Glue catalog."""
    from pyiceberg.catalog.glue import GlueCatalog

    return GlueCatalog("sandbox", client=server.client("glue"), **server.iceberg_properties())
