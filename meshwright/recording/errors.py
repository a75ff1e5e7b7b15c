"""What can go wrong in a recording."""


class RecordingError(ValueError):
    """A program that can't be recorded; the message says what and how to cure it."""
