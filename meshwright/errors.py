"""The one exception that the command line prints as a sentence instead of a traceback."""


class MeshError(Exception):
    """Something a person can mend: the message says what is wrong and, after a semicolon, how to mend it."""
