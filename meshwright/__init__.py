"""A self-serve data mesh on AWS. A definition file imports its words from here."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .language import (
        Adopted,
        Domain,
        Environment,
        Expect,
        GitHub,
        GitLab,
        Governance,
        IdentityCenter,
        Objective,
        Oidc,
        Product,
        Saml,
        Share,
        Subscription,
        Table,
        Waiver,
        binary,
        boolean,
        cron,
        daily,
        date,
        decimal,
        double,
        hourly,
        integer,
        landing,
        list_of,
        long,
        map_of,
        on_publish,
        struct,
        text,
        timestamp,
    )

__all__ = [
    "Adopted", "Domain", "Environment", "Expect", "GitHub", "GitLab", "Governance", "IdentityCenter", "Objective",
    "Oidc", "Product", "Saml", "Share", "Subscription", "Table", "Waiver", "binary", "boolean", "cron", "daily",
    "date", "decimal", "double", "hourly", "integer", "landing", "list_of", "long", "map_of", "on_publish", "struct",
    "text", "timestamp",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    """Load the language on first use: ``mesh --help`` needs none of it."""
    if name in __all__:
        from . import language

        return getattr(language, name)
    raise AttributeError(f"module 'meshwright' has no attribute {name!r}")
