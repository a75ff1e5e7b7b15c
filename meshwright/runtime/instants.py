"""Times as text: the same forms in every engine, so that a file is read everywhere or nowhere."""

import re
from datetime import UTC, datetime

DATE = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
OFFSET = r"Z|[+-](?:0[0-9]|1[0-7]):[0-5][0-9]"
FORM = rf"(?!0000){DATE}(?:[T ](?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:\.[0-9]{{1,9}})?)?(?:{OFFSET})?)?"
"""RFC 3339, where the seconds, the offset and the whole time of day may be left out."""
_FORM = re.compile(FORM)


def instant(text: str) -> datetime:
    """The time that a text tells, to the microsecond; one without an offset is UTC.

    Raises:
        ValueError: it has another form, or there is no such time.
    """
    if not _FORM.fullmatch(text):
        raise ValueError(text)
    found = datetime.fromisoformat(text)
    try:
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except OverflowError:
        raise ValueError(text) from None
