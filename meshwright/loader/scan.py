"""A first look at a text, before the parser: how large and how deep it is.

Python's parser recurses, and on some inputs takes quadratic memory, so depth and size are bounded before it runs. The
scan counts high and never low: what it lets pass is at most as deep as it says, what it refuses may be a little less.
"""

import re
from dataclasses import dataclass

from . import limits

_TOKEN = re.compile(
    r"""
      (?P<skipped>\\\n|\#[^\n]*+)
    | (?P<string>(?P<prefix>[A-Za-z]{1,2})?(?:
          '''(?:[^'\\]|\\.|'(?!''))*+(?:'''|\Z)
        | \"\"\"(?:[^"\\]|\\.|"(?!""))*+(?:\"\"\"|\Z)
        | '(?:[^'\\\n]|\\.)*+'?
        | "(?:[^"\\\n]|\\.)*+"?
      ))
    | (?P<number>[0-9][0-9_]*+(?:\.[0-9_]*+)?(?:[eE][-+]?[0-9]++)?)
    | (?P<word>\w++)
    | (?P<open>[(\[{])
    | (?P<close>[)\]}])
    | (?P<comma>,)
    | (?P<chained>[-.*])
    | (?P<operator>[+/%@|&^~<>!])
    | (?P<end>[\n;])
    """,
    re.VERBOSE | re.DOTALL,
)
_OPERATORS = frozenset(("await", "elif", "else", "lambda", "not", "yield"))
"""Words that put what follows them inside of them, whatever commas stand between."""
_LITERAL = re.compile(
    r"""#[^\n]*+|'''(?:[^'\\]|\\.|'(?!''))*+(?:'''|\Z)|\"\"\"(?:[^"\\]|\\.|"(?!""))*+(?:\"\"\"|\Z)"""
    r"""|'(?:[^'\\\n]|\\.)*+'?|"(?:[^"\\\n]|\\.)*+"?""",
    re.DOTALL,
)
_FORMATTED = re.compile(r'[fFtT][A-Za-z]?"')
_ATOM = re.compile(r"\w+|[(\[{]")
_NESTING = re.compile(r"[-.*+/%@|&^~<>!]|[)\]}]\s*[(\[]")
_INNERMOST = re.compile(r"\([^()\[\]{}]*+\)|\[[^()\[\]{}]*+\]|\{[^()\[\]{}]*+\}")
_FIELDS = re.compile(r"(?:[^{}]|\{\{|\}\}|\{[^{}'\"\\\n]{0,200}\})*+\Z", re.DOTALL)
"""An f-string whose fields hold no quotes and no brackets, so that all versions of Python see the same tokens."""


@dataclass(frozen=True)
class TooMuch:
    """Where the scan stopped and why: an id, a message and a fix."""

    offset: int
    id: str
    message: str
    fix: str


def scan(text: str) -> TooMuch | None:
    """What makes a text unfit for the parser, if anything. Takes time in proportion to the text's length."""
    return None if _clearly_fit(text) else _counted(text)


def _clearly_fit(text: str) -> bool:
    """Whether all that could nest, taken together, is too little. True of what people write, and soon known."""
    bare, literals = _LITERAL.subn('"', text)
    if "\\" in bare or any(word in bare for word in _OPERATORS) or _FORMATTED.search(bare):
        return False
    nesting = len(_NESTING.findall(bare))
    if len(bare) > limits.NODES and literals + nesting + len(_ATOM.findall(bare)) > limits.NODES:
        return False
    found = 1
    while found and nesting <= limits.NESTING:
        bare, found = _INNERMOST.subn("", bare)
        nesting += 1
    return nesting <= limits.NESTING and not any(bracket in bare for bracket in "([{")


def _counted(text: str) -> TooMuch | None:
    nodes = operators = 0
    depth = base = 0
    above: list[tuple[int, int]] = []
    for token in _TOKEN.finditer(text):
        kind = token.lastgroup
        if kind == "end":
            if not above:
                depth = base
        elif kind == "comma":
            depth = base  # what follows a comma is beside, not inside, what precedes it
        elif kind == "close":
            if above:
                base, depth = above.pop()
                depth += 1  # f()() and x[0][0] nest to the left
        elif kind != "skipped":
            nodes += 1
            if kind == "open":
                above.append((base, depth))
                base = depth = depth + 1
            elif kind == "chained":
                depth += 1
            elif kind == "operator" or (kind == "word" and token[0] in _OPERATORS):
                operators += 1
            elif kind == "string" and not _plain(token["prefix"], token[0]):
                return _fields(token.start())
            if nodes > limits.NODES:
                return _over(token.start(), f"the file holds more than {limits.NODES} values", "split it, or say less")
            if depth > limits.NESTING or operators > limits.NESTING:
                return _over(token.start(), f"the file nests more than {limits.NESTING} deep", "write it flatter")
    return None


def _plain(prefix: str | None, string: str) -> bool:
    return prefix is None or not set(prefix) & set("fFtT") or _FIELDS.match(string) is not None


def _over(offset: int, message: str, fix: str) -> TooMuch:
    return TooMuch(offset, "over-limit", message, fix)


def _fields(offset: int) -> TooMuch:
    return TooMuch(
        offset, "forbidden-syntax", "an f-string holds more than names and constants", "bind the parts above, by name"
    )
