"""Taking back what nobody declared: grants, filters and tags."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from meshwright.sandbox.api import Api
from meshwright.sandbox.errors import ApiError

from .differences import Difference


def revocable(differences: Sequence[Difference]) -> list[Difference]:
    """What can be taken back: grants first, so that no filter goes while something leans on it."""
    found = [d for d in differences if d.revocable is not None]
    return sorted(found, key=lambda d: d.about != "grant")


def _refused(operation: str, told: Mapping[str, Any]) -> None:
    """Tagging answers with what it refused rather than refuse."""
    for failure in told.get("Failures") or ():
        error = failure.get("Error") or {}
        raise ApiError("lakeformation", operation, str(error.get("ErrorCode", "")), str(error.get("ErrorMessage", "")))


def revoke(api: Api, differences: Sequence[Difference]) -> Iterator[tuple[Difference, ApiError | None]]:
    """Take each back; what AWS refuses doesn't stop the others.

    ``ALL`` takes with it what is granted beside: that is given again at once.
    """
    for difference in differences:
        assert difference.revocable is not None
        try:
            told = api.call("lakeformation", difference.revocable["operation"], **difference.revocable["parameters"])
            _refused(difference.revocable["operation"], told)
            if difference.keeps is not None:
                api.call("lakeformation", difference.keeps["operation"], **difference.keeps["parameters"])
        except ApiError as problem:
            yield difference, problem
        else:
            yield difference, None
