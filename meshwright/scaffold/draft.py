"""A product that is about to be written: its definition, its SQL, its sample, and what to tell about them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from meshwright.language import Landing, Product

from .inserting import Additions


@dataclass(frozen=True)
class Draft:
    """What a new product adds to its domain."""

    product: Product
    landings: tuple[Landing, ...] = ()
    transforms: Mapping[str, str] = field(default_factory=dict)
    """By file name in ``transforms/``, its text."""
    samples: Mapping[str, bytes] = field(default_factory=dict)
    """By path in the domain's folder, what is put there."""
    notes: Mapping[str, str] = field(default_factory=dict)
    """Comments of the definition, see ``meshwright.writing.Notes``."""
    remarks: Sequence[str] = ()
    """What a person should know and look at."""

    @property
    def additions(self) -> Additions:
        """What comes into the definition file."""
        return Additions(landings=self.landings, products=(self.product,), notes=self.notes)
