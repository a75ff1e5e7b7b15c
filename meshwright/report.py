"""Findings for people and for machines: text, JSON, and what code hosts read."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from typing import Any, Literal, get_args
from urllib.parse import quote

from meshwright.findings import Finding
from meshwright.language.quoting import printable

Format = Literal["text", "json", "sarif", "codequality", "github"]
Explanations = Mapping[str, tuple[str, str, str]]
"""Of each id: what must be true, why, and how to get there."""

_WHOLE = "Pulumi.yaml"
"""Where code hosts show what is about no file: their findings need one, and every mesh has this. Of a report of which
one finding has none, GitHub refuses the whole."""
_SARIF_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def render(findings: Iterable[Finding], format: Format, explanations: Explanations | None = None) -> str:
    """The findings, sorted and each once, as ``text`` (a line each), ``json``, ``sarif`` (2.1.0), ``codequality``
    (GitLab's report of that name) or ``github`` (commands in a workflow's log that annotate the changed lines).

    Ends with a line feed unless it is empty. The same findings give the same bytes. ``explanations`` describe the
    ids in SARIF; an id without one is described by its name.
    """
    ordered = sorted(set(findings))
    if format == "text":
        return "".join(f"{printable(str(finding))}\n" for finding in ordered)
    if format == "json":
        return _json({"findings": [_record(finding) for finding in ordered]})
    if format == "sarif":
        return _json(_sarif(ordered, explanations or {}))
    if format == "codequality":
        return _json(_codequality(ordered))
    if format == "github":
        return "".join(map(_command, ordered))
    raise ValueError(f"format {format!r} is not known; write one of {', '.join(get_args(Format))}")


def _json(document: dict[str, Any] | list[dict[str, Any]]) -> str:
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _record(finding: Finding) -> dict[str, Any]:
    return {
        "path": finding.place.path,
        "line": finding.place.line,
        "column": finding.place.column,
        "id": finding.id,
        "level": finding.level,
        "message": finding.message,
        "fix": finding.fix,
    }


def _codequality(findings: list[Finding]) -> list[dict[str, Any]]:
    return [
        {
            "description": f"{finding.message}; {finding.fix}",
            "check_name": finding.id,
            "fingerprint": fingerprint,
            "severity": "blocker" if finding.level == "error" else "minor",
            "location": {"path": finding.place.path or _WHOLE, "lines": {"begin": max(finding.place.line, 1)}},
        }
        for finding, fingerprint in _fingerprinted(findings)
    ]


def _fingerprinted(findings: list[Finding]) -> Iterator[tuple[Finding, str]]:
    """A fingerprint stays the same where lines move, and no two are alike: of those a code host would show one."""
    seen: Counter[tuple[str, str, str]] = Counter()
    for finding in findings:
        same = (finding.place.path, finding.id, finding.message)
        parts = json.dumps([*same, seen[same]])
        seen[same] += 1
        yield finding, sha256(parts.encode()).hexdigest()


def _command(finding: Finding) -> str:
    """A line of a workflow's log that GitHub makes an annotation of; nothing in it ends it or begins another."""
    path, line, column = finding.place.path or _WHOLE, max(finding.place.line, 1), max(finding.place.column, 1)
    said = _of_command(f"{finding.message}; {finding.fix}")
    parts = {"file": path, "line": str(line), "col": str(column), "title": finding.id}
    properties = ",".join(
        f"{name}={_of_command(part).replace(':', '%3A').replace(',', '%2C')}" for name, part in parts.items()
    )
    return f"::{finding.level} {properties}::{said}\n"


def _of_command(text: str) -> str:
    return printable(text).replace("%", "%25")


def _sarif(findings: list[Finding], explanations: Explanations) -> dict[str, Any]:
    ids = sorted({*explanations, *(finding.id for finding in findings)})
    index = {id: number for number, id in enumerate(ids)}
    run = {
        "tool": {"driver": {"name": "meshwright", "rules": [_rule(id, explanations.get(id)) for id in ids]}},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {"ROOT": {"description": {"text": "The folder that holds domains/ and stacks/."}}},
        "results": [_result(finding, index[finding.id], known) for finding, known in _fingerprinted(findings)],
    }
    return {"$schema": _SARIF_SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(id: str, explanation: tuple[str, str, str] | None) -> dict[str, Any]:
    name = {"id": id, "name": "".join(word.capitalize() for word in id.split("-"))}
    if explanation is None:
        return {**name, "shortDescription": {"text": id}, "fullDescription": {"text": id}}
    what, why, fix = explanation
    return {
        **name,
        "shortDescription": {"text": what},
        "fullDescription": {"text": f"{what}: {why}"},
        "help": {"text": fix},
    }


def _result(finding: Finding, rule: int, fingerprint: str) -> dict[str, Any]:
    """Code hosts need a place of every result, and a line of every place."""
    uri = quote(finding.place.path or _WHOLE, errors="backslashreplace")
    region = {"startLine": max(finding.place.line, 1), "startColumn": max(finding.place.column, 1)}
    place = {"artifactLocation": {"uri": uri, "uriBaseId": "ROOT"}, "region": region}
    return {
        "ruleId": finding.id,
        "ruleIndex": rule,
        "level": finding.level,  # SARIF's own words
        "message": {"text": f"{finding.message}; {finding.fix}"},
        "locations": [{"physicalLocation": place}],
        # GitHub's upload would else make one of the file, which isn't there where reports are published
        "partialFingerprints": {"primaryLocationLineHash": fingerprint},
    }
