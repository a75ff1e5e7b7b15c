"""Renders ``aws.iam.get_policy_document`` as the provider does, without the provider."""

import json
import zlib
from collections.abc import Mapping, Sequence
from typing import Any


def rendered(args: Mapping[str, Any]) -> dict[str, Any]:
    """The answer: the arguments, and ``json`` (indented), ``minifiedJson`` and ``id``.

    Statements of override documents replace those of the same Sid, wherever they come from.
    """
    statements = [s for text in args.get("sourcePolicyDocuments", ()) for s in _statements(text)]
    statements += [_statement(s) for s in args.get("statements", ())]
    for text in args.get("overridePolicyDocuments", ()):
        for statement in _statements(text):
            statements = _replaced(statements, statement)
    document: dict[str, Any] = {"Version": args.get("version", "2012-10-17")}
    if args.get("policyId"):
        document["Id"] = args["policyId"]
    document["Statement"] = statements
    text = json.dumps(document, indent=2)
    minified = json.dumps(document, separators=(",", ":"))
    return {**args, "json": text, "minifiedJson": minified, "id": str(zlib.crc32(text.encode()))}


def _statements(text: str) -> list[dict[str, Any]]:
    found = json.loads(text).get("Statement", [])
    return [found] if isinstance(found, dict) else list(found)


def _replaced(statements: list[dict[str, Any]], new: dict[str, Any]) -> list[dict[str, Any]]:
    sid = new.get("Sid")
    if sid and any(s.get("Sid") == sid for s in statements):
        return [new if s.get("Sid") == sid else s for s in statements]
    return [*statements, new]


def _statement(given: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if given.get("sid"):
        found["Sid"] = given["sid"]
    found["Effect"] = given.get("effect", "Allow")
    for key, name in (
        ("actions", "Action"),
        ("notActions", "NotAction"),
        ("resources", "Resource"),
        ("notResources", "NotResource"),
    ):
        if given.get(key):
            found[name] = _one_or_many(given[key])
    for key, name in (("principals", "Principal"), ("notPrincipals", "NotPrincipal")):
        if given.get(key):
            found[name] = _principals(given[key])
    if given.get("conditions"):
        found["Condition"] = _conditions(given["conditions"])
    return found


def _one_or_many(values: Sequence[str]) -> str | list[str]:
    # the provider sorts downwards, and writes variables as &{…} because ${…} is its own interpolation
    found = sorted({str(value).replace("&{", "${") for value in values}, reverse=True)
    return found[0] if len(found) == 1 else found


def _principals(given: Sequence[Mapping[str, Any]]) -> Any:
    by_type: dict[str, list[str]] = {}
    for principal in given:
        by_type.setdefault(principal["type"], []).extend(principal["identifiers"])
    if by_type == {"*": ["*"]}:
        return "*"
    return {kind: _one_or_many(identifiers) for kind, identifiers in sorted(by_type.items())}


def _conditions(given: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    found: dict[str, dict[str, Any]] = {}
    for condition in sorted(given, key=lambda c: (c["test"], c["variable"])):
        values = [str(value).replace("&{", "${") for value in condition["values"]]
        found.setdefault(condition["test"], {})[condition["variable"]] = values[0] if len(values) == 1 else values
    return found
