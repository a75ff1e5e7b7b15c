"""What the platform controls, where each control is enforced, and how it stands in one mesh."""

from .document import as_json, as_markdown
from .register import CONTROLS, Control
from .standing import Standing, standings

__all__ = ["CONTROLS", "Control", "Standing", "as_json", "as_markdown", "standings"]
