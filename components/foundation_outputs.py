"""What the foundation gives every domain: the contract between the two kinds of stack."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

import pulumi


@dataclass(frozen=True, kw_only=True)
class FoundationOutputs:
    """Stack outputs of ``foundation.<environment>``, each under its field's name.

    What follows from a name alone (the roles of a domain, the boundary's name) is built by ``meshwright.names``.
    """

    suffix: pulumi.Input[str]
    """Eight hexadecimal digits that end every globally unique name."""
    log_bucket: pulumi.Input[str]
    """Name of the bucket that S3 access logs go to."""
    artifact_bucket: pulumi.Input[str]
    """Name of the bucket of job scripts, plans and the packaged runtime; a domain's stand under ``<domain>/``."""
    catalog_bucket: pulumi.Input[str]
    """Name of the bucket of contracts, pages and run records (``runs/<database>/<table>/<run>.json``)."""
    audit_bucket: pulumi.Input[str]
    """Name of the bucket that the audit trail is kept in."""
    platform_key_arn: pulumi.Input[str]
    """The key that encrypts the artifact, catalog and audit buckets, the bus and the alerts of the platform."""
    bus_name: pulumi.Input[str]
    bus_arn: pulumi.Input[str]
    """The event bus that ``product.published`` is announced on."""
    boundary_arn: pulumi.Input[str]
    """The permissions boundary of every role of a domain."""
    lake_formation_role_arn: pulumi.Input[str]
    """What Lake Formation reads and writes registered locations as."""
    alerts_topic_arn: pulumi.Input[str]
    """Where alarms of the platform go."""

    @classmethod
    def from_reference(cls, foundation: pulumi.StackReference) -> "FoundationOutputs":
        """Read back what ``export`` wrote; a missing output fails the program, by ``pulumi.RunError``."""

        def read(name: str) -> pulumi.Output[str]:
            return foundation.outputs.apply(lambda told: _told(told, name))

        return cls(**{f.name: read(f.name) for f in fields(cls)})

    def export(self) -> None:
        """Make these the outputs of the running stack."""
        for field in fields(self):
            pulumi.export(field.name, getattr(self, field.name))


def _told(outputs: Mapping[str, Any], name: str) -> str:
    if name not in outputs:
        raise pulumi.RunError(f"the foundation has not come up whole, it has no output {name}; bring it up first")
    return str(outputs[name])
