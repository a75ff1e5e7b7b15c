"""What is not as it should be, one thing at a time."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Kind = Literal["missing", "changed", "unmanaged", "left behind", "kept"]
About = Literal["grant", "filter", "tag", "tag values"]


@dataclass(frozen=True)
class Difference:
    """One thing that Lake Formation has and shouldn't, or should have and doesn't, or has otherwise."""

    kind: Kind
    """``unmanaged``: made by hand; ``left behind``: once compiled, and not any more; ``kept``: made by hand on what was
    adopted, which is no drift."""
    about: About
    subject: str
    """In words, such as ``table sales.orders``."""
    principal: str = ""
    """Of a grant."""
    permissions: tuple[str, ...] = ()
    found: str = ""
    wanted: str = ""
    why: str = ""
    revocable: Mapping[str, Any] | None = field(default=None, compare=False, repr=False)
    """Of what should not be there, or is tagged otherwise: the request that takes it back, as ``operation`` and
    ``parameters``."""
    keeps: Mapping[str, Any] | None = field(default=None, compare=False, repr=False)
    """What that would take too although it is wanted: the request that gives it again."""
    grant: Mapping[str, Any] | None = field(default=None, compare=False, repr=False)
    """Of an unmanaged grant: its resource."""


@dataclass(frozen=True)
class Drift:
    """Everything that a comparison found."""

    differences: tuple[Difference, ...]
    implicit: int
    """Permissions that Lake Formation gives to creators and administrators by itself, and that nobody can revoke."""
    others: int
    """Permissions on what is not the mesh's, which nothing is said of."""
    compared: int
    """Permissions that are as compiled."""

    @property
    def drifted(self) -> bool:
        """Whether anything is another than it should be; what is kept is not."""
        return any(d.kind != "kept" for d in self.differences)
