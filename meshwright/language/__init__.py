"""What a definition may say."""

from .adopting import Adopted
from .awaiting import awaited
from .central import Environment, Governance, Waiver
from .columns import (
    Column,
    Decimal,
    ListOf,
    MapOf,
    Scalar,
    Struct,
    binary,
    boolean,
    date,
    decimal,
    double,
    integer,
    list_of,
    long,
    map_of,
    struct,
    text,
    timestamp,
)
from .definition import Definition
from .domains import Domain
from .identity import GitHub, GitLab, IdentityCenter, Oidc, Saml
from .landings import Landing, landing
from .mesh import Member, Mesh, ProductRef, database_name
from .place import NOWHERE, Place, written_at
from .products import Partition, Product, Table
from .promises import (
    Between,
    Complete,
    Expect,
    Expectation,
    Fresh,
    Matches,
    Objective,
    OneOf,
    Quality,
    Rows,
    ServiceObjective,
    Unique,
)
from .schedules import OnPublish, Schedule, Timed, cron, daily, hourly, on_publish
from .sharing import Share, Subscription
from .vocabulary import Classification, Treatment, Visibility, span

CONSTRUCTORS = {
    c.__name__: c
    for c in (
        Adopted, Domain, Environment, Expect, GitHub, GitLab, Governance, IdentityCenter, Objective, Oidc, Product,
        Saml, Share, Subscription, Table, Waiver,
        binary, boolean, cron, daily, date, decimal, double, hourly, integer, landing, list_of, long, map_of,
        on_publish, struct, text, timestamp,
    )
}  # fmt: skip
"""What a definition file may import from ``meshwright``, by name."""

__all__ = [
    "CONSTRUCTORS", "NOWHERE", "Adopted", "Between", "Classification", "Column", "Complete", "Decimal", "Definition",
    "Domain", "Environment", "Expect", "Expectation", "Fresh", "GitHub", "GitLab", "Governance", "IdentityCenter",
    "Landing", "ListOf", "MapOf", "Matches", "Member", "Mesh", "Objective", "Oidc", "OnPublish", "OneOf", "Partition",
    "Place", "Product", "ProductRef", "Quality", "Rows", "Saml", "Scalar", "Schedule", "ServiceObjective", "Share",
    "Struct", "Subscription", "Table", "Timed", "Treatment", "Unique", "Visibility", "Waiver", "awaited", "binary",
    "boolean", "cron", "daily", "database_name", "date", "decimal", "double", "hourly", "integer", "landing",
    "list_of", "long", "map_of", "on_publish", "span", "struct", "text", "timestamp", "written_at",
]  # fmt: skip
