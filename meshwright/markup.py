"""Words of definitions in Markdown, where they mean nothing but themselves."""

import re

from meshwright.language.quoting import printable

_SPECIAL = re.compile(r"[\\`*_\[\]|<>~&$]")
_LINKED = re.compile(r"(?<=[@#/:])(?=\S)|(?<=www\.)")
"""Where a code host would begin to see a mention, an issue or a link."""


def code(text: str) -> str:
    """A code span that its content can't end; in it, nothing is a mention, a link or HTML."""
    shown = printable(text.replace("\n", " "))
    runs = re.findall("`+", shown)
    if not runs:
        return f"`{shown}`" if shown.strip() else "` `"
    fence = "`" * (max(map(len, runs)) + 1)
    return f"{fence} {shown} {fence}"


def escaped(text: str) -> str:
    """Text that means nothing to Markdown, HTML, or a code host that looks for mentions, issues and links."""
    shown = printable(text.replace("\n", " "))
    return _LINKED.sub("\u2060", _SPECIAL.sub(_entity, shown))


def _entity(found: re.Match[str]) -> str:
    return {"<": "&lt;", ">": "&gt;", "&": "&amp;"}.get(found[0], f"\\{found[0]}")
