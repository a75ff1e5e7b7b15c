"""A preview as a comment: safe, short enough, and honest about what it leaves out."""

import re
from dataclasses import replace
from datetime import date

import pytest
from markdown_it import MarkdownIt

from meshwright.preview import MARKER, Report, markdown, text
from meshwright.preview.markdown import LIMIT
from meshwright.preview.report import AccessChange, DomainChange, PropertyChange, ResourceChange

EMPTY = Report(environment="dev", base="main", today=date(2026, 11, 27))
NASTY = "</details> @everyone #1 `x` ``` <b>&amp;</b> [a](b) **c** _d_ ~~e~~ | $f$ https://g.example www.h.example\n# i"


def resource(name: str, *properties: PropertyChange) -> ResourceChange:
    return ResourceChange(
        action="update",
        stack="shop.dev",
        urn=f"urn::{name}",
        type="aws:s3/bucket:Bucket",
        name=name,
        component="",
        properties=properties,
    )


def access(reason: str) -> AccessChange:
    return AccessChange(
        kind="gained", consumer="finance", roles=("reader",), product="shop.orders v1", table="orders", reason=reason
    )


def test_the_marker_comes_first() -> None:
    assert markdown(EMPTY).splitlines()[0] == MARKER


def test_what_says_nothing_is_left_out() -> None:
    assert "<details" not in markdown(EMPTY)


def test_what_people_wrote_can_neither_format_nor_mention() -> None:
    shown = markdown(replace(EMPTY, access=(access(NASTY),)))
    assert shown.count("</details>") == shown.count("<details")
    line = next(x for x in shown.splitlines() if "finance" in x)
    assert not re.search(r"@\w|#\d|(?<!\\)\*\*c|(?<!\\)`{3}|<b>|https://|www\.\w|(?<!\\)\[a", line)
    assert "\n# i" not in shown


def test_a_parser_finds_nothing_but_text_in_what_people_wrote() -> None:
    shown = markdown(replace(EMPTY, access=(access(NASTY),)))
    inline = [t for token in MarkdownIt("commonmark").parse(shown) for t in token.children or ()]
    assert {t.type for t in inline} <= {
        "text",
        "code_inline",
        "strong_open",
        "strong_close",
        "html_inline",
        "softbreak",
    }
    assert {t.content for t in inline if t.type == "html_inline"} <= {"<sub>", "</sub>"}
    assert "".join(t.content for t in inline if "everyone" in t.content).count("\u2060") > 5


def test_a_value_cannot_end_its_block() -> None:
    change = resource("data", PropertyChange(path="tags.a", kind="changed", before="a", after="```\n</details>\n````"))
    shown = markdown(replace(EMPTY, resources=(change,)))
    fence = next(x for x in shown.splitlines() if x.endswith("diff")).removesuffix("diff")
    assert len(fence) == 5
    assert shown.splitlines().count(fence) == 1


@pytest.mark.parametrize("character", ["\u202e", "\u200b", "\x1b", "\u2066"])
def test_what_would_not_show_as_itself_is_written_out(character: str) -> None:
    report = replace(EMPTY, access=(access(f"a{character}b"),))
    assert character not in markdown(report)
    assert character not in text(report)


@pytest.mark.parametrize("number", [10, 1_000, 20_000])
def test_a_comment_stays_below_the_limit_and_says_what_it_leaves_out(number: int) -> None:
    domains = tuple(DomainChange(kind="added", name=f"domain{n}") for n in range(number))
    resources = tuple(
        resource(f"bucket{n}", PropertyChange(path="tags.a", kind="changed", before=n, after="x" * 300))
        for n in range(number)
    )
    shown = markdown(replace(EMPTY, domains=domains, resources=resources))
    assert len(shown) < LIMIT
    named = len(re.findall(r"^- `domain\d+`", shown, re.MULTILINE))
    left_out = re.search(r"and ([\d,]+) more items?, left out", shown)
    assert named + (int(left_out[1].replace(",", "")) if left_out else 0) == number


def test_even_a_hopeless_report_is_cut_below_the_limit() -> None:
    findings = replace(EMPTY, access=tuple(access("a" * 1000) for _ in range(50)))
    shown = markdown(findings, limit=1500)
    assert len(shown) < 1500
    assert "don't fit here" in shown
