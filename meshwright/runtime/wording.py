"""What values look like, in words for messages."""

from .plan import Type

WORDS = {
    "int": "a whole number of 32 bits",
    "long": "a whole number of 64 bits",
    "double": "a number",
    "boolean": "true or false",
    "date": "a date (year-month-day)",
    "timestamptz": "a time (ISO 8601)",
    "string": "text in UTF-8",
    "binary": "bytes",
}
"""What a value of a scalar type looks like."""


def in_words(type: Type) -> str:
    """What a value of a type looks like."""
    if isinstance(type, dict):
        return f"a {type['type']}"
    return WORDS.get(type, f"a {type}")
