"""What one realisation did."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Outcome = Literal["created", "adopted", "updated", "replaced", "deleted", "retained", "unchanged"]


@dataclass
class Report:
    """URNs by what happened to them, in the order in which it did."""

    created: list[str] = field(default_factory=list)
    adopted: list[str] = field(default_factory=list)
    """They existed already, as after a run that was killed, or because they were retained; now as declared."""
    updated: list[str] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)
    retained: list[str] = field(default_factory=list)
    """No longer declared; they stay in the account and are forgotten."""
    unchanged: list[str] = field(default_factory=list)
    calls: Mapping[str, int] = field(default_factory=dict)
    """Each API operation that may have changed something, as ``service.operation``, and how often it was called."""
    seconds: float = 0.0
    discarded: str | None = None
    """Why an earlier account was forgotten; None where it was not."""

    def note(self, outcome: Outcome, urn: str) -> None:
        """Something happened to a resource."""
        {
            "created": self.created,
            "adopted": self.adopted,
            "updated": self.updated,
            "replaced": self.replaced,
            "deleted": self.deleted,
            "retained": self.retained,
            "unchanged": self.unchanged,
        }[outcome].append(urn)

    @property
    def counts(self) -> dict[str, int]:
        """How many of each, without those of which there are none."""
        lists = {
            "created": self.created,
            "adopted": self.adopted,
            "updated": self.updated,
            "replaced": self.replaced,
            "deleted": self.deleted,
            "retained": self.retained,
            "unchanged": self.unchanged,
        }
        return {name: len(urns) for name, urns in lists.items() if urns}

    @property
    def changed(self) -> bool:
        """Whether anything was to do."""
        return bool(set(self.counts) - {"unchanged"})
