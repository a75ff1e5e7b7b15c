"""Which regular expressions are let through."""

import re
import warnings

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from meshwright.rules.ambiguity import TooIntricate, is_ambiguous
from meshwright.rules.patterns import Unreadable, read
from tests.rules.unhurried import unhurried

ONE_WAY = [
    "", "a", "a*", "(a|b)*", "(a|ab)*", "[a-z]+(-[a-z]+)*", ".*.*", "(.*)x(.*)", "([a-z]{2})*", r"\d+(\.\d+)*",
    "(a*b)*", "(|a)*", "()*", "(a?)*", "(.a1|.b2|.c3)*", "(a{2}){1,50}", "[A-Z0-9]{2,1000}", "(a+|b)c", "((a|b)c)*",
]  # fmt: skip
MANY_WAYS = [
    "(a+)+", "(a|a)*", "(a*)*", "(a?b?)*", "(a{1,3})*", "(a+){1,50}", "(a|aa)+", "(ab|a|b)*", "(x+x+)+y",
    "([a-z]+)*@", "(a|[^b])*", r"(\w|\d)*", "x(.|a)*y", "((a|b)+c?)*", r"(\s*\w*)*", "(a+b?)+",
]  # fmt: skip
UNREADABLE = {
    "(": "a group has no end",
    ")": '")" closes nothing',
    "(?=a)": '"(?=" is not known to every engine',
    "(?P<a>b)": '"(?P" is not known to every engine',
    "[a": "a class has no end",
    "[": "a class has no end",
    "[]": '"]" stands for itself in a class; write "\\]"',
    "[z-a]": "a range in a class goes backwards",
    r"[\d-z]": "a range in a class ends in a class",
    "[[:alpha:]]": '"[" stands for itself in a class; write "\\["',
    "[a&&b]": '"&" stands for itself in a class; write "\\&"',
    "a\\": "it ends in a backslash",
    r"\b": '"\\b" is not read alike by every engine',
    r"\p{L}": '"\\p" is not read alike by every engine',
    "a++": 'a possessive "+" is not known to every engine',
    "a**": '"*" stands for itself; write "\\*"',
    "*a": '"*" stands for itself; write "\\*"',
    "a{,3}": '"{" stands for itself; write "\\{"',
    "a{3,2}": '"{3,2}" has its ends the wrong way round',
    "a{1001}": '"{1001}" repeats more than 1,000 times',
    "((a{100}){20}){2}": "repetitions inside each other come to more than 1,000",
    "a^b": '"^" stands inside; the pattern always matches the whole value',
    "a$b": '"$" stands inside; the pattern always matches the whole value',
    "(" * 30 + ")" * 30: "more than 25 groups stand inside each other",
}


@pytest.mark.parametrize("pattern", ONE_WAY)
def test_what_can_be_read_in_one_way_is_quick(pattern: str) -> None:
    assert not is_ambiguous(read(pattern))


@pytest.mark.parametrize("pattern", MANY_WAYS)
def test_what_can_be_read_in_many_ways_is_slow(pattern: str) -> None:
    assert is_ambiguous(read(pattern))


@pytest.mark.parametrize("pattern", UNREADABLE)
def test_what_engines_read_differently_is_unreadable(pattern: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read(pattern)
    assert str(refused.value) == UNREADABLE[pattern]


def test_what_would_take_long_to_prove_is_refused() -> None:
    with pytest.raises(TooIntricate):
        is_ambiguous(read(f"({'ab' * 50})*"))


@unhurried(300)
@given(pattern=st.text(alphabet="ab|()[]^-*+?{}123,.\\dws$", max_size=12), value=st.text(alphabet="ab1 ", max_size=6))
def test_engines_agree_on_what_is_let_through(pattern: str, value: str) -> None:
    try:
        read(pattern)
    except Unreadable:
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # Python's plans for nested sets are not ours
        expected = re.fullmatch(pattern, value, re.ASCII) is not None
    answer = duckdb.execute("SELECT regexp_full_match(?, ?)", [value, pattern]).fetchone()
    assert answer == (expected,)
