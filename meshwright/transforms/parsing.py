"""From text to a tree: Spark's grammar, with every function kept under the name it was written with."""

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any, ClassVar

from sqlglot import exp
from sqlglot.dialects.spark import Spark
from sqlglot.errors import ParseError, TokenError
from sqlglot.parsers.spark import SparkParser
from sqlglot.tokenizer_core import Token, TokenType

from meshwright.findings import Finding

from .grammar import check
from .problems import Report

LARGEST = 64 * 1024
"""Bytes of one transform."""
_ESCAPE = re.compile(r"\\(.?)", re.DOTALL)
_ESCAPES = {"\\": "\\", "'": "'", '"': '"', "n": "\n", "t": "\t", "r": "\r"}
_SPARK = Spark()


class _Parser(SparkParser):
    """Knows no function: what a name means is decided by ``functions``, not by how sqlglot would translate it."""

    FUNCTIONS: ClassVar[dict[str, Any]] = {}
    FUNCTION_PARSERS: ClassVar[dict[str, Any]] = {
        name: SparkParser.FUNCTION_PARSERS[name] for name in ("CAST", "EXTRACT", "TRIM")
    }
    NO_PAREN_FUNCTION_PARSERS: ClassVar[dict[str, Any]] = {
        name: SparkParser.NO_PAREN_FUNCTION_PARSERS[name] for name in ("CASE", "IF")
    }


def parse(text: str, report: Report) -> exp.Query | None:
    """The one query that a transform is; None, with findings, where it isn't one.

    A text is read once: the tree is shared, and not to be changed.
    """
    query, found = _read(text)
    report.adopt(found)
    return query


@lru_cache(maxsize=4096)
def _read(text: str) -> tuple[exp.Query | None, tuple[Finding, ...]]:
    report = Report("", text)
    return _query(text, report), report.findings


def _query(text: str, report: Report) -> exp.Query | None:
    if len(text.encode()) > LARGEST:
        report.at(0, "syntax", f"the transform has more than {LARGEST:,} bytes", "split it over several tables")
        return None
    if "\x00" in text:
        report.at(text.index("\x00"), "syntax", "the text holds a NUL character", "remove it")
        return None
    try:
        with _quiet():
            tokens = _SPARK.tokenize(text)
            _check_literals(tokens, text, report)
            parsed = _Parser(dialect=_SPARK).parse(tokens, text)
    except ParseError as error:
        _report_syntax(error, text, report)
        return None
    except TokenError as error:
        what = str(error).partition(" from ")[0][:200].lower()
        report.at(0, "syntax", f"the text can't be split into words: {what}", "close what is open: a quote, a comment")
        return None
    except RecursionError:
        report.at(0, "syntax", "the transform is nested too deeply", "give the inner parts names with WITH")
        return None
    statements = [s for s in parsed if s is not None and not isinstance(s, exp.Semicolon)]
    return _one_query(statements, tokens, report)


@contextmanager
def _quiet() -> Iterator[None]:
    """Without the parser's own remarks on the terminal: what is wrong becomes a finding."""
    logger = logging.getLogger("sqlglot")
    before, logger.disabled = logger.disabled, True
    try:
        yield
    finally:
        logger.disabled = before


def _one_query(statements: list[exp.Expr], tokens: list[Token], report: Report) -> exp.Query | None:
    if not statements:
        report.at(0, "statement", "the transform is empty", "write one SELECT")
        return None
    if len(statements) > 1:
        ends = [t.start for t in tokens if t.token_type == TokenType.SEMICOLON]
        report.at(
            ends[0] if ends else 0,
            "statement",
            f"the transform has {len(statements)} statements",
            "write one SELECT; name intermediate results with WITH",
        )
        return None
    query = statements[0]
    if isinstance(query, exp.Subquery):
        query = query.unnest()
    if not isinstance(query, exp.Select | exp.SetOperation):
        report.at(
            tokens[0].start,
            "statement",
            f"{tokens[0].text.upper()[:20]} is not a SELECT",
            "write one SELECT; the platform creates, fills and publishes the table",
        )
        return None
    for problem in check(query):
        report.add(problem)
    return query


def _report_syntax(error: ParseError, text: str, report: Report) -> None:
    first = error.errors[0]
    lines = text.split("\n")
    line = min(first.get("line") or 1, len(lines))
    word = first.get("highlight") or ""
    column = max((first.get("col") or 1) - len(word), 0)
    offset = sum(len(x) + 1 for x in lines[: line - 1]) + column
    said = (first.get("description") or "").split(" <class")[0].replace("Required keyword: 'this' missing for", "")
    near = f' near "{word[:30]}"' if word else ""
    what = "something is missing" if not said.strip() else said.strip().lower()
    report.at(offset, "syntax", f"this can't be read{near}: {what}", "write it as Spark SQL does")


def _check_literals(tokens: list[Token], text: str, report: Report) -> None:
    """Escapes that Spark and the parser read alike; the others differ silently."""
    for token in tokens:
        if token.token_type != TokenType.STRING:
            continue
        raw = text[token.start : token.end + 1]
        if "\\" not in raw:
            continue
        for found in _ESCAPE.finditer(raw):
            if found[1] not in _ESCAPES:
                report.at(
                    token.start + found.start(),
                    "syntax",
                    f"the escape {found[0]} in a text is not available",
                    "write a backslash as \\\\, and otherwise only \\', \\\", \\n, \\t and \\r",
                )
