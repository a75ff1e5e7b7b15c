"""The Spark engine: a plan on AWS Glue, published with Iceberg.

It does all in ways that Lake Formation's filters let pass: where a job reads through them, there are no RDDs, and none
of Iceberg's procedures for tables under Lake Formation (AWS Glue Developer Guide, "Considerations and limitations").
Nothing here needs pyspark until a run begins.
"""

from .run import ENGINE, run
from .services import Services
from .settings import SETTINGS

__all__ = ["ENGINE", "SETTINGS", "Services", "run"]
