"""What holds for every domain."""

from meshwright import Governance

governance = Governance(owner="platform@example.org", allowed_regions=["eu-west-1", "eu-central-1"])
