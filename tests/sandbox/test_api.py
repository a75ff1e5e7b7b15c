"""Listings are read to their end, whatever a service calls the mark of the next page."""

from typing import Any

import pytest

from meshwright.sandbox.api import Api


class Paged:
    """A client whose listing comes in three pages; it refuses to be asked otherwise than by its own mark."""

    def __init__(self, says: str, asks: str) -> None:
        self._says, self._asks = says, asks

    def list_things(self, **parameters: Any) -> dict[str, Any]:
        page = int(parameters.pop(self._asks, 0))
        assert parameters == {"Of": "x"}
        return {"Things": [page], **({self._says: str(page + 1)} if page < 2 else {})}


@pytest.mark.parametrize(
    ("says", "asks"),
    [("NextToken", "NextToken"), ("nextToken", "nextToken"), ("Marker", "Marker"), ("NextMarker", "Marker")],
)
def test_every_page_is_read(says: str, asks: str) -> None:
    client = Paged(says, asks)
    assert Api(lambda service, region: client).pages("kms", "list_things", "Things", Of="x") == [0, 1, 2]
