"""What holds for every domain."""

from meshwright import Governance

governance = Governance(
    owner="data-platform@example.org",
    allowed_regions=["eu-west-1", "eu-central-1"],
    classifications=["public", "internal", "confidential", "restricted"],
    standard_types={
        "carrier": "text",
        "origin": "text",
        "scheduled_at": "timestamp",
    },
)
