"""Where something was written, in few characters."""

from meshwright.language import Place


def written(place: Place) -> str:
    """``path:line``; the column says nothing to whoever only looks who wrote what."""
    return f"{place.path or 'made in code'}:{place.line}" if place.line else place.path or "made in code"
