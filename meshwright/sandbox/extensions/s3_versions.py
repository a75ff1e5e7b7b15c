"""Versioned objects: moto crashes when the last version to go is a delete marker."""

from moto.s3.models import FakeDeleteMarker


def install() -> None:
    """A marker holds no bytes, so there is nothing to dispose of."""
    if hasattr(FakeDeleteMarker, "dispose"):
        raise RuntimeError(f"moto's delete markers can be disposed of by now; drop {__name__}")
    FakeDeleteMarker.dispose = lambda marker, garbage=False: None
