"""A message shows a value on one line, whole where it is short."""

from typing import Any

import pytest

from meshwright.language.quoting import printable, quoted


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("orders", '"orders"'),
        ("", '""'),
        ("ä 東京", '"ä 東京"'),
        ('the "A" team', r'"the \"A\" team"'),
        ("a\nb\tc\x1b[31m", r'"a\nb\tc\x1b[31m"'),
        ("a\u202eb\ud800", r'"a\u202eb\ud800"'),
        ("a" * 60, f'"{"a" * 60}"'),
        ("a" * 61, f'"{"a" * 59}…"'),
        (5, "5"),
        (-1.5, "-1.5"),
        (True, "True"),
        (None, "None"),
        (["a"], "['a']"),
        (["a" * 100], f"['{'a' * 57}…"),
        (10**5000, "a number of 16610 bits"),
    ],
    ids=lambda _: "",
)
def test_values_in_messages(value: Any, shown: str) -> None:
    assert quoted(value) == shown
    assert quoted(value).isprintable()


def test_what_prints_is_left_alone() -> None:
    assert printable("domains/sales/domain.py: ä") == "domains/sales/domain.py: ä"
    assert printable("a\nb") == r"a\nb"
