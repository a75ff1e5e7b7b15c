"""Texts as Python literals, with the quotes that a formatter prefers and nothing hidden in them."""

import re

from rich.cells import cell_len

_NAMED = {"\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}
_PIECE = re.compile(r"[^ \n]*(?:\n| +|\Z)")


def literal(text: str) -> str:
    """The text in quotes: double ones, unless single ones save escapes."""
    quote = "'" if text.count('"') > text.count("'") else '"'
    return f"{quote}{''.join(_character(c, quote) for c in text)}{quote}"


def _character(character: str, quote: str) -> str:
    if character == quote:
        return f"\\{quote}"
    if character in _NAMED:
        return _NAMED[character]
    if character.isprintable():
        return character
    return character.encode("unicode_escape").decode("ascii")


def width(text: str) -> int:
    """How many columns of a line it takes: some characters are twice as wide as others."""
    return len(text) if text.isascii() else cell_len(text)


def wrapped(text: str, room: int) -> list[str]:
    """The text as literals of at most ``room`` columns that follow one another, cut behind spaces and line ends.

    What has no space stays whole and may be wider.
    """
    parts = [""]
    for piece in _PIECE.findall(text):
        if parts[-1] and (parts[-1].endswith("\n") or width(literal(parts[-1] + piece)) > room):
            parts.append(piece)
        else:
            parts[-1] += piece
    return [literal(part) for part in parts if part] or [literal("")]
