"""Regular expressions: the part that Java's and RE2's dialects agree on, and how to write it in each."""

import re
from dataclasses import dataclass

from sqlglot import exp

from .problems import Problem

_WORD = re.compile(
    r"(?P<escape>\\.)|(?P<class>\[\^?(?:\\.|[^\]\\\[&])+\])|(?P<open>\((?:\?:)?(?!\?))|(?P<close>\))"
    r"|(?P<repeat>[*+?]\??(?![*+?])|\{[0-9]{1,3}(?:,[0-9]{0,3})?\}\??(?![*+?]))|(?P<any>\.)|(?P<start>\^)|(?P<end>\$)"
    r"|(?P<or>\|)|(?P<plain>[^\\\[\](){}*+?.^$|])",
    re.DOTALL,
)
_SPACES = " \\t\\n\\x0B\\f\\r"
_SETS = {"d": "0-9", "w": "a-zA-Z0-9_", "s": _SPACES}
_OUTSIDE = {"D": "[^0-9]", "W": "[^a-zA-Z0-9_]", "S": f"[^{_SPACES}]"}
_ESCAPED = set("\\.[](){}*+?^$|/-'\"&")
_LINE_ENDS = {"spark": "[^\\n\\r\\u0085\\u2028\\u2029]", "duckdb": "[^\\n\\r\\x{85}\\x{2028}\\x{2029}]"}


@dataclass(frozen=True)
class Pattern:
    """One pattern in both dialects. ``$`` is the end of the text, not of its last line."""

    spark: str
    duckdb: str
    groups: int


def translated(pattern: str, node: exp.Expr) -> Pattern:
    """A pattern in both engines' dialects.

    Raises:
        Problem: it uses something that they read differently.
    """
    spark, duckdb, position, groups = [], [], 0, 0
    while position < len(pattern):
        found = _WORD.match(pattern, position)
        if found is None:
            raise _unknown(pattern[position : position + 3], node)
        word, kind = found[0], str(found.lastgroup)
        groups += word == "("
        spark.append(_word(word, kind, "spark", node))
        duckdb.append(_word(word, kind, "duckdb", node))
        position = found.end()
    try:
        re.compile("".join(spark).replace("\\z", "\\Z").replace("\\A", ""))
    except re.error as error:
        raise Problem(node, "function", f"the pattern {pattern!r} is broken: {error}", "mend it") from None
    return Pattern("".join(spark), "".join(duckdb), groups)


def _word(word: str, kind: str, engine: str, node: exp.Expr) -> str:
    match kind:
        case "escape":
            return _escape(word, node)
        case "class":
            inner = re.sub(r"\\.", lambda m: _in_class(m[0], node), word, flags=re.DOTALL)
            if re.search(r"\[\^?.*\[", inner[1:]) or "&&" in inner:
                raise _unknown(word, node)
            return inner
        case "any":
            return _LINE_ENDS[engine]
        case "start":
            return "\\A"
        case "end":
            return "\\z"
    return word


def _escape(word: str, node: exp.Expr) -> str:
    letter = word[1]
    if letter in _SETS:
        return f"[{_SETS[letter]}]"
    if letter in _OUTSIDE:
        return _OUTSIDE[letter]
    if letter in "tnr" or letter in _ESCAPED:
        return word if letter not in "'\"" else letter
    raise _unknown(word, node)


def _in_class(word: str, node: exp.Expr) -> str:
    letter = word[1]
    if letter in _SETS:
        return _SETS[letter]
    if letter in "tnr" or letter in _ESCAPED:
        return word if letter not in "'\"" else letter
    raise _unknown(word, node)


def _unknown(part: str, node: exp.Expr) -> Problem:
    return Problem(
        node,
        "function",
        f"{part!r} in a pattern does not mean the same in both engines",
        "use plain characters, classes, \\d \\w \\s, groups, |, repetition, ^ and $",
    )
