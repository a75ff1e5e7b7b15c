"""How a message shows a value that somebody wrote."""

_LONGEST = 60


def quoted(value: object) -> str:
    """The value on one line and not too long: text in double quotes, anything else as Python writes it."""
    if isinstance(value, str):
        shown = value if len(value) <= _LONGEST else f"{value[: _LONGEST - 1]}…"
        escaped = shown.replace('"', '\\"')
        return f'"{printable(escaped)}"'
    if isinstance(value, int) and value.bit_length() > 64:
        return f"a number of {value.bit_length()} bits"
    shown = repr(value)
    return printable(shown if len(shown) <= _LONGEST else f"{shown[: _LONGEST - 1]}…")


def printable(text: str) -> str:
    """The text with everything that a terminal would not show as itself written as an escape."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)
