"""Versioned objects: moto crashes when the last version to go is a delete marker."""

from moto.s3.models import FakeDeleteMarker


def install() -> None:
    """A marker holds no bytes, so there is nothing to dispose of."""
    if hasattr(FakeDeleteMarker, "dispose"):
        raise RuntimeError(f"moto's delete markers can be disposed of by now; drop {__name__}")
    setattr(FakeDeleteMarker, "dispose", _disposed)  # noqa: B010 - moto's class doesn't declare it


def _disposed(marker: FakeDeleteMarker, garbage: bool = False) -> None:
    return None
