"""Which version follows from what."""

from .grades import Grade

Version = tuple[int, int, int]


def parsed(version: str) -> Version:
    """``"1.4.0"`` as numbers."""
    major, minor, patch = (int(n) for n in version.split("."))
    return major, minor, patch


def required(version: str, grade: Grade) -> str:
    """The lowest version for changes of a grade after ``version``.

    What breaks readers, and what can't be done in place at all, is a new major. Before 1.0.0 nobody but its owner
    reads: there the second number tells what would break, and the third everything else.
    """
    major, minor, patch = parsed(version)
    if grade is Grade.NONE:
        return version
    if major == 0:
        return f"0.{minor + 1}.0" if grade >= Grade.MAJOR else f"0.{minor}.{patch + 1}"
    if grade is Grade.PATCH:
        return f"{major}.{minor}.{patch + 1}"
    return f"{major}.{minor + 1}.0" if grade is Grade.MINOR else f"{major + 1}.0.0"
