"""Whether two texts of a transform say the same."""

from functools import lru_cache


def same(base: str | None, head: str | None) -> bool:
    """Whether two texts are one query: comments, line breaks and the case of keywords don't count.

    A text that can't be read is itself; None is no text.
    """
    if base == head or base is None or head is None:
        return base == head
    return _normal(base) == _normal(head)


@lru_cache(maxsize=1024)
def _normal(text: str) -> tuple[bool, str]:
    """Whether the text can be read, and what it says."""
    from meshwright.transforms.parsing import parse  # loads the SQL parser
    from meshwright.transforms.problems import Report

    query = parse(text, Report("", text))
    return (False, text) if query is None else (True, query.sql(dialect="spark", comments=False))
