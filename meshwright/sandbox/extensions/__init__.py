"""What moto lacks or gets wrong, one file for each service."""


def install() -> None:
    """Add everything to moto's classes; once, inside the server process."""
