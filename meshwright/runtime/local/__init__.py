"""The runtime on one machine: a plan on DuckDB, published with pyiceberg. Not part of what is shipped to Glue."""

from .currency import current_inputs, current_snapshot, last_refreshed
from .run import ENGINE, run
from .services import Services, Tables, WholeTables

__all__ = ["ENGINE", "Services", "Tables", "WholeTables", "current_inputs", "current_snapshot", "last_refreshed", "run"]
