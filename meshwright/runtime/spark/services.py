"""What a run on Spark talks to, besides Spark."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Services:
    """boto3 clients, and where Spark finds the objects that they list."""

    s3: Any
    kms: Any
    cloudwatch: Any
    files: str = "s3://"
    """What stands before ``<bucket>/<key>`` in an object's address."""
