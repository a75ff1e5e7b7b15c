"""What can go wrong in a recording."""

from meshwright.errors import MeshError


class RecordingError(MeshError, ValueError):
    """A program that can't be recorded; the message says what and how to mend it."""
