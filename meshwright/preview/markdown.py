"""A preview as a comment on a pull request."""

import re
from collections.abc import Iterator, Sequence

from meshwright.language.quoting import printable
from meshwright.markup import code, escaped
from meshwright.preview.phrases import Code, Part, Phrase, Said, Strong, Told
from meshwright.preview.report import Report
from meshwright.preview.resources import Block
from meshwright.preview.sections import Section, sections, summary, verdict

MARKER = "<!-- meshwright-preview -->"
"""The first line: by it a comment is found again, to be updated in place."""
LIMIT = 60_000
"""Characters that a comment may have; the code hosts' own limits begin at 65,536."""
_KEPT = (None, 800, 400, 200, 100, 50, 25, 10, 5, 2)
"""Lines that each list keeps, in the attempts to stay below the limit."""
_SIGNS = {0: "✅", 1: "⛔", 3: "🟡"}
_DIFF = {"~": "!", "±": "!"}
"""Signs as a diff's highlighting knows them."""


def markdown(report: Report, *, limit: int = LIMIT) -> str:
    """The report as Markdown below ``limit`` characters; the same bytes for the same report.

    What doesn't fit is cut, list by list, and each cut says how much is missing and where to find it.
    """
    for kept in _KEPT:
        whole = _whole(report, kept)
        if len(whole) < limit:
            return whole
    short = [*_head(report), "", f"The rest has {len(whole):,} characters, which don't fit here. {_ELSEWHERE}"]
    return "\n".join(short)[: limit - 1] + "\n"


_ELSEWHERE = "`mesh preview` in a checkout shows all of it."


def _whole(report: Report, kept: int | None) -> str:
    lines = _head(report)
    for section in sections(report):
        lines += ["", *_section(section, kept)]
    return "\n".join(lines) + "\n"


def _head(report: Report) -> list[str]:
    base = code(report.base)
    return [
        MARKER,
        f"### {_SIGNS[report.status]} {verdict(report)} · {code(report.environment)}",
        "",
        f"{escaped(summary(report)[:1].upper() + summary(report)[1:])}.",
        "",
        f"<sub>Compared with {base}, as of {report.today}.</sub>",
    ]


def _section(section: Section, kept: int | None) -> Iterator[str]:
    yield f"<details{' open' if section.open else ''}>"
    yield f"<summary><b>{section.title}</b> · {section.summary}</summary>"
    yield ""
    if section.items:
        for item in section.items[:kept]:
            yield f"- {_phrase(item.phrase)}"
            yield from (f"  - {_phrase(phrase)}" for phrase in item.inner[:kept])
            yield from _left_out(len(item.inner), kept, "change", "  ")
        yield from _left_out(len(section.items), kept, "item")
    for block in section.blocks:
        yield from _block(block, kept)
    yield ""
    yield "</details>"


def _block(block: Block, kept: int | None) -> Iterator[str]:
    lines = [_diff_line(line) for line in block.lines[:kept]]
    fence = _fence(lines)
    yield f"{code(block.title)}"
    yield f"{fence}diff"
    yield from lines
    yield fence
    yield from _left_out(len(block.lines), kept, "line")


def _left_out(number: int, kept: int | None, noun: str, indent: str = "") -> Iterator[str]:
    if kept is not None and number > kept:
        more = number - kept
        yield ""
        yield f"{indent}… and {more:,} more {noun}{'' if more == 1 else 's'}, left out to fit a comment. {_ELSEWHERE}"


def _diff_line(line: str) -> str:
    sign = line[:1]
    return printable(_DIFF.get(sign, sign) + line[1:])


def _fence(lines: Sequence[str]) -> str:
    """Longer than any run of backticks inside, so that nothing inside ends it."""
    longest = max((len(run) for line in lines for run in re.findall("`+", line)), default=0)
    return "`" * max(3, longest + 1)


def _phrase(phrase: Phrase) -> str:
    return "".join(map(_part, phrase))


def _part(part: Part) -> str:
    match part:
        case Code(text):
            return code(text)
        case Said(text):
            return f"“{escaped(text)}”"
        case Told(text):
            return escaped(text)
        case Strong(text):
            return f"**{escaped(text)}**"
    return escaped(part)
