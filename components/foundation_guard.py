"""What keeps a foundation from being destroyed under its domains."""

from collections.abc import Sequence

import pulumi

from ._component import MeshComponent


class FoundationGuard(MeshComponent):
    """Protected, and waiting for all that stands, so that it would be the first to go: the engine refuses before it
    deletes anything, and ``--exclude-protected`` leaves everything in place. ``mesh destroy`` lifts the protection
    once no domain is there.
    """

    def __init__(
        self, name: str, standing: Sequence[pulumi.Resource], opts: pulumi.ResourceOptions | None = None
    ) -> None:
        guarded = pulumi.ResourceOptions(protect=True, depends_on=list(standing))
        super().__init__("meshwright:index:FoundationGuard", name, pulumi.ResourceOptions.merge(opts, guarded))
        self.register_outputs({})
