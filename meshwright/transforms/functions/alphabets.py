"""Letters that Java 17 and DuckDB 2.0 capitalise differently, as RE2 character classes.

Measured over every code point of Unicode, in the middle and at the end of a word: ligatures and Greek letters with
subscripts, which Java writes as several letters; the Greek final sigma; letters younger than Java's tables.
"""

NOT_THE_SAME_UPPER = (
    r"\x{df}\x{149}\x{1f0}\x{390}\x{3b0}\x{587}\x{1e96}-\x{1e9a}\x{1f50}\x{1f52}\x{1f54}\x{1f56}\x{1f80}-\x{1faf}"
    r"\x{1fb2}-\x{1fb4}\x{1fb6}-\x{1fb7}\x{1fbc}\x{1fc2}-\x{1fc4}\x{1fc6}-\x{1fc7}\x{1fcc}\x{1fd2}-\x{1fd3}"
    r"\x{1fd6}-\x{1fd7}\x{1fe2}-\x{1fe4}\x{1fe6}-\x{1fe7}\x{1ff2}-\x{1ff4}\x{1ff6}-\x{1ff7}\x{1ffc}\x{2c5f}\x{a7c1}"
    r"\x{a7d1}\x{a7d7}\x{a7d9}\x{fb00}-\x{fb06}\x{fb13}-\x{fb17}\x{10597}-\x{105a1}\x{105a3}-\x{105b1}"
    r"\x{105b3}-\x{105b9}\x{105bb}-\x{105bc}"
)
NOT_THE_SAME_LOWER = (
    r"\x{130}\x{3a3}\x{2c2f}\x{a7c0}\x{a7d0}\x{a7d6}\x{a7d8}\x{10570}-\x{1057a}\x{1057c}-\x{1058a}\x{1058c}-\x{10592}"
    r"\x{10594}-\x{10595}"
)
