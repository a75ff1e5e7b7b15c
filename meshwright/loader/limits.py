"""How much one definition file may ask for. A file a person wrote stays far below all of these."""

FILE_BYTES = 1024 * 1024
NESTING = 100
NODES = 50_000
ELEMENTS = 10_000
"""What all comprehensions of a file may yield together."""
STEPS = 200_000
"""Nodes evaluated, counting what comprehensions repeat."""
TEXT_LENGTH = 10_000
"""Characters of one text."""
BUILT_TEXT = 1024 * 1024
"""Characters that all f-strings of a file may build together."""
VALUES = 100_000
"""Values inside one value, counting what is shared as often as it is used."""
INTEGER_BITS = 63
FOLDER_ENTRIES = 5_000
"""Domains in ``domains/``, and files in one ``transforms/``."""
