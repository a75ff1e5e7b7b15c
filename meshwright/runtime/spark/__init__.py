"""The Spark engine: a plan on AWS Glue, published with Iceberg.

It says everything in SQL that Lake Formation's filters let pass: where a job reads through them, there are no RDDs, no
Iceberg procedures (for tables under Lake Formation) and no settings made in a running session (AWS Glue Developer Guide,
"Considerations and limitations"). Nothing here needs pyspark until a run begins.
"""

from .run import ENGINE, run
from .services import Services
from .settings import SETTINGS

__all__ = ["ENGINE", "SETTINGS", "Services", "run"]
