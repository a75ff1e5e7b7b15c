"""Findings print as lines, as JSON and as SARIF."""

import json
import random
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest

from meshwright.findings import Finding
from meshwright.language import Place
from meshwright.loader import EXPLANATIONS
from meshwright.report import render

FINDINGS = [
    Finding(Place("domains/sales/domain.py", 14, 9), "invalid-value", 'version "1.2" is odd', 'write "1.2.0"'),
    Finding(Place("domains/sales/domain.py", 3, 1), "forbidden-syntax", "a loop", "write a list", "warning"),
    Finding(Place("domains/ä b/100%.py", 1, 1), "syntax", "not valid Python: “", "mend the line"),
    Finding(Place(), "own-rule", "nowhere\nat all", "do something"),
    Finding(Place("stacks", 0, 0), "own-rule", "a folder", "do something"),
]


def sarif(findings: list[Finding]) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(render(findings, "sarif", EXPLANATIONS))
    return document


def test_text_is_a_line_for_each_finding_in_order() -> None:
    assert render(FINDINGS, "text").splitlines() == [
        r":0:0: own-rule nowhere\nat all; do something",
        "domains/sales/domain.py:3:1: warning: forbidden-syntax a loop; write a list",
        'domains/sales/domain.py:14:9: invalid-value version "1.2" is odd; write "1.2.0"',
        "domains/ä b/100%.py:1:1: syntax not valid Python: “; mend the line",
        "stacks:0:0: own-rule a folder; do something",
    ]


def test_json_holds_every_part() -> None:
    assert json.loads(render(FINDINGS, "json"))["findings"][2] == {
        "path": "domains/sales/domain.py",
        "line": 14,
        "column": 9,
        "id": "invalid-value",
        "level": "error",
        "message": 'version "1.2" is odd',
        "fix": 'write "1.2.0"',
    }


def test_nothing_found_is_an_empty_report() -> None:
    assert render([], "text") == ""
    assert json.loads(render([], "json")) == {"findings": []}
    assert sarif([])["runs"][0]["results"] == []


@pytest.mark.parametrize("format", ["text", "json", "sarif", "codequality", "github"])
def test_the_order_of_the_findings_and_repeated_ones_make_no_difference(format: Any) -> None:
    shuffled = FINDINGS * 2
    random.Random(7).shuffle(shuffled)
    assert render(shuffled, format, EXPLANATIONS) == render(FINDINGS, format, dict(reversed([*EXPLANATIONS.items()])))


def test_a_format_that_does_not_exist_is_named() -> None:
    with pytest.raises(ValueError, match="'xml' is not known; write one of text, json, sarif, codequality, github"):
        render([], "xml")  # type: ignore[arg-type]


def codequality(findings: list[Finding]) -> list[dict[str, Any]]:
    document: list[dict[str, Any]] = json.loads(render(findings, "codequality"))
    return document


def test_code_quality_is_what_gitlab_reads() -> None:
    found = codequality(FINDINGS)
    assert found[1] | {"fingerprint": ""} == {
        "description": "a loop; write a list",
        "check_name": "forbidden-syntax",
        "fingerprint": "",
        "severity": "minor",
        "location": {"path": "domains/sales/domain.py", "lines": {"begin": 3}},
    }
    assert [f["severity"] for f in found] == ["blocker", "minor", "blocker", "blocker", "blocker"]
    assert [f["location"]["lines"]["begin"] for f in found] == [1, 3, 14, 1, 1]
    assert all(f["location"]["path"] for f in found)
    assert codequality([]) == []


def fingerprints(findings: list[Finding]) -> list[tuple[str, str]]:
    """GitLab's and GitHub's."""
    results = sarif(findings)["runs"][0]["results"]
    of_github = [result["partialFingerprints"]["primaryLocationLineHash"] for result in results]
    return list(zip([found["fingerprint"] for found in codequality(findings)], of_github, strict=True))


def test_code_hosts_know_a_finding_again_whose_line_has_moved_and_tell_it_from_its_twin() -> None:
    first, moved, twin = (Finding(Place("a.py", line, 1), "own-rule", "odd", "mend it") for line in (3, 9, 12))
    (before,), (after, other) = fingerprints([first]), fingerprints([moved, twin])
    assert before == after
    assert not {*after} & {*other}


