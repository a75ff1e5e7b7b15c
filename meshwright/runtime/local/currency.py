"""What a run would find now, to tell whether another one would change anything."""

from datetime import datetime

from pyiceberg.catalog import Catalog

from ..landing_files import files, version
from ..plan import Arguments, Plan
from .problems import explained
from .services import Services
from .tables import load, published, refreshed


def current_inputs(plan: Plan, arguments: Arguments, services: Services) -> dict[str, str]:
    """The version of every input by view, as a run record tells it; ``""`` of a table that was never published.

    Raises:
        RunError: a table or the landing bucket can't be reached.
    """
    found = {}
    for given in plan.inputs:
        if given.kind == "landing":
            with explained(f"landing {given.name} can't be listed"):
                found[given.view] = version(files(services.s3, arguments.landing_bucket, given.name))
        else:
            with explained(f"{given.database}.{given.name} can't be read"):
                found[given.view] = services.tables.version(given)
    return found


def current_snapshot(catalog: Catalog, database: str, table: str) -> int | None:
    """The snapshot that readers of a table see; None where nothing was published."""
    with explained(f"{database}.{table} can't be read"):
        current = published(load(catalog, database, table))
    return None if current is None else current.snapshot_id


def last_refreshed(catalog: Catalog, database: str, table: str) -> datetime | None:
    """When what readers of a table see was written."""
    with explained(f"{database}.{table} can't be read"):
        return refreshed(load(catalog, database, table))
