"""A preview for a terminal."""

from collections.abc import Iterator

from meshwright.language.quoting import printable
from meshwright.preview.phrases import Part, Phrase, Said
from meshwright.preview.report import Report
from meshwright.preview.sections import Section, sections, summary, verdict


def plain(phrase: Phrase) -> str:
    """A sentence without any marks but quotes around what somebody wrote."""
    return printable("".join(f'"{p.text}"' if isinstance(p, Said) else _word(p) for p in phrase))


def _word(part: Part) -> str:
    return part if isinstance(part, str) else part.text


def text(report: Report) -> str:
    """The report as lines; the same bytes for the same report."""
    lines = [
        f"{verdict(report)}: {report.environment}, compared with {printable(report.base)}, as of {report.today}",
        summary(report),
    ]
    for section in sections(report):
        lines += ["", f"{section.title} ({section.summary})", *_body(section)]
    return "\n".join(lines) + "\n"


def _body(section: Section) -> Iterator[str]:
    for item in section.items:
        yield f"  {plain(item.phrase)}"
        yield from (f"    {plain(phrase)}" for phrase in item.inner)
    for block in section.blocks:
        yield f"  {block.title}"
        yield from (f"    {printable(line)}" for line in block.lines)
