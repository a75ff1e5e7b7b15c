"""The LF-tags that data carries: which there are, and what each may say."""

from collections.abc import Sequence
from typing import get_args

from meshwright import names
from meshwright.language import Governance, Visibility

DOMAIN, CLASSIFICATION, SENSITIVITY, VISIBILITY = "domain", "classification", "sensitivity", "visibility"
NOT_SENSITIVE, SENSITIVE = "none", "sensitive"
VALUES_LIMIT = 1000
"""Values of one tag (Lake Formation quotas)."""


def ontology(governance: Governance, domains: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """The values of each tag, sorted.

    Tags must exist with all their values before anything carries them, so every registered domain is a value here.
    """
    return {
        CLASSIFICATION: tuple(sorted(governance.classifications)),
        DOMAIN: tuple(sorted({names.PLATFORM, *domains})),
        SENSITIVITY: tuple(sorted((NOT_SENSITIVE, SENSITIVE))),
        VISIBILITY: tuple(sorted(get_args(Visibility))),
    }
