"""The one place that says how a mesh component names and parents its children."""

from collections.abc import Sequence

import pulumi


class MeshComponent(pulumi.ComponentResource):
    """A component of the platform.

    The type token (``meshwright:index:<Noun>``) is written out by each subclass rather than derived from its class
    name: the token is part of every child's identity in state, so renaming a class must never move live data.
    """

    def __init__(self, token: str, name: str, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(token, name, None, opts)
        self._prefix = name

    def named(self, purpose: str) -> str:
        """The logical name of a child: the component's own name, then what the child is for."""
        return f"{self._prefix}-{purpose}"

    def child(
        self,
        *,
        stateful: bool = False,
        after: Sequence[pulumi.Resource] = (),
        ignore_changes: Sequence[str] = (),
        delete_before_replace: bool = False,
        existing: str | None = None,
    ) -> pulumi.ResourceOptions:
        """Options for a child; providers, protection and aliases are inherited from the component.

        ``stateful``: it outlives the code that declared it. ``after``: single resources that must exist first, never
        a component, since waiting for one waits for all of its children. ``ignore_changes``: inputs (camelCase) that
        somebody else writes. ``delete_before_replace``: two of it would be one and the same, so that deleting the old
        one later would take the new one with it. ``existing``: the id of what was there before, which is taken over and
        then guarded; only a person can let go of it.
        """
        return pulumi.ResourceOptions(
            parent=self,
            retain_on_delete=stateful or existing is not None or None,
            protect=existing is not None or None,
            import_=existing,
            depends_on=list(after) or None,
            ignore_changes=list(ignore_changes) or None,
            delete_before_replace=delete_before_replace or None,
        )
