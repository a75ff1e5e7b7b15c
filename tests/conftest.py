"""Settings every test shares."""

import os


def pytest_configure() -> None:
    # turns f"{some_output}" from a silent wrong string into an error, in fixtures of every scope
    os.environ["PULUMI_ERROR_OUTPUT_STRING"] = "true"
