"""Settings of property tests that a busy machine can't fail."""

from hypothesis import HealthCheck, settings


def unhurried(examples: int = 100) -> settings:
    """So many examples, however long they take."""
    return settings(max_examples=examples, deadline=None, suppress_health_check=[HealthCheck.too_slow])
