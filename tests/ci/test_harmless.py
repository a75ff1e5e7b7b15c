"""Of somebody else's Markdown nothing but a preview's own form has a meaning where it is published."""

import re
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from .scripts import ROOT, loaded

harmless, JOINER = loaded("harmless").harmless, loaded("harmless").JOINER
MARKER = loaded("comment").MARKER
EXPECTED = (ROOT / "tests" / "preview").rglob("*.md")
PREVIEWS = sorted(path for path in EXPECTED if path.read_text(encoding="utf-8").startswith(MARKER))
HTML = re.compile(r"</?(?:details|summary|b|sub)>|<details open>")
MENTION = re.compile(r"(?<![A-Za-z0-9])@\w")
FORM = {"inline", "text", "softbreak", "hardbreak", "html_inline", "html_block", "code_inline", "fence", "code_block"}
FORM |= {
    f"{name}_{side}" for name in ("paragraph", "heading", "list_item", "bullet_list") for side in ("open", "close")
}
FORM |= {f"{name}_{side}" for name in ("ordered_list", "blockquote", "em", "strong") for side in ("open", "close")}
BAD = [
    "@team", "cc **@org/team**", "**a**@team", "`x`@team", "_a_@team", "&#64;team", "&#x40;team", "&commat;team",
    "<img src=https://evil.example/x.png>", "<a href='https://evil.example'>ok</a>", "<IMG SRC=x>", "<svg/onload=x>",
    "<!-- hidden -->", "<details onclick=x>", "<script>x</script>", "<https://evil.example>", "<me@evil.example>",
    "![a](https://evil.example/x.png)", "[approved](https://evil.example)", "[a][b]\n\n[b]: https://evil.example",
    "[b]\n\n[b]: https://evil.example", "[a\nb]\n\n[a\nb]: https://evil.example", "![b]\n\n[b]: x",
    "see https://evil.example", "see www.evil.example", "mailto:me@evil.example",
    "```mermaid\ngraph TD\n```", "- ```mermaid\n  graph TD\n  ```", "~~~math\nx\n~~~",
    "/merge", "ok\n/approve\n", "  /close", "> /close", "fixes #12", "org/repo#12", "!3", "GH-12", "~1",
    "\u202eyug", "a\u200bb", "a\x1b[31mb", "a\x00b",
]  # fmt: skip


def tokens(text: str) -> list[tuple[str, str, str]]:
    """What Markdown makes of it: kind, content, language of a block."""
    parsed = MarkdownIt("commonmark").parse(text)
    found = [*parsed, *(child for token in parsed for child in token.children or [])]
    return [(token.type, token.content, token.info) for token in found]


@pytest.mark.parametrize("text", BAD)
def test_what_would_call_point_command_or_hide_is_text(text: str) -> None:
    shown = harmless(text)
    for kind, content, language in tokens(shown):
        assert kind in FORM, f"{kind} in {shown!r}"
        assert language in ("", "diff") or language.startswith(JOINER), shown
        if kind.startswith("html"):
            assert HTML.sub("", content).strip() == "", content
        assert kind != "text" or not MENTION.search(content), content
    assert not re.search(r"(?m)^[ \t>]*/\w|https?://|\bwww\.\w|[#!~]\d|GH-\d", shown)
    assert shown.replace(JOINER, "").isprintable() or "\n" in shown


@pytest.mark.parametrize("path", PREVIEWS, ids=lambda path: path.stem)
def test_a_preview_looks_as_it_did(path: Path) -> None:
    text = path.read_text(encoding="utf-8").removeprefix(MARKER)
    shown = harmless(text)
    assert shown.replace(JOINER, "") == text.replace(JOINER, "")
    before, after = ([(kind, content.replace(JOINER, "")) for kind, content, _ in tokens(t)] for t in (text, shown))
    assert after == before
    assert harmless(shown) == shown, "once is enough"


def test_there_are_previews_to_look_at() -> None:
    assert len(PREVIEWS) > 50
