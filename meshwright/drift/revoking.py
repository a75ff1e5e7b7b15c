"""Taking back what nobody declared."""

from collections.abc import Iterator, Sequence

from meshwright.sandbox.api import Api
from meshwright.sandbox.errors import ApiError

from .differences import Difference


def revocable(differences: Sequence[Difference]) -> list[Difference]:
    """What can be taken back: grants first, so that no filter goes while something leans on it."""
    found = [d for d in differences if d.revocable is not None]
    return sorted(found, key=lambda d: d.about != "grant")


def revoke(api: Api, differences: Sequence[Difference]) -> Iterator[tuple[Difference, ApiError | None]]:
    """Take each back; what AWS refuses doesn't stop the others.

    ``ALL`` takes with it what is granted beside: that is given again at once.
    """
    for difference in differences:
        assert difference.revocable is not None
        try:
            api.call("lakeformation", difference.revocable["operation"], **difference.revocable["parameters"])
            if difference.keeps is not None:
                api.call("lakeformation", difference.keeps["operation"], **difference.keeps["parameters"])
        except ApiError as problem:
            yield difference, problem
        else:
            yield difference, None
