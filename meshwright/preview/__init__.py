"""What a reviewer must know of a change: the mesh and its graphs before and after, compared."""

from meshwright.preview.comparing import Frame, Side, compare
from meshwright.preview.jsonform import to_json
from meshwright.preview.markdown import MARKER, markdown
from meshwright.preview.report import Report
from meshwright.preview.text import text

__all__ = ["MARKER", "Frame", "Report", "Side", "compare", "markdown", "text", "to_json"]
