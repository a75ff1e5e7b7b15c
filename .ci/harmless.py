"""Markdown of somebody else, of which only the form that ``mesh preview`` writes has a meaning.

It calls nobody, points to no page, commands nothing and hides nothing: mentions, links, pictures, other HTML, other
requests' numbers, diagrams and GitLab's quick actions become text. A word joiner, which nobody sees, breaks them, since
escapes would show in code. Nothing that is seen changes in what ``mesh preview`` writes.
"""

import re

JOINER = "\u2060"
_HIDDEN = re.compile(r"[^\n\t\x20-\x7e\x80-\U0010ffff]|[\x80-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2066-\u206f\ufeff]")
"""Controls, and what turns the direction of text or isn't seen."""
_TAGS = "details|details open|summary|b|sub|/details|/summary|/b|/sub|reason"
"""What a preview writes between < and >; the last is a word of its own that no HTML has."""
_BROKEN = (
    rf"<(?!(?:{_TAGS})>)(?=[A-Za-z/!?])",  # other HTML, and <address>
    r"&(?!(?:lt|gt|amp);)(?=[#A-Za-z])",  # what entities spell
    r"(?<![A-Za-z0-9])@(?=[A-Za-z0-9_])",  # somebody
    r"[#!~](?=\d)|\bGH-(?=\d)",  # another request
    r"\](?=[(\[])|(?<!\[)\](?=:)|!(?=\[)",  # links and pictures
    r"\b(?:https?|ftp):(?=//)|\bwww(?=\.)|\b(?:mailto|xmpp):(?=\S)",  # what is made a link
    r"(?m:^[ \t>]*(?=/\w))",  # a quick action
    r"(?m:^[^`~\n]*(?:`{3,}|~{3,})[ \t]*(?!diff$)(?=[^\s`~][^`\n]*$))",  # a block that is drawn
)


def harmless(text: str) -> str:
    """The text, in which only the preview's own form means something."""
    shown = _HIDDEN.sub(lambda found: found[0] if found[0] == JOINER else "\ufffd", text.replace("\r\n", "\n"))
    for pattern in _BROKEN:
        shown = re.sub(pattern, lambda found: f"{found[0]}{JOINER}", shown)
    return shown