def test_sarif_has_the_shape_that_version_2_1_0_asks_for() -> None:
    document = sarif(FINDINGS)
    assert document["version"] == "2.1.0"
    assert document["$schema"].endswith("sarif-2.1.0.json")
    (run,) = document["runs"]
    assert set(run) <= {"tool", "results", "columnKind", "originalUriBaseIds"}
    assert run["columnKind"] in ("unicodeCodePoints", "utf16CodeUnits")
    rules = run["tool"]["driver"]["rules"]
    assert run["tool"]["driver"]["name"] == "meshwright"
    assert len({rule["id"] for rule in rules}) == len(rules)
    for rule in rules:
        assert set(rule) <= {"id", "name", "shortDescription", "fullDescription", "help"}
        assert rule["name"].isalnum()
        assert all(set(rule[part]) == {"text"} for part in rule if part not in ("id", "name"))
        assert all(rule[part]["text"] for part in rule if part not in ("id", "name"))
    assert len(run["results"]) == len(FINDINGS)
    for result in run["results"]:
        assert set(result) == {"ruleId", "ruleIndex", "level", "message", "locations", "partialFingerprints"}
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in ("none", "note", "warning", "error")
        assert result["message"]["text"]
        (location,) = result["locations"]
        _check_place(location["physicalLocation"], run["originalUriBaseIds"])


def _check_place(place: dict[str, Any], bases: dict[str, Any]) -> None:
    uri = place["artifactLocation"]["uri"]
    assert urlsplit(uri).scheme == ""
    assert uri.isascii()
    assert " " not in uri
    assert not uri.startswith("/")
    assert place["artifactLocation"]["uriBaseId"] in bases
    assert place["region"]["startLine"] >= 1
    assert place["region"]["startColumn"] >= 1


def test_sarif_says_what_where_and_how_bad() -> None:
    results = sarif(FINDINGS)["runs"][0]["results"]
    assert results[2] | {"partialFingerprints": {}} == {
        "ruleId": "invalid-value",
        "ruleIndex": sorted([*EXPLANATIONS, "own-rule"]).index("invalid-value"),
        "level": "error",
        "message": {"text": 'version "1.2" is odd; write "1.2.0"'},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": "domains/sales/domain.py", "uriBaseId": "ROOT"},
                    "region": {"startLine": 14, "startColumn": 9},
                }
            }
        ],
        "partialFingerprints": {},
    }
    assert results[1]["level"] == "warning"
    assert unquote(results[3]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]) == "domains/ä b/100%.py"


def test_a_finding_about_no_file_has_a_place_without_which_github_refuses_the_whole_report() -> None:
    results = sarif(FINDINGS)["runs"][0]["results"]
    first = {"startLine": 1, "startColumn": 1}
    for number, path in ((0, "Pulumi.yaml"), (4, "stacks")):
        place = results[number]["locations"][0]["physicalLocation"]
        assert (place["artifactLocation"]["uri"], place["region"]) == (path, first)


def test_github_is_told_in_commands_of_a_line_each_that_hold_no_others() -> None:
    odd = Finding(Place("a,b:c.py", 2, 3), "own-rule", "100%\r\n::error::mine", "mend it")
    assert render([odd], "github") == (
        "::error file=a%2Cb%3Ac.py,line=2,col=3,title=own-rule::100%25\\r\\n::error::mine; mend it\n"
    )
    said = render(FINDINGS, "github").splitlines()
    assert said[0] == "::error file=Pulumi.yaml,line=1,col=1,title=own-rule::nowhere\\nat all; do something"
    assert said[1].startswith("::warning file=domains/sales/domain.py,line=3,col=1,title=forbidden-syntax::")


def test_sarif_explains_every_rule_that_could_have_been_broken() -> None:
    rules = {rule["id"]: rule for rule in sarif(FINDINGS)["runs"][0]["tool"]["driver"]["rules"]}
    assert set(rules) == {*EXPLANATIONS, "own-rule"}
    what, why, fix = EXPLANATIONS["rebound-name"]
    assert rules["rebound-name"]["shortDescription"]["text"] == what
    assert rules["rebound-name"]["fullDescription"]["text"] == f"{what}: {why}"
    assert rules["rebound-name"]["help"]["text"] == fix
    assert rules["own-rule"]["fullDescription"]["text"] == "own-rule"
