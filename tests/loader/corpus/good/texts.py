# -*- coding: utf-8 -*-
"""Texts in every way they may be written."""

plain = "a"
single = 'it said "yes"'
joined = "one" "two" 'three'
long = """first
second"""
raw = r"\d+\.\d"
unicode = u"ä"
escaped = "tab\tline\nquote\"nul\\x20\x41\u00e9\N{BULLET}"
umlauts = "Verkäufe – 東京 🚚"
formatted = f"{plain}-{joined}-{3}-{{}}"
nested = f"{formatted}{1.5}"
empty = f""
raw_formatted = rf"\d{plain}"
continued = f"a{plain}" "b" f"c{plain}"
several_lines = (
    "one "
    f"{plain} "
    "three"
)
backslash = "one" \
    "two"
